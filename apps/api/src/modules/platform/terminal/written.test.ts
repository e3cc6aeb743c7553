/** What is written down of where critical input is made, and where it is shown (21 CFR 11.10(h), REQ-ACC-07, ADR 53). */
import { verify } from "@lotline/verifier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keeper, sealing, settled } from "../../../../test/audit-case.ts";
import { doneOf, shown } from "../../../../test/browser.ts";
import { foundBy, said } from "../../../../test/findings.ts";
import { testKeys } from "../../../../test/house.ts";
import { fault, jobIn, order, start } from "../../../../test/jobs.ts";
import { agent } from "../../../../test/served.ts";
import {
  activated,
  closeTerminals,
  company,
  deviceAt,
  limit,
  next,
  noted,
  openTerminals,
  present,
  served,
  toInspect,
  weigh,
} from "../../../../test/terminals.ts";
import { asClient } from "../../../database/client.ts";
import { readPublicKeys } from "../../../evidence/keys.ts";
import { asRow } from "../../../kernel/behaviour.ts";
import { workTurn } from "../job/turn.ts";
import { offTerminal } from "./acts.ts";

beforeAll(openTerminals);
afterAll(closeTerminals);
// Nothing is limited where no test says so.
beforeEach(() => limit("default", { unregistered: "record" }));

/** Works the turns of a job off, as the relay would. */
async function worked(id: string): Promise<void> {
  for (;;) {
    const [job] = await company.sql<{ turn: number; state: string }>("select turn, state from job where id = $1", [id]);
    if (!job || !["queued", "running"].includes(job.state)) return;
    await workTurn(company.kernel, id, job.turn, fault);
  }
}

