import * as z from "zod/mini";
import { isDate, readInstant } from "./day.ts";
import type { Issue } from "./error.ts";
import { type Field, type Fields, givenFields, numberLength } from "./field.ts";
import type { Label } from "./label.ts";
import { normaliseCode, normaliseDate, normaliseDecimal, normaliseText } from "./normalise.ts";
import type { ActionInput, AnyRecord, Lines } from "./record.ts";

/** The most child rows one record may have. */
export const maxLines = 200;

// Each check carries its code and parameters as JSON; `wordIssue` makes the sentence. zod's own English never reaches a user.
const say = (code: string, detail: { [key: string]: string | number } = {}) => ({
  error: () => JSON.stringify({ code, ...detail }),
});

const prepared = (prepare: (value: string) => string, schema: z.ZodMiniType) =>
  z.pipe(
    z.transform((value: unknown) =>
      typeof value === "string"
        ? prepare(value)
        : typeof value === "number" && Number.isFinite(value)
          ? prepare(String(value))
          : value,
    ),
    schema,
  );

const control =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

const textSchema = (field: Extract<Field, { kind: "text" }>) =>
  prepared(
    field.code ? normaliseCode : normaliseText,
    z.string(say("text")).check(
      z.minLength(1, { ...say("required"), abort: true }),
      z.maxLength(field.max, { ...say("tooLong", { max: field.max }), abort: true }),
      z.refine((value) => !control.test(value) && (field.multiline || !/[\n\t]/.test(value)), say("control")),
      ...(field.code ? [z.regex(/^[A-Z0-9][A-Z0-9._/-]*$/, say("code"))] : []),
    ),
  );

/** Which of two decimals is the larger: by their digits, for a float would not tell the last of eighteen. */
export const compareDecimals = (a: string, b: string): number => {
  const [left, right] = [a, b].map((text) => {
    const [whole = "", fraction = ""] = text.split(".");
    return BigInt(whole + fraction.padEnd(12, "0").slice(0, 12));
  });
  return left === right || left === undefined || right === undefined ? 0 : left < right ? -1 : 1;
};

const decimalSchema = (scale: number, allow: "positive" | "zero" | "signed", min?: string, max?: string) =>
  prepared(
    normaliseDecimal,
    z.string(say("decimal", { scale })).check(
      z.minLength(1, { ...say("required"), abort: true }),
      z.regex(/^-?\d+(\.\d+)?$/, { ...say("decimal", { scale }), abort: true }),
      z.refine((v) => (v.split(".")[1]?.length ?? 0) <= scale, { ...say("scale", { scale }), abort: true }),
      z.refine((v) => /^-?\d{1,12}(\.|$)/.test(v), { ...say("tooLarge"), abort: true }),
      z.refine((v) => allow === "signed" || !v.startsWith("-"), say("negative")),
      z.refine((v) => allow !== "positive" || /[1-9]/.test(v), say("zero")),
      z.refine((v) => min === undefined || compareDecimals(v, min) >= 0, say("min", { min: min ?? "" })),
      z.refine((v) => max === undefined || compareDecimals(v, max) <= 0, say("max", { max: max ?? "" })),
    ),
  );

const integerSchema = (field: Extract<Field, { kind: "integer" }>) =>
  z.pipe(
    z.transform((value: unknown) =>
      typeof value === "string" && /^-?\d{1,15}$/.test(normaliseDecimal(value))
        ? Number(normaliseDecimal(value))
        : value === ""
          ? undefined
          : value,
    ),
    z
      .int({
        error: (issue) => JSON.stringify({ code: issue.input === undefined || issue.input === null ? "required" : "integer" }),
      })
      .check(z.minimum(field.min, say("min", { min: field.min })), z.maximum(field.max, say("max", { max: field.max }))),
  );

const instantSchema = z.pipe(
  z.transform((value: unknown) => (typeof value === "string" ? (readInstant(value.trim()) ?? value) : value)),
  z.date(say("instant")),
);

const maxJson = 20_000;

// What the database's jsonb refuses (NUL, broken text), and what nobody reads: too deep or too long.
const isPlainJson = (value: unknown, depth = 0): boolean => {
  if (depth > 10) return false;
  if (typeof value === "string") return !control.test(value.replace(/[\n\t]/g, ""));
  if (typeof value === "number") return Number.isFinite(value);
  if (value === null || typeof value === "boolean") return true;
  if (typeof value !== "object") return false;
  return Object.entries(value).every(([key, part]) => isPlainJson(key) && isPlainJson(part, depth + 1));
};

