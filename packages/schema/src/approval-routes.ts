/**
 * Approval routes as rule data (ADR 29): which actions are approved by a route, what a stage may ask about, everything that is
 * wrong with a route as it is written, and how a route is told in words. Loaded by those who write and read rules.
 */
import { type Permit, permits, type RecordName, registry } from "./index.ts";
import {
  type AnyRecord,
  type ApprovalRoute,
  type ApprovalStage,
  actionsOf,
  type Field,
  type Fields,
  type Issue,
  type Label,
  label,
  type StageWhen,
} from "./kit/index.ts";

/** What a route decides about: an action of a type of record, and by which of its values stages may be chosen. */
export interface RouteSubject {
  readonly record: RecordName;
  readonly label: Label;
  /** By path, those of the action's input as "input.decision": choices and flags by value, numbers by a limit. */
  readonly fields: Fields;
}

const isAsked = ({ kind }: Field): boolean =>
  kind === "choice" || kind === "flag" || kind === "integer" || kind === "decimal" || kind === "quantity";

const subjectsOf = (record: RecordName): [string, RouteSubject][] => {
  const spec: AnyRecord = registry[record];
  return Object.values(actionsOf(spec)).flatMap(({ approval, label: of, input }): [string, RouteSubject][] => {
    if (!approval) return [];
    const given = Object.entries(input?.fields ?? {}).map(([name, field]): [string, Field] => [`input.${name}`, field]);
    const fields = [...Object.entries<Field>(spec.fields), ...given].filter(([, field]) => isAsked(field));
    return [
      [
        approval,
        {
          record,
          label: label(`${spec.label.en}: ${of.en}`, `${spec.label.zh}：${of.zh}`),
          fields: Object.fromEntries(fields),
        },
      ],
    ];
  });
};

/** Every route that an action asks for, by its key. */
export const routeSubjects: { readonly [key: string]: RouteSubject } = Object.fromEntries(
  (Object.keys(registry) as RecordName[]).flatMap(subjectsOf),
);

/** A key such as "purchase-order@SZ1": the route, and the site that it is for alone. */
export function routeKey(key: string): { readonly route: string; readonly site: string | undefined } {
  const [route = "", site] = key.split("@", 2);
  return { route, site };
}

/** The subject of a key; undefined where no action asks for such a route. */
export const subjectOf = (key: string): RouteSubject | undefined => {
  const { route } = routeKey(key);
  return Object.hasOwn(routeSubjects, route) ? routeSubjects[route] : undefined;
};

// Permits that no action of a record file names: they stand in routes alone.
const routeOnly: { readonly [permit: string]: Label } = {
  "purchase.approveAmount": label("Purchase order: approve above the limit", "采购订单：批准（超限额）"),
  "deviceRecord.agree": label("Device record: agree for regulatory affairs", "器械数据记录：法规事务同意"),
  "nonconformity.board": label("Nonconformity: member of the review board", "不合格品：评审委员会成员"),
  "nonconformity.concession": label("Nonconformity: agree to a concession", "不合格品：同意让步接收"),
} satisfies { readonly [P in Permit]?: Label };

/** Of these units, e.g. the currencies in use, those for which some step has limits but not theirs: that step is always asked. */
export function withoutLimit(content: unknown, units: readonly string[]): string[] {
  // Contents are checked by the server when they are written.
  const { stages = [] } = content as Partial<ApprovalRoute>;
  const limits = stages.flatMap(({ when = [] }) =>
    when.flatMap((one) => ("above" in one && typeof one.above === "object" ? [one.above] : [])),
  );
  return units.filter((unit) => limits.some((above) => !Object.hasOwn(above, unit)));
}

const listed = (words: readonly Label[]): Label =>
  label(words.map(({ en }) => en).join(", "), words.map(({ zh }) => zh).join("、"));

const reading = label("read", "查看");
const creating = label("create", "新建");
const editing = label("edit", "编辑");

