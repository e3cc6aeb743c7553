/** Writes down a backup, a restore drill or a check of the chain, as it ended. */
import { hostname } from "node:os";
import type { New } from "@lotline/schema";
import type { VerifyResult } from "@lotline/verifier";
import { type Ctx, systemPersonId } from "../../../base/context.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import { version } from "../../../version.ts";

export type Run = Omit<New<"MaintenanceRun">, "release" | "place" | "number">;

/** @param id of the command: what is told twice is written once. @returns the run's number */
export async function recordRun(kernel: Kernel, by: "server" | "command line", id: string, run: Run): Promise<string> {
  const ctx: Ctx = { personId: systemPersonId, sessionId: null, source: "job", request: `run ${run.kind}`, language: "en" };
  let number = "";
  await command(kernel, ctx, { id, operation: "recordMaintenance", input: run }, async (tx) => {
    const made = await tx.create("MaintenanceRun", { ...run, release: version, place: `${hostname()} (${by})` });
    await tx.flush();
    number = made.number;
    return { record: "MaintenanceRun", id: made.id };
  });
  return number;
}

const longestFinding = 1_000;

/** What a check of the chain says for a run. */
export const verified = ({ ok, first, events, seals, signatures, records, files }: VerifyResult) => ({
  good: ok,
  finding: first ? `${first.kind} ${first.table} ${first.id ?? ""}: ${first.message}`.slice(0, longestFinding) : null,
  events,
  seals,
  signatures,
  records,
  files,
});