const jsonSchema = z.unknown().check(
  z.refine((value) => value !== "" && value !== null && value !== undefined, { ...say("required"), abort: true }),
  z.refine((value) => isPlainJson(value), { ...say("json"), abort: true }),
  z.refine((value) => JSON.stringify(value).length <= maxJson, say("tooLong", { max: maxJson })),
);

function schemaOf(field: Field): z.ZodMiniType<unknown, unknown> {
  switch (field.kind) {
    case "text":
      return textSchema(field);
    case "integer":
      return integerSchema(field);
    case "decimal":
      return decimalSchema(field.scale, /^\d/.test(field.min ?? "") ? "zero" : "signed", field.min, field.max);
    case "quantity":
      return decimalSchema(6, field.allow ?? "positive");
    case "date":
      return prepared(
        normaliseDate,
        z.string(say("date")).check(z.minLength(1, { ...say("required"), abort: true }), z.refine(isDate, say("date"))),
      );
    case "instant":
      return instantSchema;
    case "flag":
      return z.boolean(say("flag"));
    case "choice":
      return z.enum(Object.keys(field.of.values) as [string, ...string[]], say("choice"));
    case "ref":
      return z.string(say("required")).check(z.regex(/^[1-9]\d{0,17}$/, say("ref")));
    case "json":
      return jsonSchema;
  }
}

// An empty box on a form and an absent value are the same thing.
const emptyToNull = (value: unknown): unknown =>
  value === "" || value === undefined || (typeof value === "string" && normaliseText(value) === "") ? null : value;

const optionalSchema = (field: Field) =>
  z.pipe(z.transform(emptyToNull), z.nullable(schemaOf(field)) as z.ZodMiniType<unknown, unknown>);
const requiredSchema = (field: Field) =>
  z.pipe(
    z.transform((value: unknown): unknown =>
      value === undefined || value === null ? (field.kind === "flag" ? false : "") : value,
    ),
    schemaOf(field),
  );

const shapeOf = (fields: Fields, partial: boolean): { [key: string]: z.ZodMiniType } =>
  Object.fromEntries(
    givenFields(fields)
      .filter(([, field]) => !partial || !field.fixed)
      .map(([name, field]) => {
        const schema = field.optional ? optionalSchema(field) : requiredSchema(field);
        return [name, partial ? z.optional(schema) : schema];
      }),
  );

const rowsOf = (fields: Fields, withId: boolean, most: number = maxLines) =>
  z
    .array(
      z.strictObject(
        { ...(withId ? { id: z.optional(z.nullable(z.string())) } : {}), ...shapeOf(fields, false) },
        say("unknownField"),
      ),
      say("rows"),
    )
    .check(z.maxLength(most, say("tooMany", { max: most })));

// Rows left out are no rows; whether there must be some is said by the record's own rules.
const givenRows = (fields: Fields, most?: number) =>
  z.pipe(
    z.transform((value: unknown): unknown => value ?? []),
    rowsOf(fields, false, most) as z.ZodMiniType<unknown, unknown>,
  );

const givenLines = (record: AnyRecord): [string, Lines][] =>
  Object.entries((record.lines ?? {}) as { [name: string]: Lines }).filter(([, lines]) => !lines.system);

const numberField = (record: AnyRecord): { [key: string]: z.ZodMiniType } =>
  record.number === "entered"
    ? { number: textSchema({ kind: "text", code: true, max: numberLength, label: record.numberLabel ?? record.label }) }
    : {};

const created = new WeakMap<AnyRecord, ReturnType<typeof newSchema>>();

/** Checks and normalises what is given to create a record. One builder serves form and command; made once for a record file. */
export function createSchema(record: AnyRecord): ReturnType<typeof newSchema> {
  const known = created.get(record) ?? newSchema(record);
  created.set(record, known);
  return known;
}

const newSchema = (record: AnyRecord) =>
  z.strictObject(
    {
      ...numberField(record),
      ...(record.site ? { site: schemaOf({ kind: "ref", target: "Site", label: record.label }) } : {}),
      ...shapeOf(record.fields, false),
      ...Object.fromEntries(givenLines(record).map(([name, lines]) => [name, givenRows(lines.fields)])),
    },
    say("unknownField"),
  );

/** The same for an edit: only what is given changes; child rows are given whole, known ones by their id. */
export const editSchema = (record: AnyRecord) =>
  z.strictObject(
    {
      ...shapeOf(record.fields, true),
      ...Object.fromEntries(
        givenLines(record)
          .filter(([, lines]) => !lines.fixed)
          .map(([name, lines]) => [name, z.optional(rowsOf(lines.fields, true))]),
      ),
    },
    say("unknownField"),
  );

