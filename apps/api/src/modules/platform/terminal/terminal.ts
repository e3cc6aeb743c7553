/** Terminals: a device bound to each, and what forgets it (REQ-ACC-07, ADR 53). */
import { because, type Label, type Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { invalid } from "../../../base/error.ts";
import type { ListColumn } from "../../../base/list-column.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import { requireVersion } from "../../../kernel/lifecycle.ts";
import type { Tx } from "../../../kernel/tx.ts";

type Terminal = Rec<"Terminal">;

const elsewhere = {
  path: "location",
  code: "OTHER_SITE",
  text: { en: "This location is at another site.", zh: "该库位属于其他场所。" },
};

async function requireSameSite(tx: Tx, site: string, location: string | null | undefined): Promise<void> {
  if (location && (await tx.get("Location", location)).site !== site) throw invalid(elsewhere);
}

/** The device that was bound to it is not any longer; its cookie opens nothing from this moment on. */
const forgetDevice = (tx: Tx, { id }: Terminal) =>
  tx.sql("update terminal_device set ended_at = ? where terminal_id = ? and ended_at is null", [tx.now, id]);

const noDevice = { device: null, enrolledAt: null, enrolledBy: null };

const notActive = because(
  "TERMINAL_NOT_ACTIVE",
  "A device is bound to an active terminal only; another administrator activates it first.",
  "只有在用终端可登记设备；请先由另一名管理员启用。",
);

/**
 * Binds the asking device to a terminal, in place of the one before; the device is known by the hash of the secret it was given.
 * @throws REFUSED for one that is not active, CONFLICT when it has changed
 */
export async function enrolDevice(
  tx: Tx,
  id: string,
  version: number,
  device: { hash: string; name: string },
): Promise<Terminal> {
  const other = tx.actor.standing?.terminal?.id;
  // One device stands at one terminal: bound here, it leaves the one before.
  const all = await tx.lock("Terminal", [id, ...(other ? [other] : [])]);
  const terminal = all.find((one) => one.id === id) as Terminal;
  requireVersion(terminal, version);
  if (terminal.state !== "active") tx.require([notActive]);
  for (const one of all) {
    await forgetDevice(tx, one);
    if (one !== terminal) tx.update("Terminal", one, noDevice);
  }
  await tx.sql("insert into terminal_device (token_hash, terminal_id, enrolled_at) values (?, ?, ?)", [device.hash, id, tx.now]);
  tx.update("Terminal", terminal, {
    device: device.name.slice(0, 300),
    enrolledAt: tx.now,
    enrolledBy: tx.actor.id as NonNullable<Terminal["enrolledBy"]>,
  });
  return terminal;
}

export const terminalBehaviour = behaviour({
  record: "Terminal",
  beforeCreate: (tx, given) => requireSameSite(tx, given.site, given.location),
  beforeEdit: (tx, terminal, changes) => requireSameSite(tx, terminal.site, changes.location),
  actions: {
    retire: {
      effect: async (tx, terminal) => {
        await forgetDevice(tx, terminal);
        tx.update("Terminal", terminal, noDevice);
      },
    },
  },
});

/** When somebody was signed in at each last, as far as sessions are kept, told in the firm's zone. */
export async function lastSeen(reader: Reader, ids: readonly string[]): Promise<Map<string, Label>> {
  if (reader.actor.inspection) return new Map();
  const rows = await reader.sql<{ id: string; at: string }>(
    "select terminal_id as id, max(last_seen_at) as at from session where terminal_id = any(?::bigint[]) group by terminal_id",
    [ids],
  );
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: reader.firmZone, dateStyle: "short", timeStyle: "short" });
  return new Map(
    rows.map(({ id, at }) => {
      const moment = format.format(new Date(at));
      return [id, { en: moment, zh: moment }];
    }),
  );
}

export const terminalColumns: readonly ListColumn[] = [{ record: "Terminal", name: "lastSeen", load: lastSeen }];
