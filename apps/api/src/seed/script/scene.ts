import type { RecordName } from "@lotline/schema";
import { systemPersonId } from "../../base/context.ts";
import { deliver } from "../../outbox/relay.ts";
import type { Hand, Handled, Hands } from "../hands.ts";
import type { Timeline } from "../timeline.ts";
import { planOf } from "./catalogue.ts";

/** What the logger of a delivery read on its way, in °C and minutes. */
export interface Logged {
  readonly loggerMin: string;
  readonly loggerMax: string;
  readonly minutesOut: number;
}

export interface Bought {
  /** Counted in another unit than the item's: the unit, how many, the price of one. */
  readonly packed?: { readonly unit: string; readonly quantity: string; readonly price: string };
  readonly logged?: Logged;
  readonly item: string;
  readonly quantity: string;
  readonly price: string;
  readonly lot: string;
  readonly supplierLot: string;
  readonly madeOn?: string;
  readonly expiresOn?: string;
  /** Of serial-tracked items. */
  readonly serials?: string;
}

export interface Made {
  readonly item: string;
  readonly lot: string;
  readonly quantity: string;
  readonly good: string;
  readonly scrapped: string;
  readonly issues: readonly (readonly [string, string])[];
  /** Why more was issued than the bill says. */
  readonly remark?: string;
}

/** Where the lots of an item stand, waiting and in store; what needs no other place stands at Q1 and S1. */
const kept: readonly (readonly [lots: string, quarantine: string, store: string])[] = [
  ["R208-", "SZ1-Q2", "SZ1-S2"],
  ["R206-", "SZ1-Q3", "SZ1-S3"],
  ["MB-", "SZ1-Q4", "SZ1-S4"],
];
const quarantineOf = (lot: string): string => kept.find(([lots]) => lot.startsWith(lots))?.[1] ?? "SZ1-Q1";
const storeOf = (lot: string): string => kept.find(([lots]) => lot.startsWith(lots))?.[2] ?? "SZ1-S1";

