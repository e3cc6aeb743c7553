import { because, type Reason, type Rec } from "@lotline/schema";
import { type Behaviour, behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { makeHold } from "../hold/place.ts";
import { retain } from "../retained/index.ts";
import type { Source } from "../stock/types.ts";
import { returnSample, sample, scrap } from "../stock/use.ts";
import { releaseEvidenceOf, usesOf } from "./evidence.ts";
import { mergeLot, splitLot } from "./regrouping.ts";
import { relocate } from "./relocate.ts";

const wrongRelease =
  (en: string, zh: string) =>
  (finished: boolean) =>
  (lot: Rec<"Lot">): Reason[] =>
    lot.isFinishedDevice === finished ? [] : [because("OTHER_KIND", en, zh, "Lot", lot.number)];

// What is done to a lot by itself has the lot as its document.
const itself = (lot: Rec<"Lot">): Source => ({ record: "Lot", id: lot.id, number: lot.number });

// The signature has covered the same evidence, read under the same lock.
async function keepEvidence(tx: Tx, lot: Rec<"Lot">): Promise<void> {
  tx.update("Lot", lot, { releasedAt: tx.now, releaseEvidence: await releaseEvidenceOf(tx, lot) });
  tx.emit("lot.released", { lot: lot.id });
}

const expiryReasons = (madeOn: string | null, expiresOn: string | null): Reason[] =>
  madeOn !== null && expiresOn !== null && expiresOn < madeOn
    ? [because("EXPIRY_BEFORE_MADE", "A lot cannot expire before it was made.", "有效期不得早于生产日期。")]
    : [];

export const lotBehaviour: Behaviour = behaviour({
  record: "Lot",
  beforeCreate: async (tx, given) => tx.require(expiryReasons(given.madeOn ?? null, given.expiresOn ?? null)),
  beforeEdit: async (tx, lot, changes) =>
    tx.require(expiryReasons(lot.madeOn, changes.expiresOn === undefined ? lot.expiresOn : changes.expiresOn)),
  actions: {
    release: {
      guard: wrongRelease("A finished device is released to market.", "成品须作上市放行。")(false),
      evidence: releaseEvidenceOf,
      effect: keepEvidence,
    },
    releaseToMarket: {
      guard: wrongRelease("Only finished devices are released to market.", "仅成品可作上市放行。")(true),
      evidence: releaseEvidenceOf,
      effect: keepEvidence,
    },
    reject: { effect: async (tx, lot) => tx.emit("lot.rejected", { lot: lot.id }) },
    reevaluate: {
      evidence: async (tx, lot) => ({ uses: await usesOf(tx, lot.id) }),
      // A new round: the earlier release stays with its signature and in the trail.
      effect: async (tx, lot) => tx.update("Lot", lot, { releasedAt: null, releaseEvidence: null }),
    },
    placeHold: {
      effect: async (tx, lot, { kind, explanation }) => {
        const hold = await makeHold(tx, lot, { kind, explanation, placedBySystem: null });
        tx.duty("Hold", hold.id, "holdPlacer");
      },
    },
    sample: {
      effect: async (tx, lot, { from, quantity, serials }) => {
        await sample(tx, { lot: lot.id, location: from, quantity, serials, source: itself(lot) });
      },
    },
    returnSample: {
      effect: async (tx, lot, { to, quantity, serials }) => {
        await returnSample(tx, { lot: lot.id, location: to, quantity, serials, source: itself(lot), remark: tx.reason });
      },
    },
    retain: { effect: retain },
    split: { effect: splitLot },
    merge: { effect: mergeLot },
    scrap: {
      effect: async (tx, lot, { from, quantity, serials }) => {
        await scrap(tx, { lot: lot.id, location: from, quantity, serials, source: itself(lot), remark: tx.reason });
      },
    },
    move: { effect: relocate },
  },
});
