import { parse } from "@lotline/udi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Demo, openDemo } from "../../../test/demo.ts";
import { reasonsOf, refusalOf } from "../../../test/house.ts";
import { type Handled, Hands } from "../../seed/hands.ts";
import { labelDesigns } from "../../seed/script/label-designs.ts";

let demo: Demo;
let hands: Hands;
beforeAll(async () => {
  demo = await openDemo();
  hands = new Hands(demo.kernel, { name: "labels" });
});
afterAll(() => demo?.[Symbol.asyncDispose]());

const id = async (record: "ItemLabel" | "Site" | "Item" | "LabelJob", number: string) =>
  (await (await hands.as("wutong")).find(record, number)).id;

/** Nothing is left of a refused act: neither in the records of the area nor in the trail. */
const standing = async () =>
  (
    await demo.sql<object>(
      `select (select count(*) from audit.event) as events, (select count(*) from duty) as duties, (select count(*) from label_job) as jobs,
         (select count(*) from label_job_print) as runs, (select count(*) from signature) as signatures`,
    )
  )[0];

async function refused(work: () => Promise<unknown>): Promise<string[]> {
  const before = await standing();
  const codes = await refusalOf(work());
  expect(await standing()).toEqual(before);
  return codes;
}

interface Wanted {
  readonly label?: string;
  readonly lotNumber: string;
  readonly quantity?: number;
  readonly madeOn?: string;
  readonly serials?: string;
}

const prepare = async ({ label = "LB-IS100-U", quantity = 100, madeOn = "2026-08-20", ...more }: Wanted, by = "wutong") =>
  (await hands.as(by)).create("LabelJob", {
    ...more,
    quantity,
    madeOn,
    site: await id("Site", "SZ1"),
    itemLabel: await id("ItemLabel", label),
  });

const right = { udiRight: true, expiryRight: true, storageRight: true };
const act = async (login: string, job: Handled, action: Parameters<typeof actOf>[1], input?: object, reason?: string) =>
  actOf(login, action, job, input, reason);
type JobAction = "check" | "sendBack" | "release" | "print" | "reprint" | "scanBack" | "clear" | "reconcile" | "close" | "void";
const actOf = async (login: string, action: JobAction, job: Handled, input?: object, reason?: string) =>
  (await hands.as(login)).act("LabelJob", job, action, input as never, reason);

/** Checked and released, as the shop does it. */
async function released(wanted: Wanted): Promise<Handled> {
  const job = await prepare(wanted);
  await act("fengtao", job, "check", right);
  return act("hechuan", job, "release");
}

const row = async (job: Handled) =>
  (
    await demo.sql<{ [column: string]: unknown }>("select *, made_on::text, expires_on::text from label_job where id = $1", [
      job.id,
    ])
  )[0] ?? {};

