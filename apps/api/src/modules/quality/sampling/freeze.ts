import type { Severity, StandardKey } from "@lotline/sampling";
import type { Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { ruleVersions } from "../../../base/reader.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { linesOf } from "../../../read/rows.ts";
import { confirmedTables } from "../../master/index.ts";
import { type Decision, type Sample, sampleOf } from "./sample.ts";
import { stateOfPair } from "./state.ts";

type Characteristics = Map<string, Parameters<typeof sampleOf>[0][]>;

/** The standard in force with the rule that says so, and the rules that confirm parts of the tables, by their part. */
export async function standardOf(reader: Reader): Promise<Pick<Decision, "standard" | "standardRule" | "confirmedBy">> {
  const versions = (name: string) => ruleVersions((text, params) => reader.sql(text, params), name);
  const chosen = (await versions("sampling-standard")).get("default");
  const content = chosen?.content as { standard: StandardKey } | undefined;
  return {
    standard: content?.standard ?? "iso-2859-1",
    standardRule: chosen?.id ?? null,
    confirmedBy: new Map([...(await versions("sampling-table"))].map(([part, { id }]) => [part, id])),
  };
}

/**
 * The samples of a lot under a plan, decided now and kept with the inspection: by its quantity, the standard in force and the
 * severity at which its supplier's item stands. A plan by AQL makes the pair's record of severity when there is none yet.
 */
export async function samplesFor(tx: Tx, lot: Rec<"Lot">, plan: string): Promise<Sample[]> {
  // The rows of this child set are characteristics.
  const lines = (await linesOf(tx, "InspectionPlan", "characteristics", [plan])) as Characteristics;
  const characteristics = lines.get(plan) ?? [];
  const [item] = await tx.sql<{ counted: boolean }>(
    "select u.decimals = 0 as counted from item i join unit u on u.id = i.unit_id where i.id = ?",
    [lot.item],
  );
  const byAql = characteristics.some((c) => c.samplingRule === "aql");
  const state = byAql ? await stateOfPair(tx, lot.item, lot.supplier) : null;
  const decision = {
    ...(await standardOf(tx)),
    severity: await severityOf(tx, state),
    switching: state?.id ?? null,
    lotQuantity: lot.quantityMade,
    isCounted: item?.counted ?? false,
  };
  return characteristics.map((c) => sampleOf(c, decision));
}

/** Discontinued inspection goes on as tightened once QA has resumed it; reduced is used only while its tables are confirmed. */
async function severityOf(tx: Tx, state: Rec<"SamplingState"> | null): Promise<Severity> {
  if (state === null || state.state === "normal") return "normal";
  if (state.state === "reduced") return (await confirmedTables(tx)).has("reduced") ? "reduced" : "normal";
  return "tightened";
}
