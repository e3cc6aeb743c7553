/** Emergency access and inspector accounts at each act: why it is refused, and what is written down (REQ-ACC-09, REQ-ACC-12, ADR 42). */
import type { Reason } from "@lotline/schema";
import type { Emergency, Inspection } from "./context.ts";
import { type Doing, noteTerminal } from "./terminal.ts";

/** Under emergency access nothing is signed, released, approved or decided, by whatever role. */
export const urgentReason = ({ number }: Emergency): Reason => ({
  code: "EMERGENCY_NO_SIGNATURE",
  text: {
    en: `Under emergency access ${number} nothing is signed, released or approved; end it first.`,
    zh: `应急访问 ${number} 期间不得签名、放行或批准；请先结束应急访问。`,
  },
  record: "EmergencyAccess",
  number,
});

/** An inspector reads and does nothing else. */
export const readOnlyReason = ({ number }: Inspection): Reason => ({
  code: "INSPECTOR_READ_ONLY",
  text: { en: `Inspector account ${number} reads only.`, zh: `检查员账户 ${number} 仅可查看。` },
});

type Outcome = { readonly record: string; readonly id: string } | null;

/** Writes down, with the act itself, how it was done: under emergency access, at which terminal. */
export async function noteConduct(tx: Doing, operation: string, outcome: Outcome): Promise<void> {
  await noteUrgent(tx, operation, outcome);
  await noteTerminal(tx, operation, outcome);
}

async function noteUrgent(tx: Doing, operation: string, outcome: Outcome): Promise<void> {
  const { emergency } = tx.actor;
  if (!emergency) return;
  const columns = ["access_id", "operation", "reason", "record_type", "record_id"];
  await tx.insert("emergency_act", columns, [
    [emergency.id, operation, tx.reason || null, outcome?.record ?? null, outcome?.id ?? null],
  ]);
}