describe("label templates", () => {
  const draft = async (changes: object, revision: string) => {
    const unit = labelDesigns[0];
    return (await hands.as("luoan")).create("LabelTemplate", {
      ...unit?.template,
      ...changes,
      itemLabel: await id("ItemLabel", "LB-IS100-U"),
      revision,
      changeReason: "for a test",
    });
  };
  const parts = labelDesigns[0]?.template.parts as readonly Record<string, unknown>[];

  it("[REQ-TRC-07] one that prints the expiry and whose symbol does not carry AI 17 is not approved, nor the other way round", async () => {
    const printed = await draft({ carriesExpiresOn: false }, "X1");
    const approve = async (template: Handled) =>
      (await hands.as("linjing")).act("LabelTemplate", template, "approve", { effectiveOn: "2026-08-20" });
    expect(await refused(() => approve(printed))).toEqual(["PI_NOT_IN_SYMBOL", "EXPIRY_NOT_CARRIED", "DIFFERS_FROM_RECORD"]);
    const [reason] = await reasonsOf(approve(printed));
    expect(reason?.text).toEqual({
      en: "The label prints the expiry, and its symbol does not carry it (17).",
      zh: "标签印有有效期，但条码不含该信息（17）。",
    });
    const hidden = await draft({ parts: parts.filter(({ textEn }) => textEn !== "{expiresOn}") }, "X2");
    expect(await refused(() => approve(hidden))).toEqual(["PI_NOT_PRINTED"]);
  });

  it("[REQ-TRC-07] one carries exactly what its item carries, shows the UDI in both forms, and prints the storage text", async () => {
    const bare = await draft(
      {
        ...{ carriesLot: false, carriesSerial: true, carriesMadeOn: false, carriesExpiresOn: false },
        parts: [{ kind: "text", x: "1", y: "1", width: "30", height: "5", textEn: "{serial}" }],
      },
      "X3",
    );
    const approve = async () => (await hands.as("linjing")).act("LabelTemplate", bare, "approve", { effectiveOn: "2026-08-20" });
    expect(await refused(approve)).toEqual([
      "NO_SYMBOL",
      "NO_HRI",
      "NO_SERIAL",
      "LOT_NOT_CARRIED",
      "EXPIRY_NOT_CARRIED",
      "STORAGE_NOT_PRINTED",
      ...Array<string>(4).fill("DIFFERS_FROM_RECORD"),
    ]);
  });

  it("all that keeps parts from being drawn is told when they are saved", async () => {
    const symbol = { kind: "symbol", symbol: "gs1DataMatrix", x: "1", y: "1", width: "20", height: "20" };
    const wrong = [
      { kind: "text", x: "5", y: "5", width: "30", height: "5", textEn: "{lott}" },
      symbol,
      { ...symbol, symbol: null, x: "30" },
      { kind: "graphic", x: "55", y: "40", width: "6", height: "5" },
      { kind: "text", x: "30", y: "30", width: "5", height: "5" },
    ];
    expect(await refused(() => draft({ parts: wrong }, "X4"))).toEqual([
      "UNKNOWN_PLACEHOLDER",
      "SYMBOL_NOT_CHOSEN",
      "GRAPHIC_NOT_CHOSEN",
      "OUTSIDE_LABEL",
      "TEXT_MISSING",
      "SYMBOL_COVERED",
      "SYMBOL_COVERED",
    ]);
  });

  it("[REQ-TRC-06] a symbol of another agency than that of the item's code is not approved", async () => {
    const foreign = await draft(
      { parts: parts.map((part) => (part.kind === "symbol" ? { ...part, symbol: "hibcDataMatrix" } : part)) },
      "X5",
    );
    expect(
      await refused(async () =>
        (await hands.as("linjing")).act("LabelTemplate", foreign, "approve", { effectiveOn: "2026-08-20" }),
      ),
    ).toEqual(["WRONG_AGENCY"]);
  });

  it("[REQ-APR-02] its author does not approve it", async () => {
    const own = await draft({}, "X6");
    expect(
      await refusalOf((await hands.as("luoan")).act("LabelTemplate", own, "approve", { effectiveOn: "2026-08-20" })),
    ).toContain("SOD_SELF");
  });
});

describe("every label of the demo company", () => {
  it.each(labelDesigns.map(({ number, item }) => [number, item] as const))(
    "[REQ-TRC-06] %s of %s: the symbols say its own data and are read back",
    async (number) => {
      const { data } = await (await demo.as("wutong")).ask(
        `{ labelTemplate(number: "${number}.A") { state preview { svg udi symbols { kind text read isSame } reasons { code } } } }`,
      );
      const template = data?.labelTemplate as {
        state: string;
        preview: { svg: string; udi: string; symbols: { text: string; read: string; isSame: boolean }[]; reasons: object[] };
      };
      expect([template.state, template.preview.reasons.length]).toEqual(["approved", 0]);
      expect(template.preview.symbols.length).toBeGreaterThan(0);
      const di = {
        "LB-IS100-U": "09521234000013",
        "LB-IS100-B": "19521234000010",
        "LB-IS100-C": "29521234000017",
        "LB-IP20-U": "09521234000037",
      }[number];
      for (const { read, isSame } of template.preview.symbols) {
        expect(isSame).toBe(true);
        const said = parse(read);
        expect([said.di, said.canonical]).toEqual([di, template.preview.udi]);
      }
    },
  );

  it("[REQ-TRC-08] the UDI of IS2607A is on its job and readable from the lot", async () => {
    const { data } = await (await demo.as("wutong")).ask(`{ lot(number: "IS2607A") { udis { udi job level } } }`);
    expect(JSON.parse(JSON.stringify(data))).toEqual({
      lot: { udis: [{ udi: "(01)09521234000013(11)260731(17)290730(10)IS2607A", job: "LJ-26-0001", level: "unit" }] },
    });
  });

  it("[REQ-TRC-08] the job of IS2607A is closed with 24,540 = 23,640 + 888 + 12", async () => {
    const [job] = await demo.sql<object>(
      "select state, printed, applied, destroyed, returned, specimens, difference from label_job where number = 'LJ-26-0001'",
    );
    expect(job).toEqual({
      ...{ state: "closed", printed: 24_540, applied: 23_640, destroyed: 888 },
      ...{ returned: 0, specimens: 12, difference: 0 },
    });
  });
});

