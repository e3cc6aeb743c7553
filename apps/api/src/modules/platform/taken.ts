/** What leaves the house as a file is written down before its first byte: who took what, asked how (21 CFR 11.10(d), PIPL 51). */
import type { Seen } from "../../read/request.ts";
import { event, secure } from "./session.ts";
import type { WebRequest } from "./web-request.ts";

/**
 * Writes a security event, and of an inspector a look of the account (REQ-ACC-12).
 * @param detail what the event says: at least the type of record
 */
export async function takenAway(
  web: WebRequest,
  seen: Omit<Seen, "isFound">,
  detail: { readonly record: string; readonly [name: string]: unknown },
): Promise<void> {
  await secure(web.kernel.orm, web.ctx.personId, "export", async (sql) => {
    await sql(...event("exported", web.ctx.personId, null, detail));
  });
  await web.note({ ...seen, isFound: true });
}