/** What permits allow, by record: reading, creating, editing and its actions. */
const uses = new Map<string, Map<AnyRecord, Label[]>>();
for (const spec of Object.values<AnyRecord>(registry)) {
  const all: [string | undefined, Label][] = [
    [spec.read, reading],
    [spec.create?.permit, creating],
    [spec.edit?.permit, editing],
    ...Object.values(actionsOf(spec)).map((action): [string | undefined, Label] => [action.permit, action.label]),
  ];
  for (const [permit, what] of all) {
    if (!permit) continue;
    const of = uses.get(permit) ?? new Map<AnyRecord, Label[]>();
    uses.set(permit, of.set(spec, [...(of.get(spec) ?? []), what]));
  }
}

/** A permit in words: everything that it allows on records; its code where no record file names it. */
export function permitWords(permit: string): Label {
  const words = [...(uses.get(permit) ?? [])].map(([spec, of]) => {
    const { en, zh } = listed(of);
    return label(`${spec.label.en}: ${en}`, `${spec.label.zh}：${zh}`);
  });
  if (words.length === 0) return routeOnly[permit] ?? label(permit, permit);
  return label(words.map(({ en }) => en).join("; "), words.map(({ zh }) => zh).join("；"));
}

/** Permits that sign something, or stand in routes alone: what a step may sensibly ask for. */
export const signingPermits: readonly string[] = [
  ...new Set([
    ...Object.keys(routeOnly),
    ...Object.values<AnyRecord>(registry).flatMap((spec) =>
      Object.values(actionsOf(spec)).flatMap(({ permit, sign }) => (permit && sign ? [permit] : [])),
    ),
  ]),
];

