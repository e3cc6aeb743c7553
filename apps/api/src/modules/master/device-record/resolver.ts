/** How a device record stands in each market: what is missing there, where its data are, and what shipping would say today. */
import type { Label, Rec } from "@lotline/schema";
import {
  type Database,
  type Missing,
  missingFields,
  type PublicationRules,
  publicationCheck,
  type Touched,
} from "@lotline/schema/device-record";
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import { dateIn, type Reader } from "../../../base/context.ts";
import type { ListColumn } from "../../../base/list-column.ts";
import { objectOf } from "../../../graphql/classes.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import type { Request } from "../../../read/request.ts";
import { changesOf } from "./gates.ts";
import { listIn } from "./market.ts";
import { statusIn } from "./publishing.ts";
import { devicesOf, publicationRules, type WholeDevice } from "./read.ts";

const databases: readonly Database[] = ["CN", "US", "EU"];

@ObjectType()
class DeviceMissing {
  @Field(() => String) field!: string;
  /** Its name in the database. */
  @Field(() => String) name!: string;
  @Field(() => TitleLabel) label!: Label;
}

@ObjectType()
class DeviceStanding {
  @Field(() => String) market!: Database;
  @Field(() => String) status!: string;
  @Field(() => [DeviceMissing]) missing!: readonly Missing[];
  /** What shipping would say of a device made today: ok, warn or block. */
  @Field(() => String) outcome!: string;
  @Field(() => [TitleLabel]) reasons!: readonly Label[];
}

@ObjectType()
class DeviceTouched {
  @Field(() => String) field!: string;
  @Field(() => [String]) by!: readonly string[];
}

type DeviceClass = Rec<"Item">["deviceClass"];

function standingsOf(record: WholeDevice, deviceClass: DeviceClass, rules: PublicationRules, today: string): DeviceStanding[] {
  return databases.map((market) => {
    const status = statusIn(record, market) ?? "draft";
    const { outcome, reasons } = publicationCheck(
      { market, deviceClass, list: listIn(record, market), madeOn: today, status },
      rules,
    );
    return { market, status, missing: missingFields(record, market), outcome, reasons: reasons.map(({ text }) => text) };
  });
}

async function allStandings(reader: Reader, ids: readonly string[]): Promise<DeviceStanding[][]> {
  const devices = await devicesOf(reader, ids);
  const classes = await reader.sql<{ id: string; deviceClass: DeviceClass }>(
    `select r.id, i.device_class as "deviceClass" from device_record r join item i on i.id = r.item_id where r.id = any(?::bigint[])`,
    [ids],
  );
  const rules = await publicationRules(reader);
  const today = dateIn(reader.firmZone, reader.now);
  return ids.map((id) => {
    const record = devices.get(id);
    return record ? standingsOf(record, classes.find((one) => one.id === id)?.deviceClass ?? null, rules, today) : [];
  });
}

@Resolver(() => objectOf("DeviceRecord"))
export class DeviceStandings {
  @FieldResolver(() => [DeviceStanding])
  standings(@Root() { id }: Rec<"DeviceRecord">, @Ctx() request: Request): Promise<DeviceStanding[]> {
    return request.load<DeviceStanding[]>("device standings", id, allStandings);
  }

  /** Fields of a draft by which rules ask whether a new DI is needed. */
  @FieldResolver(() => [DeviceTouched])
  touched(@Root() { id }: Rec<"DeviceRecord">, @Ctx() request: Request): Promise<readonly Touched[]> {
    return request.load<readonly Touched[]>("device touched", id, async (reader, ids) => {
      const drafts = [...(await devicesOf(reader, ids)).values()].filter(({ state }) => state === "draft");
      const changes = await changesOf(reader, drafts);
      return ids.map((one) => changes.get(one)?.touched ?? []);
    });
  }
}

const column = (market: Database, name: string): ListColumn => ({
  record: "DeviceRecord",
  name,
  load: async (reader, ids) => {
    const devices = await devicesOf(reader, ids);
    return new Map(
      [...devices].map(([id, record]): [string, Label] => {
        const n = missingFields(record, market).length;
        return [id, n === 0 ? { en: "complete", zh: "完整" } : { en: `${n} missing`, zh: `缺 ${n} 项` }];
      }),
    );
  },
});

/** How much is missing for each market, in the list. */
export const deviceColumns: readonly ListColumn[] = [
  column("CN", "missingCn"),
  column("US", "missingUs"),
  column("EU", "missingEu"),
];