describe("what is written down", () => {
  it("[REQ-ACC-07] a flag lets it through, marks it and is an exception of the review until it is signed", async () => {
    const rule = await limit("Inspection.record", { unregistered: "flag" });
    const inspection = await toInspect();
    const inspector = await company.browser("chenhe");
    expect((await weigh(inspector, inspection)).code).toBeNull();
    expect(await noted(inspection)).toEqual([{ operation: "recordInspection", terminal: null, flagged: true, rule }]);
    const found = await foundBy("OFF_TERMINAL", company, "chenhe", "Inspection", inspection);
    expect(found.map(said)).toEqual([["Record readings on an unregistered device", "录入读数：未登记设备", "medium"]]);
    expect(found[0]?.facts).toMatchObject([{ value: { en: rule }, ok: false, record: "Rule", number: rule }]);
    const left = async () => {
      const keys: string[] = [];
      await (await company.as("linjing")).read(async (tx) => {
        const row = asRow(await tx.get("Inspection", inspection.id));
        keys.push(...((await offTerminal.find(tx, [row], "Inspection")).get(row.id) ?? []).map(({ title }) => title.en));
      });
      return keys;
    };
    expect((await weigh(inspector, inspection, 2)).code).toBeNull();
    expect(await left()).toHaveLength(2);
    doneOf(await inspector.sign("Inspection", await present("inspection", inspection), "conclude"));
    expect(await left()).toEqual([]);
    await limit("Inspection.record", { unregistered: "record" });
  });

  it("[REQ-ACC-07] [REQ-REC-11] history, trail and both files name the terminal or the unregistered device", async () => {
    const bench = await activated();
    const inspector = await company.browser("chenhe");
    const inspection = await toInspect();
    expect((await weigh(inspector, inspection)).code).toBeNull();
    inspector.terminal = await deviceAt(bench);
    expect((await weigh(inspector, inspection, 2)).code).toBeNull();
    const page = await inspector.ask(
      "query ($id: ID!) { inspection(id: $id) { timeline { operation terminal { number flaggedBy } } } }",
      { id: inspection.id },
    );
    const { timeline } = shown<{ timeline: { operation: string; terminal: object | null }[] }>(page.data, "inspection");
    const recorded = timeline.filter(({ operation }) => operation === "recordInspection").map(({ terminal }) => terminal);
    expect(recorded).toEqual([
      { number: bench.number, flaggedBy: null },
      { number: null, flaggedBy: null },
    ]);
    const auditor = await company.browser("fanqing");
    const trail = await auditor.ask(
      `{ trail(first: 200, record: "Inspection") { events { operation number terminal { number flaggedBy } } } }`,
    );
    const { events } = shown<{ events: { operation: string; number: string; terminal: object | null }[] }>(trail.data, "trail");
    expect(
      events
        .filter(({ operation, number }) => operation === "recordInspection" && number === inspection.number)
        .map(({ terminal }) => terminal),
    ).toEqual([
      { number: bench.number, flaggedBy: null },
      { number: null, flaggedBy: null },
    ]);
    const [person] = await company.sql<{ id: string }>("select id from person where login = 'fanqing'");
    const headers = { cookie: await served.cookieOf(person?.id ?? ""), "user-agent": agent };
    const file = async (path: string) =>
      (await (await fetch(`${served.url}${path}`, { headers })).text()).trimEnd().split("\r\n");
    for (const [path, words] of [
      [`/history/Inspection/${inspection.id}.csv?lang=zh`, ["终端", "未登记设备"]],
      ["/history/trail.csv?record=Inspection&lang=en", ["Terminal", "Unregistered device"]],
    ] as const) {
      const [head = "", ...lines] = await file(path);
      const last = (line: string) => line.split(",").at(-1)?.replaceAll('"', "");
      expect([path, last(head)]).toEqual([path, words[0]]);
      const told = new Set(lines.map(last));
      expect([path, told.has(bench.number), told.has(words[1])]).toEqual([path, true, true]);
    }
  });

  it("[REQ-ACC-07] long work is done at the terminal at which it was ordered, and is stopped by the same limit", async () => {
    const buyer = await company.browser("shenyue");
    const wanted = async () =>
      doneOf(
        await buyer.create("Requisition", {
          ...{ site: await company.id("Site", "SZ1"), item: await company.id("Item", "RM-201"), quantity: "10" },
          ...{ neededOn: "2026-07-20", purpose: "stock" },
        }),
      );
    const ids = [(await wanted()).id, (await wanted()).id];
    const quantities = () =>
      company.sql("select trim_scale(quantity)::text as of from requisition where id = any($1) order by id", [ids]);
    const bench = await activated();
    await limit("Requisition.edit", { unregistered: "block" });
    const changed = async (quantity: string) => {
      const input = { record: "Requisition", ids, input: { quantity }, reason: "Ten were not enough" };
      const { id } = jobIn(await start(buyer, input));
      await worked(id);
      await order(buyer, "runJob", id);
      await worked(id);
    };
    await changed("15");
    expect(await quantities()).toEqual([{ of: "10" }, { of: "10" }]);
    buyer.terminal = await deviceAt(bench);
    await changed("20");
    expect(await quantities()).toEqual([{ of: "20" }, { of: "20" }]);
    expect(
      await company.sql(
        "select terminal_number as terminal, operation from terminal_act where record_type = 'Requisition' and operation = 'editRequisition' and record_id = any($1)",
        [ids],
      ),
    ).toEqual([
      { terminal: bench.number, operation: "editRequisition" },
      { terminal: bench.number, operation: "editRequisition" },
    ]);
    await limit("Requisition.edit", { unregistered: "record" });
  });

  it("[REQ-ACC-07] a signature is made at a terminal too", async () => {
    const bench = await activated();
    const head = await company.browser("xuheng");
    head.terminal = await deviceAt(bench);
    const draft = doneOf(
      await (await company.browser("linjing")).create("Rule", {
        ...{ ruleName: "retention", key: next("class"), content: { years: 5 }, validFrom: "2026-07-06", citation: "x" },
      }),
    );
    doneOf(await head.sign("Rule", draft, "approve"));
    expect(
      await company.sql(
        `select t.terminal_number as terminal from terminal_act t join signature s on s.command_id = t.command_id
         where s.record_type = 'Rule' and s.record_id = $1`,
        [draft.id],
      ),
    ).toEqual([{ terminal: bench.number }]);
  });

  it("[REQ-ACC-07] [REQ-REC-03] is sealed with everything else: what stood before verifies, and a terminal changed afterwards is found", async () => {
    const own = keeper();
    const check = () =>
      verify({
        url: company.database.reader,
        publicKeys: [...readPublicKeys(own.keyFile), ...testKeys.publicKeys],
        headsFile: own.headsFile,
      });
    await sealing(company.database.sealer, own, async (sealer) => {
      await settled(company.database.owner);
      await sealer.sealNow();
      expect(await check()).toMatchObject({ ok: true });
      const inspection = await toInspect();
      expect((await weigh(await company.browser("chenhe"), inspection)).code).toBeNull();
      await settled(company.database.owner);
      await sealer.sealNow();
      expect(await check()).toMatchObject({ ok: true });
      await asClient(company.database.superUrl, async (client) => {
        await client.query("set session_replication_role = replica; alter table terminal_act disable trigger all");
        await client.query(
          "update terminal_act set terminal_number = 'QC-BENCH' where record_type = 'Inspection' and record_id = $1",
          [inspection.id],
        );
        await client.query(
          "alter table terminal_act enable always trigger zz_audit_stamp; alter table terminal_act enable always trigger audit_refuse",
        );
      });
      expect(await check()).toMatchObject({ ok: false, first: { table: "terminal_act" } });
    });
    own.remove();
  });
});
