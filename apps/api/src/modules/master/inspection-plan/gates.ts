import { because, type Line, type Reason } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { condition } from "../../../kernel/behaviour.ts";
import { linesOf } from "../../../read/rows.ts";

type Characteristic = Line<"InspectionPlan", "characteristics">;

/** What is wrong with one characteristic of a plan; an empty list means it can be judged by. */
function characteristicReasons(line: Characteristic): Reason[] {
  const reason = (code: string, en: string, zh: string) =>
    because(code, `${line.position} ${line.nameEn}: ${en}`, `${line.position} ${line.nameZh}：${zh}`);
  if (line.kind === "attribute")
    return line.lower === null && line.upper === null
      ? []
      : [reason("LIMIT_NOT_USED", "judged by defects, so it has no limits.", "计数项目不应有上下限。")];
  const limits = [line.lower, line.upper].flatMap((limit) => (limit === null ? [] : [new Decimal(limit)]));
  const [first, second] = limits;
  if (!first) return [reason("LIMIT_MISSING", "measured, so it needs a lower or an upper limit.", "计量项目至少需要一个限值。")];
  return [
    ...(second && first.greaterThan(second)
      ? [reason("LIMITS_CROSSED", "the lower limit is above the upper one.", "下限高于上限。")]
      : []),
    // A limit finer than the readings are rounded to could never be met or missed exactly.
    ...(limits.some((limit) => limit.decimalPlaces() > line.decimals)
      ? [
          reason(
            "LIMIT_DECIMALS",
            `a limit has more than the ${line.decimals} decimals that readings are rounded to.`,
            `限值的小数位超过修约位数 ${line.decimals}。`,
          ),
        ]
      : []),
  ];
}

/** A plan can be approved when everything on it can be judged. */
export const planComplete = condition({
  gate: "inspectionPlan.approve",
  code: "PLAN_INCOMPLETE",
  about: { en: "The plan has characteristics, and each can be judged", zh: "规程含检验项目且每项均可判定" },
  record: "InspectionPlan",
  // The rows of this child set are characteristics.
  facts: async (reader, plans) =>
    (await linesOf(
      reader,
      "InspectionPlan",
      "characteristics",
      plans.map((p) => p.id),
    )) as Map<string, Characteristic[]>,
  check: (plan, lines = []) =>
    lines.length === 0
      ? [because("PLAN_EMPTY", "The plan has no characteristics yet.", "规程尚无检验项目。", "InspectionPlan", plan.number)]
      : lines.flatMap(characteristicReasons).map((reason) => ({ ...reason, record: "InspectionPlan", number: plan.number })),
});

/** What a plan asks of people is a skill in use: nobody could become qualified for another one. */
export const planSkillInUse = condition({
  gate: "inspectionPlan.approve",
  code: "SKILL_NOT_IN_USE",
  about: { en: "The qualification the plan asks for is a skill in use", zh: "规程要求的资质项目已批准在用" },
  record: "InspectionPlan",
  facts: async (reader, plans) =>
    new Map(
      (
        await reader.sql<{ id: string; number: string }>(
          "select p.id, s.number from inspection_plan p join skill s on s.id = p.skill_id where s.state <> 'inUse' and p.id = any(?::bigint[])",
          [plans.map(({ id }) => id)],
        )
      ).map(({ id, number }) => [id, number]),
    ),
  check: (_plan, skill) =>
    skill === undefined
      ? []
      : [because("SKILL_NOT_IN_USE", `${skill} is not in use.`, `资质项目 ${skill} 未在用。`, "Skill", skill)],
});
