/** How many UDIs are read in a second by one thread, of each kind, and refused. */
import { examine } from "@lotline/udi";
import type { PartReport } from "./report.ts";
import { rounded, roundRobin, type Spread, spreadOf } from "./statistics.ts";

export interface UdiSize {
  /** Codes read in one round of each kind. */
  readonly codes: number;
  readonly rounds: number;
}

/** One code of each kind; the scanned one has 60 characters, as the goal says. */
const kinds = {
  scan: "]d201069700000000171126082017310819" + "10IS2607A12345\x1d21S0001234",
  brackets: "(01)06970000000017(11)260820(17)310819(10)IS2607A(21)S0001234",
  link: "https://id.gs1.org/01/06970000000017/10/IS2607A/21/S0001234?11=260820&17=310819",
  hibc: "+L0TLCATH14F0/$$3300930L26A/SSN9/16D20260901O",
  isbt: "=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123",
  ma: "MA.156.M0.100761.21234561.Sx00008.M220117.L20220117.D20220118.E220130.V220117.C3",
  refused: "]d201069700000000181727022910ABCDEFGHIJ0123456789X",
} as const;

/** Reads each code again and again, all kinds in every round. */
export async function udiPart({ codes, rounds }: UdiSize): Promise<PartReport> {
  const variants = Object.entries(kinds).map(([name, code]) => ({ name, run: async () => rate(code, codes) }));
  const samples = await roundRobin(variants, { rounds, warmups: 1 });
  const perSecond: Record<string, Spread> = {};
  for (const [name, found] of samples) perSecond[name] = spreadOf(found);
  return {
    figures: { codes, perSecond },
    tables: [
      {
        title: `UDIs read in a second by one thread (goal: 100,000 of the scanned one of ${kinds.scan.length} characters)`,
        head: ["kind", "median", "slowest", "fastest"],
        rows: Object.entries(perSecond).map(([name, { median, min, max }]) => [name, median, min, max]),
      },
    ],
  };
}

function rate(code: string, codes: number): number {
  const began = performance.now();
  let problems = 0;
  for (let i = 0; i < codes; i += 1) problems += examine(code).problems.length;
  // The sum keeps the loop from being seen as idle.
  if (problems < 0) throw new Error("no problems are fewer than none");
  return rounded((codes / (performance.now() - began)) * 1000);
}