const mostStages = 10;
const isObject = (value: unknown): value is { readonly [member: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isAmount = (value: unknown): value is string => typeof value === "string" && /^\d{1,12}(\.\d{1,6})?$/.test(value);
const isPermit = (value: unknown): value is Permit => typeof value === "string" && Object.hasOwn(permits, value);
const isTitle = (value: unknown): boolean => typeof value === "string" && value.trim() !== "" && value.length <= 120;
const isBetween = (value: unknown, min: number, max: number): boolean =>
  Number.isInteger(value) && Number(value) >= min && Number(value) <= max;

const issue = (path: string, code: string, en: string, zh: string): Issue => ({ path, code, text: { en, zh } });

/**
 * Everything that is wrong with a route as it is written: what could not be decided later, by anybody, is refused now.
 * Pure; who holds the permits and whether the site exists is asked by the server besides.
 */
export function routeIssues(key: string, content: unknown): Issue[] {
  const subject = subjectOf(key);
  const found: Issue[] = [];
  const known = Object.keys(routeSubjects);
  if (!subject)
    found.push(
      issue(
        "key",
        "route",
        `No action asks for this route; there are ${known.join(", ")}, for one site with its code: purchase-order@SZ1.`,
        `没有操作使用该路线；可用：${known.join("、")}；仅用于某场所时加场所代码，如 purchase-order@SZ1。`,
      ),
    );
  const { stages, copyTo } = isObject(content) ? content : {};
  if (copyTo !== undefined && !(Array.isArray(copyTo) && copyTo.every(isPermit)))
    found.push(issue("content.copyTo", "permit", "A permit to be told of the decision is not known.", "抄送对象的权限不存在。"));
  if (!Array.isArray(stages) || stages.length === 0 || stages.length > mostStages)
    return [
      ...found,
      issue("content.stages", "stages", `A route has 1 to ${mostStages} steps.`, `审批路线须有 1 至 ${mostStages} 个步骤。`),
    ];
  found.push(...stages.flatMap((stage, index) => stageIssues(stage, index, subject)));
  // Without a stage that is always asked, a record could need nobody's approval.
  if (!stages.some((stage) => isObject(stage) && isAlways(stage)))
    found.push(
      issue(
        "content.stages",
        "ALWAYS_ASKED",
        "Every step has a condition, so that nobody might be asked; one step is always asked.",
        "所有步骤都有条件，可能无人审批；至少一个步骤须无条件。",
      ),
    );
  return found;
}

const isAlways = (stage: { readonly [member: string]: unknown }): boolean =>
  stage.when === undefined || (Array.isArray(stage.when) && stage.when.length === 0);

function stageIssues(stage: unknown, index: number, subject: RouteSubject | undefined): Issue[] {
  const at = `content.stages.${index}`;
  const wrong = (path: string, code: string, en: string, zh: string) =>
    issue(`${at}.${path}`, code, `Step ${index + 1}: ${en}`, `第 ${index + 1} 步：${zh}`);
  const { title, permits: asked, needs, hours, escalateTo, when } = isObject(stage) ? stage : {};
  const { en, zh } = isObject(title) ? title : {};
  const found: Issue[] = [];
  if (!isTitle(en))
    found.push(
      wrong("title.en", "title", "it has no English name of at most 120 characters.", "缺少英文名称（最多 120 个字符）。"),
    );
  if (!isTitle(zh))
    found.push(
      wrong("title.zh", "title", "it has no Chinese name of at most 120 characters.", "缺少中文名称（最多 120 个字符）。"),
    );
  const count = Array.isArray(asked) ? asked.length : 0;
  if (!Array.isArray(asked) || count === 0 || count > 20)
    found.push(wrong("permits", "signers", "nobody is asked to sign, or more than 20.", "未指定签署人，或超过 20 个。"));
  else
    for (const permit of asked)
      if (!isPermit(permit))
        found.push(wrong("permits", "permit", `the permit ${String(permit)} does not exist.`, `权限 ${String(permit)} 不存在。`));
  if (needs !== undefined && !isBetween(needs, 1, Math.max(count, 1)))
    found.push(
      wrong(
        "needs",
        "QUORUM",
        `it asks for ${String(needs)} signatures of ${count} signers; it can never be finished.`,
        `需 ${String(needs)} 个签名，但只有 ${count} 个签署人，永远无法完成。`,
      ),
    );
  if (hours !== undefined && !isBetween(hours, 1, 8760))
    found.push(
      wrong("hours", "hours", "its time is a whole number of hours from 1 to 8,760.", "时限须为 1 至 8,760 的整数小时。"),
    );
  if (escalateTo !== undefined && !isPermit(escalateTo))
    found.push(
      wrong("escalateTo", "permit", "who is told when it is overdue is not a known permit.", "逾期通知对象的权限不存在。"),
    );
  if (when !== undefined && !Array.isArray(when))
    found.push(wrong("when", "shape", "its conditions are no list.", "条件须为列表。"));
  for (const [place, one] of (Array.isArray(when) ? when : []).entries()) {
    const fault = subject && whenFault(one, subject.fields);
    if (fault)
      found.push(wrong(`when.${place}`, fault.code, `condition ${place + 1}: ${fault.en}`, `条件 ${place + 1}：${fault.zh}`));
  }
  return found;
}

interface Fault extends Label {
  readonly code: string;
}
const fault = (code: string, en: string, zh: string): Fault => ({ code, en, zh });

function whenFault(when: unknown, fields: Fields): Fault | undefined {
  const { field: path, in: among, above, unit } = isObject(when) ? when : {};
  const field = typeof path === "string" && Object.hasOwn(fields, path) ? fields[path] : undefined;
  if (!field) return fault("field", "it asks about a value that the record does not have.", "所判断的字段在该记录上不存在。");
  const name = field.label;
  if (field.kind === "choice" || field.kind === "flag") {
    const known = field.kind === "choice" ? Object.keys(field.of.values) : ["true", "false"];
    return Array.isArray(among) && among.length > 0 && above === undefined && among.every((one) => known.includes(one))
      ? undefined
      : fault("values", `${name.en} is compared with values that it has.`, `${name.zh} 须选择其可能的取值。`);
  }
  if (among !== undefined || above === undefined)
    return fault("limit", `${name.en} is compared with a limit.`, `${name.zh} 须填写限值。`);
  if (isAmount(above)) return unit === undefined ? undefined : fault("limit", "one limit has no unit.", "单一限值不分单位。");
  const by = typeof unit === "string" && Object.hasOwn(fields, unit) ? fields[unit] : undefined;
  if (!isObject(above) || Object.keys(above).length === 0 || !Object.values(above).every(isAmount))
    return fault("limit", `the limit of ${name.en} is a number.`, `${name.zh} 的限值须为数值。`);
  if (by?.kind !== "choice" || !Object.keys(above).every((one) => Object.hasOwn(by.of.values, one)))
    return fault(
      "unit",
      "limits by unit name a choice of the record and its values.",
      "分单位的限值须对应记录上的选项及其取值。",
    );
  return undefined;
}

/** A route in words, step by step; how many of its signers are needed, in what time, and when the step is asked. */
export function routeWords(key: string, content: unknown): Label[] {
  // Contents are checked by the server when they are written.
  const { stages = [], copyTo = [] } = content as Partial<ApprovalRoute>;
  const fields = subjectOf(key)?.fields ?? {};
  const told = listed(copyTo.map(quoted));
  return [
    ...stages.map((stage, index) => stageWords(stage, index, fields)),
    ...(copyTo.length > 0 ? [label(`Told of the decision: holders of ${told.en}`, `结果抄送具有${told.zh}权限者`)] : []),
  ];
}

const quoted = (permit: string): Label => {
  const { en, zh } = permitWords(permit);
  return label(`“${en}”`, `“${zh}”`);
};

function stageWords(
  { title, permits: asked, needs, hours, escalateTo, when = [] }: ApprovalStage,
  index: number,
  fields: Fields,
) {
  const who = listed(asked.map(quoted));
  const all = asked.length;
  const parts: Label[] = [label(`signed by holders of ${who.en}`, `由具有${who.zh}权限者签署`)];
  if (all > 1)
    parts.push(
      needs === undefined || needs === all
        ? label(`all ${all} signatures, in any order`, `须全部 ${all} 个签名，不分先后`)
        : label(`${needs} of ${all} signatures, in any order`, `${all} 个中任意 ${needs} 个签名，不分先后`),
    );
  if (hours !== undefined) parts.push(label(`within ${hours} hours`, `${hours} 小时内`));
  if (escalateTo) {
    const { en, zh } = quoted(escalateTo);
    parts.push(label(`when overdue, holders of ${en} are told`, `逾期时通知具有${zh}权限者`));
  }
  const conditions = when.map((one) => whenWords(one, fields));
  if (conditions.length > 0)
    parts.push(
      label(
        `asked only if ${conditions.map(({ en }) => en).join(" and ")}`,
        `仅当${conditions.map(({ zh }) => zh).join("，且")}`,
      ),
    );
  return label(
    `${index + 1}. ${title.en} – ${parts.map(({ en }) => en).join("; ")}`,
    `${index + 1}. ${title.zh}：${parts.map(({ zh }) => zh).join("；")}`,
  );
}

function whenWords(when: StageWhen, fields: Fields): Label {
  const field = fields[when.field];
  const name = field?.label ?? label(when.field, when.field);
  if ("in" in when) {
    const words = when.in.map((value): Label => {
      if (field?.kind === "choice") return field.of.values[value] ?? label(value, value);
      return value === "true" ? label("yes", "是") : label("no", "否");
    });
    return label(
      `${name.en} is ${words.map(({ en }) => en).join(" or ")}`,
      `${name.zh}为${words.map(({ zh }) => zh).join("或")}`,
    );
  }
  if (typeof when.above === "string") return label(`${name.en} is above ${when.above}`, `${name.zh}超过 ${when.above}`);
  const limits = Object.entries(when.above).map(([unit, amount]) => `${amount} ${unit}`);
  return label(
    `${name.en} is above ${limits.join(", ")}, or in a unit without a limit`,
    `${name.zh}超过 ${limits.join("、")}，或其单位未设限值`,
  );
}
