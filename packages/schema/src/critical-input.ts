/**
 * What counts as critical input (21 CFR 11.10(h), REQ-ACC-07): told from the record files. A signature always; what is typed into an
 * action where one of its inputs is marked critical or is a quantity; creating and changing where the type has critical values.
 */
import { registry } from "./index.ts";
import {
  type Action,
  type AnyRecord,
  actionsOf,
  enumeration,
  type Field,
  type Fields,
  type Label,
  type Lines,
} from "./kit/index.ts";

const isCritical = (field: Field): boolean => field.critical === true;

/** Whether child rows of a set hold critical values. */
export const hasCriticalRows = (lines: Lines): boolean => !lines.system && Object.values<Field>(lines.fields).some(isCritical);

const fieldsOf = (spec: AnyRecord): Fields => spec.fields;
const setsOf = (spec: AnyRecord): Lines[] => Object.values(spec.lines ?? {});

const holdsCritical = (spec: AnyRecord): boolean =>
  Object.values(fieldsOf(spec)).some((field) => isCritical(field) && !field.system) || setsOf(spec).some(hasCriticalRows);

/** Whether an action is signed, or what is typed into it is critical. */
export function isCriticalAction({ sign, input }: Action): boolean {
  const typed = [
    ...Object.values<Field>(input?.fields ?? {}),
    ...Object.values(input?.rows ?? {}).flatMap((rows) => Object.values<Field>(rows)),
  ];
  return sign !== undefined || typed.some((field) => isCritical(field) || field.kind === "quantity");
}

/** The verbs of a record type by which critical values are entered or signatures given: create, edit, and actions. */
export function criticalVerbs(spec: AnyRecord): string[] {
  const acts = Object.entries(actionsOf(spec)).flatMap(([name, action]) =>
    action.permit && isCriticalAction(action) ? [name] : [],
  );
  const holds = holdsCritical(spec);
  return [...(spec.create && holds ? ["create"] : []), ...(spec.edit && (holds || spec.edit.sign) ? ["edit"] : []), ...acts];
}

const verbs: Readonly<Record<string, Label>> = { create: { en: "create", zh: "新建" }, edit: { en: "change", zh: "更改" } };

function keysOf(spec: AnyRecord): [string, Label][] {
  const critical = criticalVerbs(spec);
  if (critical.length === 0) return [];
  const { en, zh } = spec.label;
  return [
    [spec.name, spec.label],
    ...critical.map((verb): [string, Label] => {
      const of = verbs[verb] ?? actionsOf(spec)[verb]?.label ?? { en: verb, zh: verb };
      return [`${spec.name}.${verb}`, { en: `${en}: ${of.en}`, zh: `${zh}：${of.zh}` }];
    }),
  ];
}

const specs: readonly AnyRecord[] = Object.values(registry);

/** What a limit on terminals can be about: everything (`default`), a type of record, or one verb of it. */
export const terminalLimitKeys = enumeration(
  "TerminalLimitKey",
  Object.fromEntries([
    ["default", { en: "All critical input and signatures", zh: "所有关键数据录入与签名" }],
    ...specs.flatMap(keysOf),
  ]),
);

/** What happens where no fitting terminal is sat at. */
export const terminalOutcome = enumeration("TerminalOutcome", {
  record: { en: "Write down only", zh: "仅记录" },
  flag: { en: "Let through and flag", zh: "放行并标记" },
  block: { en: "Block", zh: "阻止" },
});
