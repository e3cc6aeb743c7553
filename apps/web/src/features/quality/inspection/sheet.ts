/**
 * The sheet of readings as pure functions: which cell follows, what a typed text would be, what is to be sent. The verdict on a
 * recorded reading is the server's; what is said here of a text that is still being typed only helps the eye.
 */
import { normaliseCode, normaliseDecimal } from "@lotline/schema";
import { saidIn } from "./codes.ts";
import { type Characteristic, currentReadings, type OfferedDefect, type Reading } from "./inspection-row.ts";
import { type CellKey, cellKey, cellOf, nothing, partKey, type Typed } from "./typed.ts";

/** What a text means for its characteristic. */
export type Look =
  | { readonly kind: "empty" | "bad" | "in" }
  /** How far outside, as a decimal text. */
  | { readonly kind: "above" | "below"; readonly by: string }
  | { readonly kind: "defects"; readonly by: string };

const scale = 12;
const scaled = (text: string): bigint | undefined => {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "0", fraction = ""] = match;
  const value = BigInt(whole + fraction.padEnd(scale, "0"));
  return sign === "-" ? -value : value;
};

// To the decimals of the plan by its rule, as the server does it.
function rounded(value: bigint, decimals: number, rounding: string): bigint {
  const step = 10n ** BigInt(scale - decimals);
  const size = value < 0n ? -value : value;
  const [whole, rest] = [size / step, size % step];
  const isUp = rest * 2n > step || (rest * 2n === step && (rounding !== "halfEven" || whole % 2n === 1n));
  const result = (isUp ? whole + 1n : whole) * step;
  return value < 0n ? -result : result;
}

const written = (value: bigint): string => {
  const digits = value.toString().padStart(scale + 1, "0");
  const fraction = digits.slice(-scale).replace(/0+$/, "");
  return `${digits.slice(0, -scale)}${fraction && `.${fraction}`}`;
};

/** What a text would be, read as the server reads it. */
export function lookOf(characteristic: Characteristic, text: string): Look {
  if (text.trim() === "") return { kind: "empty" };
  if (characteristic.kind !== "variable") {
    const value = normaliseCode(text);
    if (value === "OK") return { kind: "in" };
    if (value === "NG") return { kind: "defects", by: "1" };
    if (!/^\d{1,4}$/.test(value) || Number(value) > 1000) return { kind: "bad" };
    return Number(value) === 0 ? { kind: "in" } : { kind: "defects", by: String(Number(value)) };
  }
  const exact = scaled(normaliseDecimal(text));
  if (exact === undefined) return { kind: "bad" };
  const value = rounded(exact, characteristic.decimals, characteristic.rounding);
  const [lower, upper] = [characteristic.lower, characteristic.upper].map((limit) =>
    limit === null ? undefined : scaled(limit),
  );
  if (lower !== undefined && value < lower) return { kind: "below", by: written(lower - value) };
  if (upper !== undefined && value > upper) return { kind: "above", by: written(value - upper) };
  return { kind: "in" };
}

/** A recorded value with the decimals of the plan, e.g. 120 as 120.0; further ones stay. */
export function padded(characteristic: Characteristic, value: string): string {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(value);
  if (characteristic.kind !== "variable" || characteristic.decimals === 0 || !match) return value;
  return `${match[1]}.${(match[2] ?? "").padEnd(characteristic.decimals, "0")}`;
}

/** The recorded value farthest from the one limit there is; undefined with both limits. */
export function farthest({ lower, upper, readings }: Characteristic): string | undefined {
  const limit = lower === null ? upper : upper === null ? lower : null;
  if (limit === null) return undefined;
  const distance = (value: string) => Math.abs(Number(value) - Number(limit));
  return readings.reduce<string | undefined>(
    (far, { value }) => (far === undefined || distance(value) > distance(far) ? value : far),
    undefined,
  );
}

/** True for a text that would be recorded as the same value. */
export function sameValue(characteristic: Characteristic, a: string, b: string): boolean {
  const read = characteristic.kind === "variable" ? normaliseDecimal : normaliseCode;
  const plain = (text: string) => read(text).replace(/^0+(?=\d)/, "");
  return plain(a) === plain(b);
}

