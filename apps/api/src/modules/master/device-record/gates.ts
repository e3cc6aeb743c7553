import { because, productLicences, type Reason, type Rec, registry } from "@lotline/schema";
import { deviceFieldLabel, type Touched, touchedTriggers } from "@lotline/schema/device-record";
import { dateIn, type Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { inForceKey, inForceOf } from "../revision/in-force.ts";
import { predecessorsOf, triggerRules } from "./read.ts";

type Device = Rec<"DeviceRecord">;

interface Change {
  readonly before: string;
  readonly beforeDi: string;
  readonly touched: readonly Touched[];
}

/** What a version changes that asks about the DI; nothing for the first of an item. */
export async function changesOf(reader: Reader, records: readonly Device[]): Promise<Map<string, Change>> {
  const before = await predecessorsOf(reader, records);
  const rules = await triggerRules(reader);
  return new Map(
    records.flatMap((record) => {
      const old = before.get(record.id);
      return old
        ? [[record.id, { before: old.number, beforeDi: old.primaryDi, touched: touchedTriggers(old, { ...record }, rules) }]]
        : [];
    }),
  );
}

/** Why a version may not be approved as far as the question of the DI is answered (hard check 3 of the UDI rules). */
export function answerReasons(record: Device, change: Change | undefined): Reason[] {
  if (!change) return [];
  const moved = change.beforeDi !== record.primaryDi;
  if (change.touched.length === 0 && !moved) return [];
  const reason = (code: string, en: string, zh: string) => because(code, en, zh, "DeviceRecord", record.number);
  const reasons: Reason[] = [];
  if (record.newDi === null) {
    const names = change.touched.map(({ field, by }) => ({ label: deviceFieldLabel(field as never), by: by.join(", ") }));
    const en = names.map(({ label, by }) => `${label.en} (${by})`).join(", ");
    const zh = names.map(({ label, by }) => `${label.zh}（${by}）`).join("、");
    reasons.push(
      reason(
        "NEW_DI_UNANSWERED",
        `The change since ${change.before} asks whether a new DI is needed: ${en || "the DI itself"}. Please answer.`,
        `自 ${change.before} 以来的变更须判断是否需要新的产品标识：${zh || "产品标识本身"}。请作答。`,
      ),
    );
  } else if ([...(record.newDiReason ?? "").trim()].length < 10)
    reasons.push(
      reason("NEW_DI_REASON", "Please say why, in at least 10 characters.", "请说明是否需要新产品标识的理由，至少 10 个字符。"),
    );
  if (record.newDi === "yes" && !moved)
    reasons.push(
      reason(
        "NEW_DI_SAME",
        `A new DI is said to be needed, and the DI is still ${record.primaryDi}; begin the version with the new one.`,
        `已判断需要新的产品标识，但标识仍为 ${record.primaryDi}；请以新标识新建版本。`,
      ),
    );
  if (record.newDi === "no" && moved)
    reasons.push(
      reason(
        "NEW_DI_DIFFERS",
        `No new DI is said to be needed, and the DI is no longer ${change.beforeDi}.`,
        `已判断不需要新的产品标识，但标识已不是 ${change.beforeDi}。`,
      ),
    );
  return reasons;
}

/** A change of what tells a device apart says whether it needs a new DI, and why. */
export const deviceDiAnswered = condition({
  gate: "deviceRecord.approve",
  code: "NEW_DI_UNANSWERED",
  about: {
    en: "A change of what tells a device apart says whether it needs a new DI, and why",
    zh: "影响器械识别的变更已判断是否需要新的产品标识并说明理由",
  },
  record: "DeviceRecord",
  facts: changesOf,
  check: answerReasons,
});

interface ItemFact {
  readonly number: string;
  readonly serialTracked: boolean;
  readonly shelfLifeMonths: number | null;
}

async function itemFacts(reader: Reader, records: readonly Device[]): Promise<Map<string, ItemFact>> {
  const on = dateIn(reader.firmZone, reader.now);
  const revisions = await inForceOf(
    reader,
    "ItemRevision",
    records.map(({ item }) => ({ item, on })),
  );
  const items = await reader.sql<{ id: string; number: string; serialTracked: boolean }>(
    `select id, number, serial_tracked as "serialTracked" from item where id = any(?::bigint[])`,
    [records.map(({ item }) => item)],
  );
  const lives = await reader.sql<{ id: string; months: number | null }>(
    "select id, shelf_life_months as months from item_revision where id = any(?::bigint[])",
    [[...revisions.values()].map(({ id }) => id)],
  );
  return new Map(
    records.flatMap(({ id, item }) => {
      const found = items.find((one) => one.id === item);
      const revision = revisions.get(inForceKey(item, on))?.id;
      const shelfLifeMonths = lives.find((one) => one.id === revision)?.months ?? null;
      return found ? [[id, { ...found, shelfLifeMonths }]] : [];
    }),
  );
}

/** The production identifier says what the device is told apart by, and what its label will show. */
export function productionReasons(record: Device, item: ItemFact | undefined): Reason[] {
  if (!item) return [];
  const reason = (code: string, en: string, zh: string) => because(code, en, zh, "Item", item.number);
  return [
    ...(record.piLot === "yes" || record.piSerial === "yes"
      ? []
      : [reason("PI_NOTHING", "The UDI-PI has neither lot nor serial number.", "生产标识既无批号也无序列号。")]),
    ...(item.serialTracked && record.piSerial !== "yes"
      ? [
          reason(
            "PI_SERIAL",
            `${item.number} is serial-tracked; its UDI-PI has the serial number.`,
            `${item.number} 按序列号管理，生产标识须含序列号。`,
          ),
        ]
      : []),
    ...(item.shelfLifeMonths !== null && record.piExpiryDate !== "yes"
      ? [
          reason(
            "PI_EXPIRY",
            `${item.number} has a shelf life; the expiry date on its label must be in the UDI-PI.`,
            `${item.number} 有有效期；标签上的失效日期须包含在生产标识中。`,
          ),
        ]
      : []),
  ];
}

/** Lot, serial number and expiry of the UDI-PI agree with what the item is and its label says (REQ-TRC-07). */
export const deviceProduction = condition({
  gate: "deviceRecord.approve",
  code: "PI_NOTHING",
  about: {
    en: "Lot, serial number and expiry of the UDI-PI agree with the item and its label",
    zh: "生产标识所含批号、序列号、失效日期与物料及标签一致",
  },
  record: "DeviceRecord",
  facts: itemFacts,
  check: productionReasons,
});

interface CertificateFact {
  readonly number: string;
  readonly kind: string;
  readonly holder: string | null;
  readonly state: string;
  readonly validTo: string;
  readonly covers: boolean;
  readonly item: string;
  readonly today: string;
}

async function certificateFacts(reader: Reader, records: readonly Device[]): Promise<Map<string, CertificateFact>> {
  const rows = await reader.sql<CertificateFact & { id: string }>(
    `select r.id, l.licence_number as number, l.kind, l.holder, l.state, l.valid_to::text as "validTo", i.number as item, ?::text as today,
       exists (select from licence_cover c where c.head_id = l.id and (c.item_id = i.id or c.item_class = i.item_class)) as covers
     from device_record r join licence l on l.id = r.certificate_id join item i on i.id = r.item_id where r.id = any(?::bigint[])`,
    [dateIn(reader.firmZone, reader.now), records.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

const kinds: readonly string[] = productLicences;

/** Why the certificate of a record is none for its device. */
export function certificateReasons(_record: Device, found: CertificateFact | undefined): Reason[] {
  if (!found) return [];
  const reason = (code: string, en: string, zh: string) =>
    because(code, `${found.number} ${en}`, `${found.number} ${zh}`, "Licence");
  const kind = registry.Licence.fields.kind.of.values.registration;
  return [
    ...(kinds.includes(found.kind) ? [] : [reason("CERTIFICATE_KIND", `is no ${kind.en.toLowerCase()}.`, `不是${kind.zh}。`)]),
    ...(found.holder === "ourselves" ? [] : [reason("CERTIFICATE_HOLDER", "is not our own.", "不是本企业证照。")]),
    ...(found.covers ? [] : [reason("CERTIFICATE_SCOPE", `does not cover ${found.item}.`, `未覆盖 ${found.item}。`)]),
    ...(found.state === "withdrawn" || found.validTo < found.today
      ? [reason("CERTIFICATE_LAPSED", `is not valid (until ${found.validTo}).`, `已失效（有效期至 ${found.validTo}）。`)]
      : []),
  ];
}

/** The certificate that a record names is our own, for this item, and valid. */
export const deviceCertificate = condition({
  gate: "deviceRecord.approve",
  code: "CERTIFICATE_SCOPE",
  about: {
    en: "The certificate that the record names is our own, covers the item and is valid",
    zh: "所列注册证/备案凭证为本企业持有、覆盖该物料且有效",
  },
  record: "DeviceRecord",
  facts: certificateFacts,
  check: certificateReasons,
});
