import type { New, NewLine, Rec } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { comesIntoForce } from "../revision/index.ts";
import { registrationNumberOf } from "./certificate.ts";
import { type Identified, identifierIssues, reuseIssues } from "./identifiers.ts";
import { firstStatuses, publish, submit } from "./publishing.ts";

const intoForce = comesIntoForce("DeviceRecord");

type Given = New<"DeviceRecord"> & {
  readonly packages?: NewLine<"DeviceRecord", "packages">[];
  readonly otherDis?: NewLine<"DeviceRecord", "otherDis">[];
};

/** Refuses identifiers that break a rule, all of them at once; records of devices take turns, so that no DI is given away twice. */
async function requireIdentifiers(tx: Tx, record: Identified): Promise<void> {
  await tx.sql("select pg_advisory_xact_lock(hashtext('device identifiers'))");
  const issues = [...identifierIssues(record), ...(await reuseIssues(tx, record))];
  if (issues.length > 0) throw invalid(...issues);
}

async function asIdentified(tx: Tx, record: Rec<"DeviceRecord">): Promise<Identified> {
  const [packages, otherDis] = [
    await tx.lines("DeviceRecord", "packages", record),
    await tx.lines("DeviceRecord", "otherDis", record),
  ];
  return { ...record, packages, otherDis };
}

/** Device records by version: 09521234000013.A. */
export const deviceRecordBehaviour = behaviour({
  record: "DeviceRecord",
  beforeCreate: async (tx, given: Given) => {
    await requireIdentifiers(tx, given);
    given.number = `${given.primaryDi}.${given.revision}`;
    given.registrationNumber = await registrationNumberOf(tx, given.certificate ?? null);
    const [taken] = await tx.sql<{ number: string }>(
      "select number from device_record where number = ? or (item_id = ? and revision = ?)",
      [given.number, given.item, given.revision],
    );
    if (taken)
      throw invalid({
        path: "revision",
        code: "DUPLICATE",
        text: { en: `This revision exists already: ${taken.number}.`, zh: `该版本已存在：${taken.number}。` },
      });
  },
  beforeEdit: async (tx, _record, changes) => {
    if (changes.certificate !== undefined)
      changes.registrationNumber = await registrationNumberOf(tx, changes.certificate ?? null);
  },
  afterEdit: async (tx, record) => requireIdentifiers(tx, await asIdentified(tx, record)),
  actions: {
    approve: {
      effect: async (tx, record, input) => {
        // What was approved since the draft was written may have taken a DI, or packed one otherwise.
        await requireIdentifiers(tx, await asIdentified(tx, record));
        const statuses = await firstStatuses(tx, record);
        await intoForce(tx, record, input);
        tx.update("DeviceRecord", record, statuses);
      },
    },
    submit: { effect: submit },
    publish: { effect: publish },
  },
});