export interface ToSend {
  readonly key: CellKey;
  readonly characteristic: number;
  readonly sample: number;
  readonly value: string;
  /** Ids; null when nothing is said of it. */
  readonly defect: string | null;
  readonly equipment: string | null;
  /** It is to be measured with something: nothing is only added to what is recorded. */
  readonly measures: boolean;
  /** It changes what is recorded, so it needs a reason. */
  readonly replaces: boolean;
  /** What somebody else has recorded here since the typing began; one of the two has to give way. */
  readonly clash: Reading | undefined;
  readonly bad: boolean;
}

function cellToSend(
  characteristic: Characteristic,
  sample: number,
  recorded: Reading | undefined,
  typed: Typed,
  codes: readonly OfferedDefect[],
): ToSend | undefined {
  const key = cellKey(characteristic.position, sample);
  const text = typed[key]?.trim();
  const [code, instrument, base] = [typed[partKey(key, "d")], typed[partKey(key, "e")], typed[partKey(key, "b")]];
  const said = text ? saidIn(characteristic, text, codes) : undefined;
  if (!said && !recorded) return undefined;
  const isSame = recorded !== undefined && (!said || sameValue(characteristic, said.value, recorded.value));
  const value = isSame ? recorded.value : (said?.value ?? "");
  const look = lookOf(characteristic, value);
  // What is within its limits has no defect, whatever was typed before.
  const defect = isOut(look) ? (said?.code?.id ?? code ?? null) : null;
  const hasCode = defect !== null && defect !== recorded?.defect?.id;
  // Typed over with the same value it was not measured anew; chosen without a value it was measured with something else.
  const hasInstrument = isSame && text === undefined && instrument !== undefined && instrument !== recorded.equipment?.id;
  if (isSame && !hasCode && !hasInstrument && !said?.unknown) return undefined;
  return {
    key,
    characteristic: characteristic.position,
    sample,
    value,
    defect,
    equipment: isSame && !hasInstrument ? null : (instrument ?? null),
    measures: !isSame || hasInstrument,
    replaces:
      recorded !== undefined &&
      (!isSame || (hasCode && recorded.defect !== null) || (hasInstrument && recorded.equipment !== null)),
    clash: recorded && base !== undefined && base !== recorded.id ? recorded : undefined,
    bad: look.kind === "bad" || said?.unknown !== undefined,
  };
}

/** Whether a text would fail. */
export const isOut = ({ kind }: Look): boolean => kind === "above" || kind === "below" || kind === "defects";

/** What is typed and differs from what is recorded, in the order of the sheet. */
export function toSend(characteristics: readonly Characteristic[], typed: Typed, codes: readonly OfferedDefect[] = []): ToSend[] {
  const touched = new Set(Object.keys(typed).map(cellOf));
  return characteristics.flatMap((characteristic) => {
    const current = currentReadings(characteristic);
    return Array.from({ length: characteristic.sampleSize }, (_, index) => index + 1).flatMap((sample) =>
      touched.has(cellKey(characteristic.position, sample))
        ? (cellToSend(characteristic, sample, current.get(sample), typed, codes) ?? [])
        : [],
    );
  });
}

/** What stays typed once readings were recorded: all but what is now recorded as typed. */
export function stillTyped(
  characteristics: readonly Characteristic[],
  typed: Typed,
  codes: readonly OfferedDefect[] = [],
): Typed {
  const open = new Set<string>(toSend(characteristics, typed, codes).map(({ key }) => key));
  return Object.fromEntries(Object.entries(typed).filter(([key]) => open.has(cellOf(key))));
}

/** The typed readings as if what others have recorded there had been seen: they correct it then. */
export const keptMine = (clashes: readonly ToSend[]): Typed =>
  Object.fromEntries(clashes.map(({ key, clash }) => [partKey(key, "b"), clash?.id ?? nothing]));

export interface Place {
  readonly position: number;
  readonly sample: number;
}

