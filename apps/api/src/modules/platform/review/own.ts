import type { RecordName } from "@lotline/schema";
import type { Row } from "../../../kernel/behaviour.ts";
import type { WebRequest } from "../web-request.ts";

/** Whether separation of duties bars the person from a task, also for a reason that only the record knows; it is not offered then. */
export async function isOwnWork(request: WebRequest, record: RecordName, row: Row, action: string): Promise<boolean> {
  const verdict = (await request.verdicts(record, row, true)).find(({ name }) => name === action);
  return verdict?.reasons.some(({ code }) => code === "SOD_SELF") ?? false;
}
