import { readAql, zeroPlan } from "@lotline/sampling";
import { because, type Line, type Reason } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { linesOf } from "../../../read/rows.ts";

type Characteristic = Line<"InspectionPlan", "characteristics">;
type Figure = "sampleSize" | "acceptUpTo" | "level" | "aql" | "ltpd" | "beta";

/** Which figures each rule needs, and which it may have besides; the others say nothing under it. */
const figures: { readonly [rule in Characteristic["samplingRule"]]: { needs: readonly Figure[]; may: readonly Figure[] } } = {
  fixed: { needs: ["sampleSize", "acceptUpTo"], may: [] },
  aql: { needs: ["level", "aql"], may: [] },
  zero: { needs: ["ltpd", "beta"], may: [] },
  all: { needs: [], may: ["acceptUpTo"] },
};

const figureWords: { readonly [F in Figure]: { readonly en: string; readonly zh: string } } = {
  sampleSize: { en: "samples", zh: "样本量" },
  acceptUpTo: { en: "Ac", zh: "接收数 Ac" },
  level: { en: "inspection level", zh: "检验水平" },
  aql: { en: "AQL", zh: "AQL" },
  ltpd: { en: "LTPD", zh: "LTPD" },
  beta: { en: "β", zh: "β" },
};

/** What the tables allow now: parts that nobody checked against the standard's text stay off until they are confirmed. */
export const confirmedTables = async (reader: Reader): Promise<ReadonlySet<string>> =>
  new Set(
    [...(await reader.rule("sampling-table"))].flatMap(([key, content]) =>
      (content as { confirmed?: boolean }).confirmed === true ? [key] : [],
    ),
  );

interface Asked {
  readonly lines: readonly Characteristic[];
  readonly isCounted: boolean;
  readonly confirmed: ReadonlySet<string>;
}

/** Every characteristic says how many are inspected, by a rule that can be applied to its item. */
export const planSampling = condition({
  gate: "inspectionPlan.approve",
  code: "SAMPLING_RULE",
  about: {
    en: "Every characteristic has a sampling rule with its figures, from confirmed tables",
    zh: "每个项目均有完整的抽样规则，且所用表格已确认",
  },
  record: "InspectionPlan",
  facts: async (reader, plans): Promise<Map<string, Asked>> => {
    const ids = plans.map((plan) => plan.id);
    // The rows of this child set are characteristics.
    const lines = (await linesOf(reader, "InspectionPlan", "characteristics", ids)) as Map<string, Characteristic[]>;
    const counted = await reader.sql<{ id: string; counted: boolean }>(
      `select p.id, u.decimals = 0 as counted from inspection_plan p join item i on i.id = p.item_id join unit u on u.id = i.unit_id
       where p.id = any(?::bigint[])`,
      [ids],
    );
    const confirmed = await confirmedTables(reader);
    return new Map(counted.map((row) => [row.id, { lines: lines.get(row.id) ?? [], isCounted: row.counted, confirmed }]));
  },
  check: (plan, asked) =>
    (asked?.lines ?? []).flatMap((line) =>
      ruleReasons(line, asked?.isCounted ?? false, asked?.confirmed ?? new Set()).map((reason) => ({
        ...reason,
        record: "InspectionPlan",
        number: plan.number,
      })),
    ),
});

/** What is wrong with the sampling rule of one characteristic. */
function ruleReasons(line: Characteristic, isCounted: boolean, confirmed: ReadonlySet<string>): Reason[] {
  const reason = (code: string, en: string, zh: string) =>
    because(code, `${line.position} ${line.nameEn}: ${en}`, `${line.position} ${line.nameZh}：${zh}`);
  const { needs, may } = figures[line.samplingRule];
  const given = (Object.keys(figureWords) as Figure[]).filter((figure) => line[figure] !== null);
  const missing = needs.filter((figure) => !given.includes(figure));
  const idle = given.filter((figure) => !needs.includes(figure) && !may.includes(figure));
  const words = (list: readonly Figure[], language: "en" | "zh") =>
    list.map((figure) => figureWords[figure][language]).join(language === "zh" ? "、" : ", ");
  return [
    ...(missing.length > 0
      ? [reason("SAMPLING_MISSING", `its sampling rule needs ${words(missing, "en")}.`, `抽样规则缺少${words(missing, "zh")}。`)]
      : []),
    ...(idle.length > 0
      ? [
          reason(
            "SAMPLING_NOT_USED",
            `its sampling rule does not use ${words(idle, "en")}.`,
            `抽样规则不使用${words(idle, "zh")}。`,
          ),
        ]
      : []),
    ...(line.samplingRule !== "fixed" && !isCounted
      ? [
          reason(
            "SAMPLING_NOT_COUNTED",
            "the item is not counted in units; only a fixed number of samples fits.",
            "该物料不按件计数，只能采用固定样本量。",
          ),
        ]
      : []),
    ...figureReasons(line, confirmed, reason),
  ];
}

/** What is wrong with the figures that are there. */
function figureReasons(
  line: Characteristic,
  confirmed: ReadonlySet<string>,
  reason: (code: string, en: string, zh: string) => Reason,
): Reason[] {
  const { samplingRule, sampleSize, acceptUpTo, ltpd, beta } = line;
  if (
    samplingRule === "fixed" &&
    sampleSize !== null &&
    acceptUpTo !== null &&
    acceptUpTo >= sampleSize &&
    line.kind === "variable"
  )
    return [reason("ACCEPTS_ALL", "as many defects as samples would be accepted.", "接收数不得达到样本量。")];
  if (samplingRule === "aql" && line.aql !== null) {
    const aql = readAql(line.aql);
    if (!aql) return [reason("AQL_UNKNOWN", `the standard has no AQL ${line.aql}.`, `标准没有 AQL ${line.aql}。`)];
    if (Number(aql) > 10 && !confirmed.has("aql-above-10"))
      return [
        reason(
          "TABLE_UNCONFIRMED",
          "the tables above AQL 10 are not confirmed; QA confirms them by the rule sampling-table, aql-above-10.",
          "AQL 大于 10 的表格尚未确认；由 QA 以规则 sampling-table（aql-above-10）确认。",
        ),
      ];
  }
  if (samplingRule === "zero" && ltpd !== null && beta !== null && !isPossible(ltpd, beta))
    return [reason("LTPD_RANGE", "LTPD and β are per cents between 0 and 100.", "LTPD 和 β 应为 0 与 100 之间的百分数。")];
  return [];
}

function isPossible(ltpd: string, beta: string): boolean {
  try {
    return zeroPlan(1, ltpd, beta).sampleSize === 1;
  } catch {
    return false;
  }
}