/** The cell after Enter or an arrow: down the samples, from the last one to the next characteristic; undefined at an end. */
export function below(characteristics: readonly Characteristic[], { position, sample }: Place): Place | undefined {
  const index = characteristics.findIndex((candidate) => candidate.position === position);
  const here = characteristics[index];
  if (here && sample < here.sampleSize) return { position, sample: sample + 1 };
  const next = characteristics[index + 1];
  return next && { position: next.position, sample: 1 };
}

/** The cell above; from the first sample to the last of the characteristic before. */
export function above(characteristics: readonly Characteristic[], { position, sample }: Place): Place | undefined {
  if (sample > 1) return { position, sample: sample - 1 };
  const before = characteristics[characteristics.findIndex((candidate) => candidate.position === position) - 1];
  return before && { position: before.position, sample: before.sampleSize };
}

/** The cell beside it: the same sample of the next characteristic that has so many, in one direction or the other. */
export function beside(characteristics: readonly Characteristic[], { position, sample }: Place, step: 1 | -1): Place | undefined {
  for (let index = characteristics.findIndex((one) => one.position === position) + step; ; index += step) {
    const next = characteristics[index];
    if (!next) return undefined;
    if (sample <= next.sampleSize) return { position: next.position, sample };
  }
}

/** The farthest cell in a direction: the ends of the row, of the column, or of the whole sheet. */
export function atEnd(
  characteristics: readonly Characteristic[],
  from: Place,
  where: "left" | "right" | "top" | "bottom" | "first" | "last",
): Place | undefined {
  const here = characteristics.find(({ position }) => position === from.position);
  const inRow = characteristics.filter(({ sampleSize }) => from.sample <= sampleSize);
  const [first, last] = [characteristics[0], characteristics.at(-1)];
  switch (where) {
    case "left":
      return inRow[0] && { position: inRow[0].position, sample: from.sample };
    case "right":
      return { position: inRow.at(-1)?.position ?? from.position, sample: from.sample };
    case "top":
      return { position: from.position, sample: 1 };
    case "bottom":
      return { position: from.position, sample: here?.sampleSize ?? from.sample };
    case "first":
      return first && { position: first.position, sample: 1 };
    case "last":
      return last && { position: last.position, sample: last.sampleSize };
  }
}

/** The sheet as rows and columns of text with its head, for a spreadsheet: what is typed goes before what is recorded. */
export function asTsv(characteristics: readonly Characteristic[], typed: Typed, head: readonly string[]): string {
  const current = characteristics.map(currentReadings);
  const samples = Math.max(0, ...characteristics.map(({ sampleSize }) => sampleSize));
  const rows = Array.from({ length: samples }, (_, index) => index + 1).map((sample) => [
    String(sample),
    ...characteristics.map((one, index) => typed[cellKey(one.position, sample)] ?? current[index]?.get(sample)?.value ?? ""),
  ]);
  return [head, ...rows].map((row) => row.join("\t")).join("\n");
}

/** The first cell without a reading. */
export function firstMissing(characteristics: readonly Characteristic[], typed: Typed): Place | undefined {
  for (const characteristic of characteristics) {
    const current = currentReadings(characteristic);
    for (let sample = 1; sample <= characteristic.sampleSize; sample++) {
      if (!current.has(sample) && !typed[cellKey(characteristic.position, sample)]?.trim())
        return { position: characteristic.position, sample };
    }
  }
  return undefined;
}

/** How far an inspection is, by what the server says of what is recorded. */
export function standing(characteristics: readonly Characteristic[]): {
  missing: number;
  result: "accepted" | "rejected" | undefined;
} {
  const missing = characteristics.reduce(
    (sum, characteristic) => sum + Math.max(0, characteristic.sampleSize - currentReadings(characteristic).size),
    0,
  );
  const judged = characteristics.map((characteristic) => characteristic.judged);
  const result =
    characteristics.length === 0 || judged.includes(null)
      ? undefined
      : judged.every((one) => one === "accepted")
        ? "accepted"
        : "rejected";
  return { missing, result };
}
