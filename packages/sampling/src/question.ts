import type { PlanQuestion } from "./plan.ts";
import { type Aql, aqls, type Level, levels, type StandardKey, standards } from "./standards.ts";
import { SamplingError, type Severity } from "./words.ts";

const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Keys and the names people use for them. */
const standardNames: ReadonlyMap<string, StandardKey> = new Map<string, StandardKey>([
  ...Object.values(standards).map(({ key }) => [bare(key), key] as const),
  ["iso2859", "iso-2859-1"],
  ["gb28281", "gbt-2828.1"],
  ["gbt28281", "gbt-2828.1"],
  ["ansiasqz14", "z1.4"],
  ["asqz14", "z1.4"],
  ["ansiz14", "z1.4"],
  ["mil105e", "mil-std-105e"],
]);
const levelNames: ReadonlyMap<string, Level> = new Map<string, Level>([
  ...levels.map((level) => [bare(level), level] as const),
  ["1", "I"],
  ["2", "II"],
  ["3", "III"],
]);
const aqlValues: ReadonlyMap<number, Aql> = new Map(aqls.map((aql) => [Number(aql), aql]));
const severityNames: ReadonlyMap<string, Severity> = new Map([
  ["normal", "normal"],
  ["tightened", "tightened"],
  ["reduced", "reduced"],
]);

/** An AQL however it is written (1, "1.0", "1.0 %"); undefined when the standard has no such value. */
export const readAql = (given: unknown): Aql | undefined => aqlValues.get(numberOf(given) ?? Number.NaN);

/** A level however it is written ("S-3", "s3", "II"); undefined when there is none. */
export const readLevel = (given: unknown): Level | undefined => levelNames.get(bare(String(given ?? "")));

/** Reads what somebody typed or sent. Throws SamplingError that names the field, what was given and what is possible. */
export function readQuestion(given: unknown): PlanQuestion {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new SamplingError("", "NOT_AN_OBJECT", "A JSON object is expected.", "应为一个 JSON 对象。");
  const fields: { readonly [name: string]: unknown } = { ...given };
  return {
    standard: pick(fields, "standard", (value) => standardNames.get(bare(String(value))), Object.keys(standards)),
    lotSize: lotSizeOf(fields),
    level: pick(fields, "level", readLevel, levels),
    aql: pick(fields, "aql", readAql, aqls),
    severity: fields.severity == null ? "normal" : pick(fields, "severity", severityOf, [...severityNames.keys()]),
  };
}

const severityOf = (value: unknown): Severity | undefined => severityNames.get(bare(String(value)));

function pick<T>(
  fields: { readonly [name: string]: unknown },
  name: string,
  read: (value: unknown) => T | undefined,
  possible: readonly string[],
): T {
  const value = fields[name];
  if (value === undefined || value === null || value === "") throw missing(name);
  const found = read(value);
  if (found !== undefined) return found;
  const list = possible.join(", ");
  throw new SamplingError(
    name,
    `${name.toUpperCase()}_UNKNOWN`,
    `There is no ${name} ${shown(value)}; there are ${list}.`,
    `没有 ${name} ${shown(value)}；可用：${list}。`,
  );
}

function lotSizeOf(fields: { readonly [name: string]: unknown }): number {
  const value = fields.lotSize;
  if (value === undefined || value === null || value === "") throw missing("lotSize");
  const size = numberOf(value);
  if (size !== undefined && Number.isSafeInteger(size) && size >= 1) return size;
  throw new SamplingError(
    "lotSize",
    "LOT_SIZE",
    `A lot is a whole number of units, at least 1; given was ${shown(value)}.`,
    `批量应为不小于 1 的整数件数；给出的是 ${shown(value)}。`,
  );
}

/** A number, or the text of one: spaces, a per cent sign and commas between thousands are allowed. */
function numberOf(given: unknown): number | undefined {
  if (typeof given === "number") return given;
  if (typeof given !== "string") return undefined;
  const text = given.trim().replace(/\s*%$/, "");
  const plain = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(",", "") : text;
  return /^\d{1,16}(\.\d{1,6})?$|^\.\d{1,6}$/.test(plain) ? Number(plain) : undefined;
}

const missing = (name: string): SamplingError => new SamplingError(name, "REQUIRED", `${name} is needed.`, `须提供 ${name}。`);

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};
