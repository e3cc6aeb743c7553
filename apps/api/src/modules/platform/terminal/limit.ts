/** What a rule `terminal-limit` must look like, and that the places it names exist (REQ-ACC-07). */
import type { Issue } from "@lotline/schema";
import { terminalLimitKeys, terminalOutcome } from "@lotline/schema/critical-input";
import type { Tx } from "../../../kernel/tx.ts";
import { isObject, isWritten } from "../rule-checks.ts";

const arePlaces = (value: unknown, member: string): boolean =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) && value.length <= 50 && value.every((one) => isObject(one) && isWritten(one[member], 40)));

export const terminalLimitShape = {
  fits: (content: unknown): boolean =>
    isObject(content) &&
    typeof content.unregistered === "string" &&
    Object.hasOwn(terminalOutcome.values, content.unregistered) &&
    arePlaces(content.sites, "site") &&
    arePlaces(content.locations, "location"),
  shape: '{"unregistered": "block", "sites": [{"site": "SZ1"}], "locations": [{"location": "Q1"}]}; "record", "flag" or "block"',
  keys: {
    known: Object.keys(terminalLimitKeys.values),
    code: "terminalLimit",
    text: {
      en: "The key is default, a type of record, or a type and what is done: Inspection.record.",
      zh: "键为 default、记录类型，或记录类型加操作，如 Inspection.record。",
    },
  },
};

interface Places {
  readonly sites?: readonly { readonly site: string }[] | null;
  readonly locations?: readonly { readonly location: string }[] | null;
}

/** A limit on a place that does not exist would hold for nobody, and nobody would notice. */
export async function placeFaults(tx: Tx, content: unknown): Promise<Issue[]> {
  // Its shape was checked before.
  const { sites, locations } = content as Places;
  const faults: Issue[] = [];
  for (const { site } of sites ?? [])
    if (!(await tx.findOne("Site", { number: site })))
      faults.push({
        path: "content",
        code: "site",
        text: { en: `There is no site ${site}.`, zh: `没有场所 ${site}。` },
      });
  for (const { location } of locations ?? [])
    if (!(await tx.findOne("Location", { number: location })))
      faults.push({
        path: "content",
        code: "location",
        text: { en: `There is no location ${location}.`, zh: `没有库位 ${location}。` },
      });
  return faults;
}
