/** Writes a UDI by the rules of its agency, and reads it back before it is given out. */
import { checkCharacter } from "./check.ts";
import type { Agency, Decoded, ProductionIdentifier } from "./decoded.ts";
import { problem, UdiError } from "./problem.ts";
import { parse } from "./udi.ts";

export interface UdiParts {
  readonly agency: Exclude<Agency, "AHM">;
  readonly di: string;
  readonly pi?: Partial<ProductionIdentifier>;
}

/**
 * The code of a device and its production data. GS1: fixed lengths first, then lot and serial number, as the symbol is shortest.
 * @throws UdiError when a part breaks the agency's rules or cannot be said in its code
 */
export function build({ agency, di, pi = {} }: UdiParts): Decoded {
  const decoded = parse(writers[agency](di, pi), { agency });
  const given = Object.entries({ ...pi, di }).filter(([, value]) => value !== null && value !== undefined);
  const said: Record<string, unknown> = { ...decoded.pi, di: decoded.di };
  const lost = given.find(([key, value]) => said[key] !== value);
  if (lost) throw new UdiError([problem("NOT_REPRESENTED", 0, { detail: `${lost[0]}: ${lost[1]}` })]);
  return decoded;
}

type Writer = (di: string, pi: Partial<ProductionIdentifier>) => string;

/** One field when there is a value for it. */
const field = (lead: string, value: string | number | null | undefined): string =>
  value === null || value === undefined ? "" : `${lead}${value}`;

/** YYMMDD of an ISO day; of a month, with day 00. */
const short = (iso: string | null | undefined): string | null | undefined =>
  iso && (iso.length === 7 ? `${iso}-00` : iso.slice(0, 10)).replaceAll("-", "").slice(2);
const long = (iso: string | null | undefined): string | null | undefined => iso?.slice(0, 10).replaceAll("-", "");

const bracket = (value: string | null | undefined): string | null | undefined => value?.replaceAll("(", "\\(");

const gs1: Writer = (di, pi) => {
  const hasTime = pi.expiresOn?.includes("T");
  return [
    field("(01)", bracket(di)),
    field("(11)", short(pi.manufacturedOn)),
    field("(13)", short(pi.packedOn)),
    field("(15)", short(pi.bestBeforeOn)),
    hasTime ? "" : field("(17)", short(pi.expiresOn)),
    field("(10)", bracket(pi.lot)),
    field("(21)", bracket(pi.serial)),
    field("(30)", pi.quantity),
    hasTime ? field("(7003)", pi.expiresOn?.replace(/[-T:]/g, "").slice(2)) : "",
    field("(8012)", bracket(pi.softwareVersion)),
  ].join("");
};

const hibc: Writer = (di, pi) => {
  const isBySerial = !pi.lot && !!pi.serial && !!pi.expiresOn;
  const fields = [
    secondary(pi, isBySerial),
    isBySerial ? "" : field("S", pi.serial),
    field("16D", long(pi.manufacturedOn)),
    field("Q", pi.quantity),
  ].filter((text) => text !== "");
  const body = ["+" + di, ...fields].join("/");
  // A character that has no value makes no check character; the reader names it.
  return body + (checkCharacter(body) ?? "?");
};

/** Expiry with lot or serial number behind it, in the shortest form that says it exactly; a lot alone; or nothing. */
function secondary({ lot, serial, expiresOn }: Partial<ProductionIdentifier>, isBySerial: boolean): string {
  if (!expiresOn) return field("$", lot);
  const digits = expiresOn.replace(/[-T]/g, "").slice(2);
  const date = digits.length === 4 ? digits.slice(2) + digits.slice(0, 2) : `${digits.length === 6 ? "3" : "4"}${digits}`;
  return `$$${isBySerial ? "+" : ""}${date}${(isBySerial ? serial : lot) ?? ""}`;
}

const iccbba: Writer = (di, pi) => {
  const isContainer = di.length === 10;
  return [
    `${isContainer ? "=)" : "=/"}${di}`,
    field("=,", pi.serial),
    field("=", pi.donationId),
    field("=>", yearDay(pi.expiresOn)),
    field("=}", yearDay(pi.manufacturedOn)),
    field(isContainer ? "&)" : "&,1", pi.lot),
  ].join("");
};

/** cYYJJJ of an ISO day. */
function yearDay(iso: string | null | undefined): string | null {
  if (!iso) return null;
  const days = (Date.parse(`${iso}T00:00:00Z`) - Date.parse(`${iso.slice(0, 4)}-01-01T00:00:00Z`)) / 86_400_000 + 1;
  return iso.slice(1, 4) + String(days).padStart(3, "0");
}

const ma: Writer = (di, pi) =>
  [
    di,
    field(".M", long(pi.manufacturedOn)),
    field(".L", pi.lot),
    field(".D", pi.sterilizationLot),
    field(".S", pi.serial),
    field(".V", long(pi.validUntil)),
    field(".E", long(pi.expiresOn)),
  ].join("");

const writers: { readonly [agency in UdiParts["agency"]]: Writer } = { GS1: gs1, HIBCC: hibc, ICCBBA: iccbba, "ZIIOT-MA": ma };
