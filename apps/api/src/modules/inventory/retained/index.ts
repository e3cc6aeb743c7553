/** The register of retained samples: taken from a lot to a place for them, kept as long as the rule says, used up or disposed of. */
import { type ActionInputOf, addDays, because, type Reason, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { dateIn, type Reader } from "../../../base/context.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { lastGoodDay, siteDay } from "../../master/index.ts";
import { placeReasons, survey } from "../stock/ground.ts";
import type { Source } from "../stock/types.ts";
import { move, sample, scrap } from "../stock/use.ts";

interface KeepRule {
  readonly monthsAfterExpiry: number;
  readonly monthsWithoutExpiry: number;
}

/** A movement to a place of type "retained" and its entry in the register. */
export async function retain(
  tx: Tx,
  lot: Rec<"Lot">,
  { from, to, quantity, serials }: ActionInputOf<"Lot", "retain">,
): Promise<void> {
  const ground = await survey(tx, [lot.id], [from, to], []);
  tx.require(placeReasons("LOCATION_NOT_RETAINED", [ground.place(to)], ["retained"]));
  const source = { record: "Lot", id: lot.id, number: lot.number } as const;
  await move(tx, { lot: lot.id, from, to, quantity, serials, source });
  const takenOn = await siteDay(tx, lot.site);
  await tx.create("RetainedSample", {
    lot: lot.id,
    item: lot.item,
    location: to,
    quantityTaken: quantity,
    quantity,
    takenOn,
    keepUntil: await keepUntil(tx, lot, takenOn),
    site: lot.site,
  });
}

async function keepUntil(tx: Tx, lot: Rec<"Lot">, takenOn: string): Promise<string> {
  const rule = (await tx.rule("retained-sample")).get("default") as KeepRule | undefined;
  return lot.expiresOn === null
    ? lastGoodDay(addDays(takenOn, 1), rule?.monthsWithoutExpiry ?? 36)
    : lastGoodDay(addDays(lot.expiresOn, 1), rule?.monthsAfterExpiry ?? 12);
}

const itself = (entry: Rec<"RetainedSample">): Source => ({ record: "RetainedSample", id: entry.id, number: entry.number });

const stillKept = (entry: Rec<"RetainedSample">, reader: Reader): Reason[] =>
  dateIn(reader.firmZone, reader.now) > entry.keepUntil
    ? []
    : [
        because(
          "RETAINED_NOT_DUE",
          `${entry.number} is kept until ${entry.keepUntil}.`,
          `${entry.number} 须保存至 ${entry.keepUntil}。`,
          "RetainedSample",
          entry.number,
        ),
      ];

export const retainedSampleBehaviour = behaviour({
  record: "RetainedSample",
  actions: {
    use: {
      effect: async (tx, entry, { quantity, purpose, serials }) => {
        const left = new Decimal(entry.quantity).minus(quantity);
        if (left.isNegative())
          tx.require([
            because(
              "RETAINED_SHORT",
              `${entry.number} has ${new Decimal(entry.quantity)} left.`,
              `${entry.number} 现存 ${new Decimal(entry.quantity)}。`,
              "RetainedSample",
              entry.number,
            ),
          ]);
        const given = { lot: entry.lot, location: entry.location, quantity, serials };
        await sample(tx, { ...given, source: itself(entry), remark: purpose });
        tx.update("RetainedSample", entry, { quantity: left.toFixed() });
        if (left.isZero()) await tx.act("RetainedSample", entry.id, "finish", {});
      },
    },
    dispose: {
      guard: stillKept,
      effect: async (tx, entry, { serials }) => {
        const { lot, location, quantity } = entry;
        await scrap(tx, { lot, location, quantity, serials, source: itself(entry), remark: tx.reason });
        tx.update("RetainedSample", entry, { quantity: "0", disposedOn: await siteDay(tx, entry.site) });
      },
    },
  },
});