/** The site's wall clock: a day and the hours of its acts. */
const clock = (day: string, minutes: number): string =>
  `${day} ${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/**
 * The company at work, scene by scene: each function is something people do together in an hour or two, performed by the
 * people who do it, through commands.
 */
export class Scene {
  readonly #hands: Hands;
  readonly #timeline: Timeline;
  readonly #ids: Map<string, Handled>;
  readonly #random: { value: number };
  #day = "";
  #minute = 0;

  private constructor(hands: Hands, timeline: Timeline, ids: Map<string, Handled>, random: { value: number }) {
    this.#hands = hands;
    this.#timeline = timeline;
    this.#ids = ids;
    this.#random = random;
  }

  /** The beginning of the story. */
  static open(hands: Hands, timeline: Timeline): Scene {
    return new Scene(hands, timeline, new Map(), { value: 20_250_901 });
  }

  /** Strands of the story that go on side by side, each with its own times; the whole is played in the order of time. */
  async together(...strands: readonly ((scene: Scene) => Promise<void>)[]): Promise<void> {
    const own = () => new Scene(this.#hands, this.#timeline, this.#ids, this.#random);
    await this.#timeline.together(strands.map((strand) => () => strand(own())));
  }

  /** Moves to a time of day ("2026-07-06", "09:40"); the acts that follow are a minute apart. */
  async at(day: string, time: string): Promise<void> {
    const [hours, minutes] = time.split(":").map(Number);
    this.#day = day;
    this.#minute = (hours ?? 0) * 60 + (minutes ?? 0);
    await this.#reach();
  }

  /** Waits for the moment, which is later when something else took longer. */
  async #reach(): Promise<void> {
    const [day = "", time = ""] = (await this.#timeline.until(clock(this.#day, Math.min(this.#minute, 1439)))).split(" ");
    const [hours, minutes] = time.split(":").map(Number);
    this.#day = day;
    this.#minute = (hours ?? 0) * 60 + (minutes ?? 0);
  }

  /** A day begins: what the house does by itself then, such as warning of licences. */
  async dayBegins(day: string): Promise<void> {
    await this.at(day, "00:05");
    const consumers = this.#hands.kernel.house.areas.flatMap((area) => area.consumers ?? []);
    for (const consumer of consumers.filter(({ message }) => message === "day.begun"))
      await deliver(this.#hands.kernel, consumer, {
        message: `day ${day}`,
        name: "day.begun",
        version: 1,
        payload: { day },
        by: systemPersonId,
      });
  }

  get day(): string {
    return this.#day;
  }

  async #next(): Promise<void> {
    this.#minute += 1;
    await this.#reach();
  }

  async by(login: string): Promise<Hand> {
    await this.#next();
    return this.#hands.as(login);
  }

  /** A record made earlier, by type and number; its id does not change. */
  async find(record: RecordName, number: string): Promise<Handled> {
    const key = `${record} ${number}`;
    const known = this.#ids.get(key) ?? (await (await this.#hands.as("luoan")).find(record, number));
    this.#ids.set(key, known);
    return known;
  }

  async id(record: RecordName, number: string): Promise<string> {
    return (await this.find(record, number)).id;
  }

  /** The key of a person by login. */
  async person(login: string): Promise<string> {
    return (await this.#hands.as(login)).ctx.personId;
  }

  /** The qualification of a person for a skill that was granted last. */
  async qualificationOf(login: string, skill: string): Promise<Handled> {
    const where = { person: await this.person(login), skill: await this.id("Skill", skill), state: "granted" } as const;
    let number = "";
    await (await this.#hands.as("wenjie")).read(async (tx) => {
      number = (await tx.find("Qualification", where)).at(-1)?.number ?? "";
    });
    return this.find("Qualification", number);
  }

  /** The key of a licence by the number that stands on it. */
  async licence(licenceNumber: string): Promise<string> {
    let number = "";
    await (await this.#hands.as("luoan")).read(async (tx) => {
      number = (await tx.find("Licence", { licenceNumber })).at(-1)?.number ?? "";
    });
    return this.id("Licence", number);
  }

  /** Numbers that look measured and are the same each time (a linear congruential sequence). */
  around(typical: number, spread: number, decimals: number): string {
    this.#random.value = (this.#random.value * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return (typical + spread * ((this.#random.value / 4_294_967_296) * 2 - 1)).toFixed(decimals);
  }

  /** An order from draft to approval. */
  async order(supplier: string, neededOn: string, lines: readonly Bought[]): Promise<Handled> {
    const buyer = await this.by("shenyue");
    const order = await buyer.create("PurchaseOrder", {
      site: await this.id("Site", "SZ1"),
      supplier: await this.id("Supplier", supplier),
      orderedOn: this.#day,
      neededOn,
      currency: "CNY",
      lines: await Promise.all(
        lines.map(async (l) => ({
          item: await this.id("Item", l.item),
          quantity: (l.packed ?? l).quantity,
          price: (l.packed ?? l).price,
          unit: l.packed ? await this.id("Unit", l.packed.unit) : null,
        })),
      ),
    });
    await (await this.by("shenyue")).act("PurchaseOrder", order, "submit");
    const first = await (await this.by("jiangmin")).act("PurchaseOrder", order, "approve");
    // Above the limit of the route, finance signs the second step.
    if (first.state === "submitted") await (await this.by("qianli")).act("PurchaseOrder", order, "approve");
    return order;
  }

  /** The delivery of an order: every line a lot in quarantine. */
  async receive(order: Handled, lines: readonly Bought[], keeper = "gaolang"): Promise<Handled> {
    const places = await Promise.all(lines.map((l) => this.id("Location", quarantineOf(l.lot))));
    const units = await Promise.all(lines.map((l) => (l.packed ? this.id("Unit", l.packed.unit) : null)));
    const receipt = await (await this.by(keeper)).create("Receipt", {
      site: await this.id("Site", "SZ1"),
      purchaseOrder: order.id,
      receivedOn: this.#day,
      deliveryNote: `DN-${order.number.slice(3)}`,
      lines: lines.map((l, index) => ({
        orderLine: index + 1,
        quantity: (l.packed ?? l).quantity,
        unit: units[index],
        lotNumber: l.lot,
        supplierLot: l.supplierLot,
        location: places[index],
        ...l.logged,
        ...(l.madeOn ? { madeOn: l.madeOn } : {}),
        ...(l.expiresOn ? { expiresOn: l.expiresOn } : {}),
        ...(l.serials ? { serials: l.serials } : {}),
      })),
    });
    return (await this.by(keeper)).act("Receipt", receipt, "post");
  }

  /** How many samples the inspection asks of each characteristic. */
  async #samplesOf(inspection: Handled): Promise<number[]> {
    let sizes: number[] = [];
    await (await this.#hands.as("chenhe")).read(async (tx) => {
      const samples = await tx.lines("Inspection", "samples", inspection);
      sizes = samples.map(({ sampleSize }) => sampleSize);
    });
    return sizes;
  }

  /** Reads every sample of a lot's inspection by its plan; `odd` replaces single values (characteristic, sample → value). */
  async inspect(
    lot: string,
    item: string,
    inspector: string,
    odd: ReadonlyMap<string, string> = new Map(),
    conclude = true,
  ): Promise<Handled> {
    const inspection = await this.inspectionOf(lot);
    const sizes = await this.#samplesOf(inspection);
    const plan = planOf(item);
    const instruments = await Promise.all(plan.map((c) => this.#instrumentFor(c.instrument)));
    const readings = plan.flatMap((c, index) =>
      Array.from({ length: sizes[index] ?? 0 }, (_, s) => ({
        characteristic: index + 1,
        sample: s + 1,
        value: odd.get(`${index + 1}.${s + 1}`) ?? (c.kind === "attribute" ? "0" : this.around(c.typical, c.spread, c.decimals)),
        equipment: instruments[index] ?? null,
      })),
    );
    await (await this.by(inspector)).act("Inspection", inspection, "record", { readings });
    if (!conclude) return inspection;
    const done = await (await this.by(inspector)).act("Inspection", inspection, "conclude");
    return done.state === "toVerify" ? (await this.by("hejia")).act("Inspection", inspection, "verify") : done;
  }

  /** What a characteristic is measured with on this day: the older calliper as long as its calibration lasts. */
  async #instrumentFor(type: "calliper" | "tensileTester" | undefined): Promise<string | null> {
    if (!type) return null;
    if (type === "tensileTester") return this.id("Equipment", "TT-01");
    return this.id("Equipment", this.#day <= "2026-07-20" ? "CAL-017" : "CAL-018");
  }

  async inspectionOf(lot: string): Promise<Handled> {
    const { id } = await this.find("Lot", lot);
    let number = "";
    await (await this.#hands.as("chenhe")).read(async (tx) => {
      const found = await tx.find("Inspection", { lot: id });
      number = found.at(-1)?.number ?? "";
    });
    return this.find("Inspection", number);
  }

  async release(lot: string, releaser = "zhouqiming", toMarket = false): Promise<void> {
    await (await this.by(releaser)).act("Lot", await this.find("Lot", lot), toMarket ? "releaseToMarket" : "release");
  }

  /** A released lot goes from quarantine to its shelf. */
  async store(lot: string, quantity: string, to = storeOf(lot), from = quarantineOf(lot), serials?: string): Promise<void> {
    await (await this.by("dingkai")).act("Lot", await this.find("Lot", lot), "move", {
      from: await this.id("Location", from),
      to: await this.id("Location", to),
      quantity,
      ...(serials ? { serials } : {}),
    });
  }

  /** A delivery from order to usable stock; inspection the same day, release the next. */
  async buy(supplier: string, ordered: string, received: string, released: string, lines: readonly Bought[]): Promise<void> {
    await this.at(ordered, "08:30");
    const order = await this.order(supplier, received, lines);
    await this.at(received, "09:40");
    await this.receive(order, lines);
    await this.at(received, "13:10");
    for (const line of lines) await this.inspect(line.lot, line.item, "chenhe");
    await this.at(released, "10:05");
    for (const line of lines) await this.release(line.lot);
    for (const { lot, quantity, serials } of lines) await this.store(lot, quantity, storeOf(lot), quarantineOf(lot), serials);
  }

  /** An order planned, released, supplied, reported and closed; the lot then stands in quarantine. */
  async make(made: Made, planned: string, operator = "wutong"): Promise<Handled> {
    const order = await (await this.by("hechuan")).create("WorkOrder", {
      site: await this.id("Site", "SZ1"),
      item: await this.id("Item", made.item),
      quantity: made.quantity,
      lotNumber: made.lot,
      plannedOn: planned,
    });
    await (await this.by("hechuan")).act("WorkOrder", order, "release");
    for (const [lot, quantity] of made.issues) {
      const from = await this.id("Location", storeOf(lot));
      await (await this.by(operator)).act("WorkOrder", order, "consume", {
        lot: await this.id("Lot", lot),
        from,
        quantity,
        fefoReason: "Material of one campaign is used together / 同一批次物料成套使用",
      });
    }
    await (await this.by(operator)).act("WorkOrder", order, "complete", {
      quantityGood: made.good,
      quantityScrapped: made.scrapped,
      location: await this.id("Location", "SZ1-Q1"),
      madeOn: this.#day,
      remark: made.remark ?? null,
    });
    return (await this.by("hechuan")).act("WorkOrder", order, "close");
  }

  /** A made part: order, inspection, release, shelf. */
  async makeUsable(made: Made, day: string, time: string, operator = "wutong"): Promise<void> {
    await this.at(day, time);
    await this.make(made, day, operator);
    await this.inspect(made.lot, made.item, "sunye");
    await this.release(made.lot, "yaolan");
    await this.store(made.lot, made.good);
  }

  /** Goods to a customer: ordered, picked by one, checked and signed out by another. */
  async ship(customer: string, day: string, time: string, lot: string, item: string, quantity: string): Promise<Handled> {
    await this.at(day, time);
    const order = await (await this.by("fangyi")).create("SalesOrder", {
      site: await this.id("Site", "SZ1"),
      customer: await this.id("Customer", customer),
      orderedOn: day,
      lines: [{ item: await this.id("Item", item), quantity }],
    });
    await (await this.by("fangyi")).act("SalesOrder", order, "confirm");
    const shipment = await (await this.by("dingkai")).create("Shipment", {
      site: await this.id("Site", "SZ1"),
      salesOrder: order.id,
      lines: [{ lot: await this.id("Lot", lot), from: await this.id("Location", "SZ1-F1"), quantity }],
    });
    await (await this.by("dingkai")).act("Shipment", shipment, "pick");
    return (await this.by("fangyi")).act("Shipment", shipment, "ship");
  }

  /** The consignee has signed for it. */
  async deliver(shipment: Handled, deliveredOn: string): Promise<void> {
    await (await this.by("fangyi")).act("Shipment", shipment, "deliver", {
      deliveredOn,
      proofOfDelivery: `POD ${shipment.number}`,
    });
  }
}
