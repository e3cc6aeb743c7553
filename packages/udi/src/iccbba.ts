/** Codes of ICCBBA: ISBT 128 data structures of medical products of human origin and blood containers, one after another. */
import { dayOfYear, isoDate } from "./calendar.ts";
import { type Decoded, identifierOf, type ProductionIdentifier } from "./decoded.ts";
import type { Element } from "./gs1/element.ts";
import { type Problem, problem } from "./problem.ts";

interface Structure {
  readonly lead: string;
  readonly length: number;
  readonly holds: "di" | "serial" | "donationId" | "expiresOn" | "manufacturedOn" | "lot";
  readonly isContainer?: boolean;
}

/** By their leads, longer ones first: a donation number follows a bare "=". */
const structures: readonly Structure[] = [
  { lead: "&,1", length: 18, holds: "lot" },
  { lead: "=/", length: 16, holds: "di" },
  { lead: "=,", length: 6, holds: "serial" },
  { lead: "=>", length: 6, holds: "expiresOn" },
  { lead: "=}", length: 6, holds: "manufacturedOn" },
  { lead: "=)", length: 10, holds: "di", isContainer: true },
  { lead: "&)", length: 10, holds: "lot", isContainer: true },
  { lead: "=", length: 15, holds: "donationId" },
];

/** Decodes a row of ISBT 128 data structures; a code without a device identifier is refused. */
export function decodeIccbba(text: string): Decoded {
  const problems: Problem[] = [];
  const elements: Element[] = [];
  const details: Record<string, string> = {};
  const found = new Map<string, string>();
  let position = 0;
  while (position < text.length) {
    const structure = structures.find(({ lead }) => text.startsWith(lead, position));
    if (!structure) {
      problems.push(problem("UNKNOWN_FIELD", position, { length: text.length - position }));
      break;
    }
    const { lead, length, holds } = structure;
    const at = position + lead.length;
    const value = text.slice(at, at + length);
    if (!/^[A-Za-z0-9]*$/.test(value) || value.length < length) {
      problems.push(
        problem(value.length < length ? "VALUE_TOO_SHORT" : "INVALID_CHARACTER", at, {
          ai: lead,
          length: value.length,
          detail: `${length}`,
        }),
      );
      break;
    }
    const isDate = holds === "expiresOn" || holds === "manufacturedOn";
    const read = isDate ? dayOf(value) : value;
    if (read === null) problems.push(problem("ILLEGAL_DAY", at, { ai: lead, length }));
    else if (found.has(holds)) problems.push(problem("DUPLICATE_FIELD", at, { ai: lead, length }));
    else found.set(holds, read);
    if (structure.isContainer) details.kind = "blood-container";
    elements.push({ ai: lead, value });
    position = at + length;
  }
  const di = found.get("di") ?? null;
  if (di === null && problems.length === 0) problems.push(problem("NO_DI", 0));
  found.delete("di");
  const pi: Partial<ProductionIdentifier> = Object.fromEntries(found);
  return {
    agency: "ICCBBA",
    di,
    pi: identifierOf(pi),
    elements,
    details,
    canonical: text,
    digitalLink: null,
    problems,
    warnings: [],
  };
}

/** cYYJJJ: the last three digits of the year and the day of the year; null when there is no such day. */
function dayOf(text: string): string | null {
  if (!/^\d{6}$/.test(text)) return null;
  const short = Number(text.slice(0, 3));
  const year = short >= 900 ? 1000 + short : 2000 + short;
  const found = dayOfYear(year, Number(text.slice(3)));
  return found && isoDate(year, found.month, found.day);
}