describe("a label job", () => {
  it("[REQ-TRC-08] is checked by a second person, who confirms UDI, expiry and storage text, and never by who made it", async () => {
    const job = await prepare({ lotNumber: "IS2608C" });
    expect(await refused(async () => act("wutong", job, "check", right))).toEqual(["NO_PERMIT", "SOD_SELF"]);
    expect(await refusalOf(act("fengtao", job, "check", { ...right, storageRight: false }))).toEqual(["NOT_CONFIRMED"]);
    expect(await row(job)).toMatchObject({ state: "draft", udi: null, expires_on: null });
    await act("fengtao", job, "check", right);
    expect(await row(job)).toMatchObject({
      ...{ state: "checked", di: "09521234000013", made_on: "2026-08-20", expires_on: "2029-08-19" },
      udi: "(01)09521234000013(11)260820(17)290819(10)IS2608C",
    });
    expect(await refused(async () => act("fengtao", job, "release"))).toEqual(["NO_PERMIT"]);
    await act("hechuan", job, "release");
    expect(await row(job)).toMatchObject({ state: "released", printed: 0 });
  });

  it("[REQ-TRC-07] expires on made on + 36 months − 1 day; where that day does not exist, on the last day of the month", async () => {
    for (const [madeOn, expiresOn] of [
      ["2026-07-31", "2029-07-30"],
      ["2024-02-29", "2027-02-28"],
      ["2026-03-01", "2029-02-28"],
    ] as const) {
      const job = await released({ lotNumber: `IS-${madeOn}`, madeOn });
      expect((await row(job)).expires_on).toBe(expiresOn);
    }
  });

  it("[REQ-TRC-08] made on is fixed by the first job of a lot number; another one with another date is refused", async () => {
    await released({ lotNumber: "IS2608D", madeOn: "2026-08-18" });
    const box = await prepare({ label: "LB-IS100-B", lotNumber: "IS2608D", madeOn: "2026-08-19" });
    expect(await refused(async () => act("fengtao", box, "check", right))).toEqual(["DATES_FIXED"]);
    const other = await prepare({ label: "LB-IP20-U", lotNumber: "IS2608D", quantity: 1, serials: "X1" });
    expect(await refused(async () => act("fengtao", other, "check", right))).toEqual(["LOT_OF_OTHER_ITEM"]);
  });

  it("[REQ-TRC-01] serial numbers are named, as many as labels, and belong to one job of a label", async () => {
    const few = await prepare({ label: "LB-IP20-U", lotNumber: "IP2608", quantity: 3, serials: "IP26080001…0002" });
    expect(await refused(async () => act("fengtao", few, "check", right))).toEqual(["SERIAL_COUNT"]);
    const taken = await prepare({ label: "LB-IP20-U", lotNumber: "IP2608", quantity: 2, serials: "IP26070120, IP26080009" });
    expect(await refused(async () => act("fengtao", taken, "check", right))).toEqual(["SERIAL_TAKEN"]);
    const none = await prepare({ lotNumber: "IS2608E", quantity: 1, serials: "S1" });
    expect(await refused(async () => act("fengtao", none, "check", right))).toEqual(["NO_SERIAL"]);
  });

  it("[REQ-TRC-06] a lot number that is too long for its label is refused, with every place where it does not fit", async () => {
    const long = await prepare({ lotNumber: "ABCDEFGHIJKLMNOPQRST", quantity: 1 });
    expect(await refused(async () => act("fengtao", long, "check", right))).toEqual([
      "TEXT_TOO_LONG",
      "SYMBOL_TOO_LARGE",
      "TEXT_TOO_LONG",
    ]);
  });

  it("[REQ-TRC-08] is not released when what it says has changed since it was checked", async () => {
    const job = await prepare({ lotNumber: "IS2608F" });
    await act("fengtao", job, "check", right);
    await demo.sql(
      "with actor as (select set_config('app.actor', '1', false)) update label_job set expires_on = '2029-01-01' from actor where id = $1",
      [job.id],
    );
    expect(await refusalOf(act("hechuan", job, "release"))).toEqual(["CHANGED_SINCE_CHECK"]);
    await act("hechuan", job, "sendBack", {}, "Checked against an old revision");
    expect(await row(job)).toMatchObject({ state: "draft", udi: null, expires_on: null, di: null });
  });

  it("[REQ-TRC-08] is printed in ranges, each label once; again only with a reason, and counted", async () => {
    const job = await released({ lotNumber: "IS2608G", quantity: 100 });
    await act("wutong", job, "print", { first: 1, last: 60 });
    expect(await refused(async () => act("wutong", job, "print", { first: 60, last: 70 }))).toEqual(["PRINTED_ALREADY"]);
    expect(await refused(async () => act("wutong", job, "print", { first: 90, last: 101 }))).toEqual(["NO_SUCH_LABELS"]);
    expect(await refused(async () => act("wutong", job, "reprint", { first: 50, last: 61 }, "Torn on the roll"))).toEqual([
      "NOT_PRINTED_YET",
    ]);
    expect(await refused(async () => act("wutong", job, "reprint", { first: 1, last: 2 }, "torn"))).toEqual([
      "reason:REASON_REQUIRED",
    ]);
    await act("wutong", job, "reprint", { first: 1, last: 2 }, "Torn on the roll");
    await act("wutong", job, "print", { first: 61, last: 100 });
    expect(await row(job)).toMatchObject({ state: "printing", printed: 102, reprinted: 2, difference: 102 });
  });

  it("[REQ-TRC-08] is closed only with a difference of 0, signed by somebody who did not print", async () => {
    const job = await released({ lotNumber: "IS2608H", quantity: 50 });
    await act("wutong", job, "print", { first: 1, last: 50 });
    expect(await refused(async () => act("fengtao", job, "close"))).toEqual(["NOT_COUNTED"]);
    await act("wutong", job, "reconcile", { applied: 40, destroyed: 5, returned: 2, specimens: 2 });
    const before = await standing();
    expect((await reasonsOf(act("fengtao", job, "close"))).map(({ code, text }) => [code, text.en])).toEqual([
      [
        "LABELS_DIFFER",
        "Printed 50; applied, destroyed, returned and specimens are 40 + 5 + 2 + 2: the difference is 1, and must be 0.",
      ],
    ]);
    expect(await standing()).toEqual(before);
    await act("wutong", job, "reconcile", { applied: 41, destroyed: 5, returned: 2, specimens: 2 });
    expect((await act("fengtao", job, "close")).state).toBe("closed");
  });

  it("[REQ-TRC-08] is stopped at once by a scan of another item, lot, date or serial number; the line leader clears it with a reason", async () => {
    const job = await released({ lotNumber: "IS2608J", quantity: 10 });
    await act("wutong", job, "print", { first: 1, last: 10 });
    const good = "]d20109521234000013112608201729081910IS2608J";
    await act("wutong", job, "scanBack", { scanned: good });
    // As the desk hands it over: separators written out; and as it is printed under the symbol.
    await act("wutong", job, "scanBack", { scanned: `${good}{GS}` });
    await act("wutong", job, "scanBack", { scanned: "(01)09521234000013(11)260820(17)290819(10)IS2608J" });
    expect(await row(job)).toMatchObject({ state: "printing", scanned_good: 3 });
    const others: readonly (readonly [string, string])[] = [
      [
        "]d20109521234000020112608201729081910IS2608J",
        "The device identifier is 09521234000020, this job prints 09521234000013.",
      ],
      ["]d20109521234000013112608201729081910IS2608K", "The lot is IS2608K, this job prints IS2608J."],
      ["(01)09521234000013(11)260820(17)290820(10)IS2608J", "The expiry is 2029-08-20, this job prints 2029-08-19."],
      ["(01)09521234000013(11)260820(17)290819(10)IS2608J(21)7", "The serial number is 7, this job prints none."],
      ["06912345678903X", "“06912345678903X” is no UDI that holds: "],
    ];
    for (const [at, [scanned, why]] of others.entries()) {
      const before = Number((await row(job)).version);
      expect(await act("wutong", job, "scanBack", { scanned })).toMatchObject({ state: "stopped", version: before + 1 });
      expect(await refused(async () => act("wutong", job, "scanBack", { scanned: good }))).toContain("STATE");
      expect(await refused(async () => act("wutong", job, "clear", {}, "Wrong roll taken away"))).toEqual([
        "NO_PERMIT",
        "SOD_SELF",
      ]);
      await act("fengtao", job, "clear", {}, "Wrong roll taken away");
      const [stop] = await demo.sql<{ scanned: string; why_en: string; cleared_why: string }>(
        "select scanned, why_en, cleared_why from label_job_stop where head_id = $1 and position = $2",
        [job.id, at + 1],
      );
      expect([stop?.scanned, stop?.cleared_why]).toEqual([scanned, "Wrong roll taken away"]);
      expect(stop?.why_en).toContain(why);
    }
    expect(await row(job)).toMatchObject({ state: "printing", scanned_good: 3 });
  });

  it("[REQ-TRC-08] two people who release at the same moment release it once", async () => {
    const job = await prepare({ lotNumber: "IS2608L", quantity: 10 });
    await act("fengtao", job, "check", right);
    const both = await Promise.allSettled(["hechuan", "linjing"].map((login) => act(login, job, "release")));
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