/** The same for the input of an action. */
export const actionSchema = (input: ActionInput | undefined) =>
  z.strictObject(
    {
      ...shapeOf(input?.fields ?? {}, false),
      ...Object.fromEntries(Object.entries(input?.rows ?? {}).map(([name, fields]) => [name, givenRows(fields, input?.most)])),
    },
    say("unknownField"),
  );

const sentences: { readonly [code: string]: (d: { [key: string]: string | number }) => Label } = {
  required: () => ({ en: "Please fill this in.", zh: "请填写。" }),
  text: () => ({ en: "Text is expected here.", zh: "此处应为文字。" }),
  tooLong: (d) => ({ en: `At most ${d.max} characters.`, zh: `最多 ${d.max} 个字符。` }),
  control: () => ({
    en: "Contains characters that cannot be stored (control characters or broken text).",
    zh: "含有无法保存的字符（控制字符或残缺文字）。",
  }),
  code: () => ({
    en: "Only the letters A–Z, digits and . _ / - are allowed; look-alike letters of other scripts are not.",
    zh: "只允许字母 A–Z、数字和 . _ / -，不允许外形相似的其他文字字母。",
  }),
  decimal: () => ({ en: "A number such as 12.5 is expected.", zh: "应为数字，例如 12.5。" }),
  scale: (d) => ({ en: `At most ${d.scale} decimals.`, zh: `最多 ${d.scale} 位小数。` }),
  tooLarge: () => ({
    en: "The number is too large (at most 12 digits before the point).",
    zh: "数字过大（小数点前最多 12 位）。",
  }),
  negative: () => ({ en: "A negative number is not allowed.", zh: "不允许负数。" }),
  zero: () => ({ en: "Must be greater than 0.", zh: "必须大于 0。" }),
  integer: () => ({ en: "A whole number is expected.", zh: "应为整数。" }),
  min: (d) => ({ en: `At least ${d.min}.`, zh: `不得小于 ${d.min}。` }),
  max: (d) => ({ en: `At most ${d.max}.`, zh: `不得大于 ${d.max}。` }),
  date: () => ({ en: "A date that exists is expected, as YYYY-MM-DD.", zh: "应为存在的日期，格式 YYYY-MM-DD。" }),
  json: () => ({
    en: "This content cannot be stored (too deep, or with control characters or broken text).",
    zh: "该内容无法保存（层次过深，或含控制字符、残缺文字）。",
  }),
  instant: () => ({ en: "A date and time with zone is expected.", zh: "应为带时区的日期时间。" }),
  flag: () => ({ en: "Yes or no is expected.", zh: "应为是或否。" }),
  choice: () => ({ en: "Please choose one of the list.", zh: "请从列表中选择。" }),
  ref: () => ({ en: "Please choose an existing record.", zh: "请选择已有记录。" }),
  rows: () => ({ en: "Rows are expected here.", zh: "此处应为明细行。" }),
  tooMany: (d) => ({ en: `At most ${d.max} rows.`, zh: `最多 ${d.max} 行。` }),
  unknownField: () => ({ en: "There is a field here that this record does not have.", zh: "含有该记录没有的字段。" }),
};

const fallback = (): Label => ({ en: "This value cannot be used.", zh: "该值不可用。" });

/** The sentence of an issue code in both languages. */
export const wordIssue = (code: string, detail: { [key: string]: string | number } = {}): Label =>
  (sentences[code] ?? fallback)(detail);

/** Runs a schema; the answer is the clean value or all issues at once, worded. */
export function validate(
  schema: z.ZodMiniType,
  input: unknown,
): { ok: true; value: { [key: string]: unknown } } | { ok: false; issues: Issue[] } {
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, value: result.data as { [key: string]: unknown } };
  const issues = result.error.issues.flatMap((issue) => {
    const { code, ...detail } = readMessage(issue.message);
    const paths = issue.code === "unrecognized_keys" ? unknownPaths(issue.path, issue.keys) : [issue.path.join(".")];
    return paths.map((path) => ({ path, code, text: wordIssue(code, detail) }));
  });
  // One sentence per field: what is no number is not also "at least 0".
  return { ok: false, issues: issues.filter((issue, i) => issues.findIndex((other) => other.path === issue.path) === i) };
}

// An attribute that is unknown is named: it may have been withdrawn while its form stood open. Of other names none has a box.
function unknownPaths(path: readonly PropertyKey[], keys: readonly string[]): string[] {
  const own = keys.filter((key) => key.startsWith("attributes")).slice(0, 20);
  return own.length > 0 ? own : [path.join(".")];
}

function readMessage(message: string): { code: string; [key: string]: string | number } {
  try {
    return JSON.parse(message) as { code: string };
  } catch {
    return { code: "required" };
  }
}
