import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reasonsOf, refusalOf } from "../../../../test/house.ts";
import { document, openStage, type Stage } from "../../../../test/stock-stage.ts";
import { merge, move, receiveLot, returnFrom, ship, split, stockOf } from "../index.ts";

describe("where a lot may stand", () => {
  let stage: Stage;
  let coldRevision: string;
  const place: { [name: string]: string } = {};
  beforeAll(async () => {
    stage = await openStage();
    const steward = await stage.house.hands.as("luoan");
    const shelves: readonly (readonly [string, string, string | null])[] = [
      ["Q-COLD", "quarantine", "cold"],
      ["S-COLD", "storage", "cold"],
      ["S-AMBIENT", "storage", "ambient"],
      ["B-COLD", "blocked", "cold"],
    ];
    for (const [number, type, storageClass] of shelves) {
      const given = { number, nameEn: number, nameZh: number, type, storageClass, site: stage.site };
      place[number] = (await steward.create("Location", given)).id;
    }
    const revision = await steward.create("ItemRevision", {
      item: stage.item.raw,
      revision: "A",
      changeReason: "first",
      specification: "epoxy",
      storageClass: "cold",
    });
    await (await stage.house.hands.as("linjing")).act("ItemRevision", revision, "approve", { effectiveOn: "2099-01-01" });
    coldRevision = revision.id;
  });
  afterAll(() => stage.close());

  let count = 0;
  const receive = (location: string) =>
    stage.run(async (tx) => {
      const lot = await receiveLot(tx, {
        number: `COLD-${++count}`,
        item: stage.item.raw,
        itemRevision: coldRevision,
        supplier: stage.supplier,
        supplierLot: "S",
        quantity: "100",
        location,
        source: document("Receipt"),
      });
      return lot.id;
    });
  const released = async () => {
    const lot = await receive(place["Q-COLD"] ?? "");
    await stage.run((tx) => tx.act("Lot", lot, "carryRelease", {}));
    return lot;
  };
  const go = (lot: string, to: string, from = place["Q-COLD"] ?? "") =>
    stage.run((tx) => move(tx, { lot, from, to, quantity: "10", source: document() }));
  const state = async (lot: string) => ({
    stock: await stage.run((tx) => stockOf(tx, [lot])),
    postings: await stage.house.sql("select count(*) from posting"),
  });

  it("[REQ-GATE-19] a cold lot is not received into a place that is not cold, and the refusal names the place that would do", async () => {
    const before = await stage.house.sql("select count(*) from lot");
    const [reason] = await reasonsOf(receive(stage.place.quarantine));
    expect(reason).toMatchObject({ code: "STORAGE_NOT_MET", record: "Location", number: "SZ1-QUARANTINE" });
    expect(reason?.text.en).toContain('needs "Cold, 2–8 °C"; SZ1-QUARANTINE keeps "no storage class". These would do: Q-COLD.');
    expect(reason?.text.zh).toContain("要求“冷藏 2–8 °C”，SZ1-QUARANTINE 为“未定储存类别”。可放：Q-COLD。");
    expect(await stage.house.sql("select count(*) from lot")).toEqual(before);
  });

  it("[REQ-GATE-19] nor moved, split, merged or returned into one; nothing changes", async () => {
    const [lot, other] = [await released(), await released()];
    const customer = stage.customers[0] ?? "";
    const source = document("Shipment");
    await go(lot, place["S-COLD"] ?? "");
    await stage.run((tx) =>
      ship(tx, { source, customer, lines: [{ lot, location: place["S-COLD"] ?? "", quantity: "5" }], into: "customer" }),
    );
    const before = await state(lot);
    const from = place["Q-COLD"] ?? "";
    const to = place["S-AMBIENT"] ?? "";
    const refused = [
      () => go(lot, to),
      () =>
        stage.run((tx) => split(tx, { lot, location: from, parts: [{ number: "PART", quantity: "1", to }], source: document() })),
      () =>
        stage.run((tx) =>
          merge(tx, {
            number: "WHOLE",
            lines: [lot, other].map((one) => ({ lot: one, location: from, quantity: "1" })),
            to,
            source: document(),
          }),
        ),
      () =>
        stage.run((tx) =>
          returnFrom(tx, { customer, lines: [{ lot, location: stage.place.quarantine, quantity: "1" }], source: document() }),
        ),
    ];
    for (const attempt of refused) expect([...new Set(await refusalOf(attempt()))]).toEqual(["STORAGE_NOT_MET"]);
    expect(await state(lot)).toEqual(before);
  });

  it("[REQ-GATE-19] a held cold lot is told only of cold places that stand apart", async () => {
    const lot = await receive(place["Q-COLD"] ?? "");
    const reasons = await reasonsOf(go(lot, stage.place.blocked));
    expect(reasons.map((reason) => reason.code)).toEqual(["STORAGE_NOT_MET"]);
    expect(reasons[0]?.text.en).toContain("These would do: B-COLD, Q-COLD.");
    await go(lot, place["B-COLD"] ?? "");
  });

  it("[REQ-GATE-19] temperatures that leave no room are refused where they are typed", async () => {
    const steward = await stage.house.hands.as("luoan");
    const given = { number: "BAD", nameEn: "x", nameZh: "x", type: "storage", site: stage.site, storageClass: "cold" };
    await expect(steward.create("Location", { ...given, storageMin: "12" })).rejects.toThrow();
    await expect(steward.create("Location", { ...given, storageMin: "3", storageMax: "5" })).resolves.toBeDefined();
  });
});
