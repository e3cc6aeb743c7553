import { type ActionInputOf, because, deviceMarket, type Reason, type Rec, registry } from "@lotline/schema";
import { type Database, missingFields } from "@lotline/schema/device-record";
import type { Tx } from "../../../kernel/tx.ts";
import { companyDay } from "../site/days.ts";
import { devicesOf, predecessorsOf } from "./read.ts";

type Device = Rec<"DeviceRecord">;
type Status = NonNullable<Device["statusCn"]>;

const fieldOf = { CN: "statusCn", US: "statusUs", EU: "statusEu" } as const;

/** Where the data of a record stand in the database of a market. */
export const statusIn = (record: Pick<Device, "statusCn" | "statusUs" | "statusEu">, market: Database): Status | null =>
  record[fieldOf[market]];

const words = deviceMarket.values;

/** Why a record cannot go to a database: everything that is missing there, by name. */
export const missingReasons = (record: Parameters<typeof missingFields>[0], market: Database): Reason[] =>
  missingFields(record, market).map(({ label, name }) =>
    because(
      "UDI_FIELD_MISSING",
      `${words[market].en} asks for ${label.en} (${name}).`,
      `${words[market].zh}要求填写：${label.zh}（${name}）。`,
    ),
  );

const wrongStatus = (record: Device, market: Database, wanted: readonly Status[]): Reason[] => {
  const now = statusIn(record, market) ?? "draft";
  const labels = registry.DeviceRecord.fields.statusCn.of.values;
  if (wanted.includes(now)) return [];
  return [
    because(
      "PUBLICATION_STATE",
      `${words[market].en}: it is “${labels[now].en}”; this needs “${wanted.map((one) => labels[one].en).join("” or “")}”.`,
      `${words[market].zh}：当前为“${labels[now].zh}”，需为“${wanted.map((one) => labels[one].zh).join("”或“")}”。`,
      "DeviceRecord",
      record.number,
    ),
  ];
};

const notLater = async (tx: Tx, record: Device, on: string): Promise<Reason[]> => {
  const today = await companyDay(tx);
  return on <= today
    ? []
    : [
        because(
          "FUTURE_DAY",
          `It is ${today}; the day lies ahead.`,
          `今天是 ${today}，日期不得在未来。`,
          "DeviceRecord",
          record.number,
        ),
      ];
};

async function write(
  tx: Tx,
  record: Device,
  status: Status,
  input: { market: Database; day: string; recordKey?: string; recordVersion?: number | null },
): Promise<void> {
  const lines = await tx.lines("DeviceRecord", "submissions", record);
  const { market, day, recordKey = null, recordVersion = null } = input;
  tx.addLine("DeviceRecord", "submissions", record, lines.length + 1, { market, status, day, recordKey, recordVersion });
  tx.update("DeviceRecord", record, { [fieldOf[market]]: status });
}

/** The data were sent to a database: nothing that it asks for is missing. */
export async function submit(tx: Tx, record: Device, input: ActionInputOf<"DeviceRecord", "submit">): Promise<void> {
  const whole = (await devicesOf(tx, [record.id])).get(record.id);
  tx.require([
    ...wrongStatus(record, input.market, ["draft", "changed"]),
    ...(whole ? missingReasons(whole, input.market) : []),
    ...(await notLater(tx, record, input.day)),
  ]);
  await write(tx, record, "submitted", input);
}

/** The database shows them, under its own key. */
export async function publish(tx: Tx, record: Device, input: ActionInputOf<"DeviceRecord", "publish">): Promise<void> {
  tx.require([...wrongStatus(record, input.market, ["submitted"]), ...(await notLater(tx, record, input.day))]);
  await write(tx, record, "published", input);
}

/** Where an approved version begins: as changed where the same DI is submitted or published already, else as not submitted. */
export async function firstStatuses(tx: Tx, record: Device): Promise<Pick<Device, "statusCn" | "statusUs" | "statusEu">> {
  const before = (await predecessorsOf(tx, [record])).get(record.id);
  const first = (market: Database): Status => {
    const status = before && before.primaryDi === record.primaryDi ? statusIn(before, market) : null;
    return status === null || status === "draft" ? "draft" : "changed";
  };
  return { statusCn: first("CN"), statusUs: first("US"), statusEu: first("EU") };
}
