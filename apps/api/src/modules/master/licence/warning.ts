import type { Rec } from "@lotline/schema";
import { consumer } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { dueWarnings, type Ending, notify, warningDays } from "../../platform/index.ts";

/** Warns once at each threshold (REQ-GATE-15). The first warning makes the renewal of a licence somebody's task. */
export async function warnOfLapses(tx: Tx, day: string): Promise<void> {
  const thresholds = await warningDays(tx, "licence-warning");
  const near = await tx.sql<Ending>(
    `select id, valid_to::text as "validTo", warned_days as warned from licence
     where state <> 'withdrawn' and valid_to >= ?::date and valid_to <= ?::date + ?::int order by id`,
    [day, day, thresholds[0] ?? 0],
  );
  const due = dueWarnings(near, thresholds, day);
  const locked = await tx.lock(
    "Licence",
    due.map(({ id }) => id),
  );
  for (const licence of locked) {
    const days = due.find(({ id }) => id === licence.id)?.days ?? 0;
    tx.update("Licence", licence, { warnedDays: days });
    // Acting reads the licence afresh.
    await tx.flush();
    if (licence.state === "active") await tx.act("Licence", licence.id, "fallDue", {});
    tx.emit("licence.expiring", { licence: licence.id, days: String(days) });
  }
}

// Whose work stops when it lapses, besides those who renew it.
const concerned: { readonly [H in NonNullable<Rec<"Licence">["holder"]>]: readonly string[] } = {
  supplier: ["licence.change", "purchase.order"],
  customer: ["licence.change", "salesOrder.order"],
  ourselves: ["licence.change", "lot.release", "salesOrder.order"],
};

async function tellOfLapse(tx: Tx, id: string, by: string): Promise<void> {
  const licence = await tx.get("Licence", id);
  const people = await tx.sql<{ id: string }>(
    "select distinct r.id from unnest(?::text[]) p (permit) cross join lateral public.readers_of(p.permit, null) r (id)",
    [concerned[licence.holder ?? "ourselves"]],
  );
  const partner = licence.supplier
    ? await tx.get("Supplier", licence.supplier)
    : licence.customer
      ? await tx.get("Customer", licence.customer)
      : undefined;
  const [en, zh] = partner ? [`${partner.number} ${partner.nameEn}: `, `${partner.number} ${partner.nameZh}：`] : ["", ""];
  await notify(
    tx,
    "licence.expiring",
    by,
    people.map((person) => person.id),
    {
      record: "Licence",
      id,
      number: licence.number,
      text: {
        en: `${en}${licence.licenceNumber} is valid to ${licence.validTo}; after that day what depends on it is locked.`,
        zh: `${zh}${licence.licenceNumber} 有效期至 ${licence.validTo}，到期后相关业务自动锁定。`,
      },
    },
  );
}

/** The days bring the warnings, and the warnings reach the people. */
export const licenceConsumers = [
  consumer({
    name: "master.warn-of-lapses",
    message: "day.begun",
    handle: (tx, { day }) => warnOfLapses(tx, day),
  }),
  consumer({
    name: "master.tell-of-lapse",
    message: "licence.expiring",
    handle: (tx, { licence }, by) => tellOfLapse(tx, licence, by),
  }),
];
