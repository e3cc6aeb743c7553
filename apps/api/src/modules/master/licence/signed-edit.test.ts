/** What lifts a lock is signed: the validity of a licence is changed by a signature over the licence as it is then. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, doneOf, shown, type Target } from "../../../../test/browser.ts";
import { type Company, openCompany } from "../../../../test/company.ts";
import { jobIn, start } from "../../../../test/jobs.ts";

let company: Company;
let quality: Browser;
let licence: Target;
beforeAll(async () => {
  company = await openCompany();
  const [person] = await company.sql<{ id: string; login: string }>("select id, login from person where login = 'mengfei'");
  if (!person) throw new Error("nobody");
  await (await company.as("mengfei")).edit("Licence", await one(), { validTo: "2027-01-01" }, "accepts the statement before");
  quality = await Browser.of(company.kernel, person);
});
afterAll(() => company.close());

async function one(): Promise<Target> {
  const [row] = await company.sql<Target>("select id, version from licence order by id limit 1");
  if (!row) throw new Error("there is no licence");
  return row;
}
const standing = async () => {
  const [row] = await company.sql<{ validTo: string; version: number; signatures: number }>(
    `select valid_to::text as "validTo", version, (select count(*)::int from signature where record_type = 'Licence' and record_id = licence.id) as signatures
     from licence where id = $1`,
    [licence.id],
  );
  return row;
};
const why = "renewed by the authority, certificate seen";

describe("[U09] [REQ-SIG-12] an edit of a signed field", () => {
  it("is refused without a signature, on every path, and changes nothing", async () => {
    licence = await one();
    const before = await standing();
    const refused = await quality.edit("Licence", licence, { validTo: "2030-01-01" }, why);
    expect([refused.code, refused.reasons]).toEqual(["SIGNATURE_REFUSED", ["SIGNATURE_REQUIRED"]]);
    for (const on of [
      { ids: [licence.id], input: { validTo: "2030-01-01" } },
      { rows: [{ id: licence.id, shown: licence.version, input: { validTo: "2030-01-01" } }] },
    ]) {
      const bulk = await start(quality, { record: "Licence", reason: why, ...on });
      expect([bulk.code, bulk.reasons]).toEqual(["REFUSED", ["SIGNED_ONE_BY_ONE"]]);
    }
    expect(await standing()).toEqual(before);
  });

  it("stands with the signature in one transaction: the record as it is now, the reason, what changed", async () => {
    licence = await one();
    const before = await standing();
    const opened = await quality.intent("Licence", licence, "edit", { input: { validTo: "2031-06-30" }, reason: why });
    expect(shown<{ meaning: string }>(opened.data, "intent").meaning).toBe("AUTHORED");
    const done = doneOf(await quality.signEdit("Licence", licence, { validTo: "2031-06-30" }, why));
    expect(await standing()).toEqual({ validTo: "2031-06-30", version: done.version, signatures: (before?.signatures ?? 0) + 1 });
    const { data } = await quality.ask(
      "query ($id: ID!) { r: licence(id: $id) { timeline(first: 1) { reason changes { field new } signature { meaning verdict version reason } } } }",
      { id: licence.id },
    );
    expect(shown<{ timeline: object[] }>(data, "r").timeline).toEqual([
      {
        reason: why,
        changes: [{ field: "validTo", new: "2031-06-30" }],
        signature: { meaning: "AUTHORED", verdict: "VALID", version: done.version, reason: why },
      },
    ]);
    const [row] = await company.sql<{ content: string }>("select content from signature order by id desc limit 1");
    expect(JSON.parse(row?.content ?? "")).toMatchObject({
      action: "edit",
      input: { validTo: "2031-06-30" },
      record: { fields: { validTo: "2031-06-30" } },
    });
  });

  it("is not another one than was shown, nor on another version, nor without its reason", async () => {
    licence = await one();
    const before = await standing();
    const other = await quality.signEdit("Licence", licence, { validTo: "2032-01-01" }, why, { validTo: "2039-01-01" });
    expect([other.code, other.reasons]).toEqual(["CONFLICT", ["STALE_RECORD"]]);
    const old = await quality.signEdit(
      "Licence",
      { id: licence.id, version: licence.version - 1 },
      { validTo: "2032-01-01" },
      why,
    );
    expect([old.code, old.reasons]).toEqual(["CONFLICT", ["STALE_RECORD"]]);
    expect((await quality.signEdit("Licence", licence, { validTo: "2032-01-01" }, "short")).issues).toEqual([
      "reason:REASON_REQUIRED",
    ]);
    expect((await quality.signEdit("Licence", licence, { validTo: "2000-01-01" }, why)).issues).toEqual(["validTo:order"]);
    expect((await quality.intent("Licence", licence, "edit", { input: { licenceNumber: "Q 2" } })).code).toBe("NOT_FOUND");
    expect(await standing()).toEqual(before);
  });

  it("asks nothing of a change beside it, and nobody without the permit signs it", async () => {
    licence = await one();
    const before = await standing();
    const [buyer] = await company.sql<{ id: string; login: string }>("select id, login from person where login = 'shenyue'");
    if (!buyer) throw new Error("nobody");
    const stranger = await Browser.of(company.kernel, buyer);
    expect((await stranger.signEdit("Licence", licence, { validTo: "2033-01-01" }, why)).code).not.toBeNull();
    doneOf(await quality.edit("Licence", licence, { licenceNumber: "Q 13485-2" }));
    expect(await standing()).toMatchObject({ validTo: before?.validTo, signatures: before?.signatures });
    jobIn(await start(quality, { record: "Licence", ids: [licence.id], input: { licenceNumber: "Q 3" } }));
  });
});
