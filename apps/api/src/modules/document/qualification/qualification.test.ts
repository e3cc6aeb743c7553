/** A qualification from its proposal to its end: who may grant it, what it needs, what ends with it, who is warned. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, ask, type Company, countOfEverything, openCompany } from "../../../../test/company.ts";
import { reasonsOf, refusalOf } from "../../../../test/house.ts";
import { personOf, qualification, qualify, skillInUse } from "../../../../test/qualified.ts";
import { systemPersonId } from "../../../base/context.ts";
import { tellTime } from "../../../outbox/day-clock.ts";
import { deliver } from "../../../outbox/relay.ts";
import { qualificationConsumers } from "./warning.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
  await skillInUse(company, "QS-RAW", { isCritical: true });
  await skillInUse(company, "QS-PKG", { validityMonths: 24 });
});
afterAll(() => company.close());

const propose = async (login: string, skill: string, validFrom = "2026-07-01", more: object = {}, by = "wenjie") =>
  (await company.as(by)).create("Qualification", await qualification(company, login, skill, validFrom, more));
const grant = (target: { id: string }, by = "linjing") => acts(company, by, "Qualification", target, "grant");

/** Refused for these reasons, and nothing was changed. */
async function refused(work: () => Promise<unknown>): Promise<string[]> {
  const before = await countOfEverything(company);
  const codes = await refusalOf(work());
  expect(await countOfEverything(company)).toEqual(before);
  return codes;
}

interface Standing {
  readonly person: { readonly login: string };
  readonly skill: { readonly number: string };
  readonly state: string;
  readonly by: { readonly number: string } | null;
  readonly reasons: readonly { readonly text: { readonly en: string } }[];
}

/** Could this person do that then? As an auditor asks it. */
async function could(who: { login?: string; skill?: string }, wall: string): Promise<string[]> {
  const person = who.login ? `person: "${await personOf(company, who.login)}",` : "";
  const skill = who.skill ? `skill: "${await company.id("Skill", who.skill)}",` : "";
  const answer = (await ask(
    company,
    "fanqing",
    `{ qualificationStandings(${person} ${skill} asOf: "${wall.replace(" ", "T")}:00+08:00") { rows { person { login } skill { number } state by { number } reasons { text { en } } } } }`,
  )) as { qualificationStandings: { rows: readonly Standing[] } };
  return answer.qualificationStandings.rows.map(
    (row) => `${row.person.login} ${row.skill.number} ${row.state} ${row.by?.number ?? "–"}`,
  );
}

describe("granting", () => {
  it("[REQ-GATE-06] is signed by somebody who neither proposed it nor is the person; the last day follows from the skill", async () => {
    const draft = await propose("chenhe", "QS-RAW");
    expect(await refused(() => grant(draft, "wenjie"))).toEqual(["SOD_SELF"]);
    const own = await propose("linjing", "QS-RAW");
    expect((await reasonsOf(grant(own, "linjing"))).map(({ code, text }) => [code, text.zh])).toEqual([
      ["SOD_SELF", "不得为本人授予资质，须由他人授予（职责分离）。"],
    ]);
    expect((await grant(draft)).state).toBe("granted");
    const [row] = await company.sql(
      `select q.valid_to::text as to, q.granted_at as at, s.meaning, s.printed_name as name from qualification q
       join signature s on s.record_type = 'Qualification' and s.record_id = q.id where q.id = $1`,
      [draft.id],
    );
    expect(row).toMatchObject({ to: "2027-06-30", meaning: "APPROVED", name: "林静" });
    expect(await refused(() => grant(own, "chenhe"))).toEqual(["NO_PERMIT"]);
  });

  it("[REQ-TRN-02] a critical task is not granted on reading alone; another one is", async () => {
    const read = { basis: "readUnderstood" };
    const critical = await propose("sunye", "QS-RAW", "2026-07-01", read);
    expect(await refused(() => grant(critical))).toEqual(["EFFECTIVENESS_NOT_SHOWN"]);
    expect((await grant(await propose("sunye", "QS-PKG", "2026-07-01", read))).state).toBe("granted");
  });

  it("names all that is wrong at once: the skill is not in use, the person has left, the time is over", async () => {
    const skill = await skillInUse(company, "QS-OLD");
    const draft = await propose("dingkai", "QS-OLD", "2024-07-01");
    await acts(company, "linjing", "Skill", skill, "retire", {}, "No longer done here");
    const person = { id: await personOf(company, "dingkai") };
    await acts(company, "guping", "Person", person, "disable", {}, "Left the company");
    expect(await refused(() => grant(draft))).toEqual(["SKILL_NOT_IN_USE", "PERSON_DISABLED", "QUALIFICATION_OVER"]);
    await acts(company, "guping", "Person", person, "enable", {}, "Came back to us");
  });

  it("is never longer than the skill allows, may be shorter, and follows another first day", async () => {
    expect(await refused(() => propose("chenhe", "QS-RAW", "2026-07-01", { validTo: "2027-07-01" }))).toEqual([
      "validTo:TOO_LONG",
    ]);
    expect(await refused(() => propose("chenhe", "QS-RAW", "2026-07-01", { validTo: "2026-06-30" }))).toEqual(["validTo:order"]);
    const draft = await propose("chenhe", "QS-RAW", "2026-07-01", { validTo: "2026-12-31" });
    const lastDay = async () =>
      (await company.sql<{ to: string }>("select valid_to::text as to from qualification where id = $1", [draft.id]))[0]?.to;
    expect(await lastDay()).toBe("2026-12-31");
    await (await company.as("wenjie")).edit("Qualification", draft, { validFrom: "2026-08-31" });
    expect(await lastDay()).toBe("2027-08-30");
    await acts(company, "wenjie", "Qualification", draft, "withdraw", {}, "Entered by mistake");
  });
});

describe("the end of a qualification", () => {
  it("[REQ-TRN-03] could X do Y on 3 March? before, after and in between, by what was on file then", async () => {
    await company.at("2026-02-01 09:00");
    const first = await qualify(company, "hejia", "QS-PKG", "2026-02-01");
    await company.at("2026-03-05 10:00");
    await acts(company, "wenjie", "Qualification", first, "revoke", {}, "Two wrong readings in the comparison");
    await company.at("2026-04-01 08:00");
    const again = await qualify(company, "hejia", "QS-PKG", "2026-03-01");
    await company.at("2026-07-06 08:00");
    const asked = { login: "hejia", skill: "QS-PKG" };
    expect(await could(asked, "2026-01-31 12:00")).toEqual(["hejia QS-PKG never –"]);
    expect(await could(asked, "2026-03-03 12:00")).toEqual([`hejia QS-PKG qualified ${first.number}`]);
    expect(await could(asked, "2026-03-20 12:00")).toEqual([`hejia QS-PKG revoked ${first.number}`]);
    expect(await could(asked, "2026-07-06 08:00")).toEqual([`hejia QS-PKG qualified ${again.number}`]);
    expect(await could(asked, "2028-03-01 00:00")).toEqual([`hejia QS-PKG expired ${again.number}`]);
    expect(await could({ skill: "QS-PKG" }, "2026-03-03 12:00")).toEqual([`hejia QS-PKG qualified ${first.number}`]);
    expect((await could({ skill: "QS-PKG" }, "2026-07-06 23:00")).map((row) => row.split(" ").slice(0, 3).join(" "))).toEqual([
      "sunye QS-PKG qualified",
      "hejia QS-PKG qualified",
    ]);
    expect(await could({ login: "hejia" }, "2026-03-03 12:00")).toEqual([`hejia QS-PKG qualified ${first.number}`]);
    for (const key of ["7b46abe2-b9f3-4ceb-bef7-c3545a783558", "QS-RAW", "-1"])
      await expect(ask(company, "fanqing", `{ qualificationStandings(skill: "${key}") { rows { state } } }`)).rejects.toThrow(
        "Please choose an existing record.",
      );
    await expect(ask(company, "fanqing", "{ qualificationStandings { rows { state } } }")).rejects.toThrow(
      "person: Name a person or a skill.",
    );
  });

  it("revoking is signed with its reason and ends every other one of the person and skill; what is over is not revoked", async () => {
    const one = await qualify(company, "luting", "QS-RAW", "2026-07-01");
    const two = await qualify(company, "luting", "QS-RAW", "2026-07-05");
    const other = await qualify(company, "luting", "QS-PKG", "2026-07-05");
    const revoke = (target: { id: string }, reason = "Failed the observation at the balance") =>
      acts(company, "linjing", "Qualification", target, "revoke", {}, reason);
    expect(await refused(() => acts(company, "hechuan", "Qualification", one, "revoke", {}, "Not by a planner"))).toEqual([
      "NO_PERMIT",
    ]);
    await revoke(one);
    expect(
      await company.sql(
        "select number, state, revoked_at is not null as revoked from qualification where id = any($1) order by id",
        [[one.id, two.id, other.id]],
      ),
    ).toEqual([
      { number: one.number, state: "revoked", revoked: true },
      { number: two.number, state: "revoked", revoked: true },
      { number: other.number, state: "granted", revoked: false },
    ]);
    expect(
      await company.sql("select meaning, reason from signature where record_type = 'Qualification' order by id desc limit 1"),
    ).toEqual([{ meaning: "VOIDED", reason: "Failed the observation at the balance" }]);
    await company.at("2028-07-05 00:00");
    expect(await refused(() => revoke(other))).toEqual(["QUALIFICATION_OVER"]);
    await company.at("2026-07-06 08:00");
  });
});

/** The day begins, and what it brings is delivered. @returns the warnings as [qualification, days] */
async function begin(day: string): Promise<(readonly [string | undefined, string])[]> {
  await company.at(`${day} 00:05`);
  await tellTime(company.kernel);
  const delivered = async (name: "day.begun" | "qualification.expiring"): Promise<object[]> => {
    const waiting = await company.sql<{ id: string; payload: object }>(
      "update outbox set sent_at = now() where name = $1 and sent_at is null returning id, payload",
      [name],
    );
    const consumer = qualificationConsumers.find(({ message }) => message === name);
    for (const { id, payload } of waiting)
      if (consumer) await deliver(company.kernel, consumer, { message: id, name, version: 1, payload, by: systemPersonId });
    return waiting.map(({ payload }) => payload);
  };
  await delivered("day.begun");
  const numbers = new Map(
    (await company.sql<{ id: string; number: string }>("select id, number from qualification")).map((row) => [
      row.id,
      row.number,
    ]),
  );
  const warned = (await delivered("qualification.expiring")) as { qualification: string; days: string }[];
  return warned.map(({ qualification: id, days }) => [numbers.get(id), days] as const);
}

describe("qualifications that run out", () => {
  it("[REQ-TRN-03] are warned of once, 30 days before, unless a longer one follows", async () => {
    await skillInUse(company, "QS-IPC");
    const short = await qualify(company, "fengtao", "QS-IPC", "2026-07-01", { validTo: "2026-08-31" });
    const followed = await qualify(company, "wutong", "QS-IPC", "2026-07-01", { validTo: "2026-08-31" });
    await qualify(company, "wutong", "QS-IPC", "2026-07-06");
    expect(await begin("2026-07-31")).toEqual([]);
    expect(await begin("2026-08-01")).toEqual([[short.number, "30"]]);
    expect(await begin("2026-08-02")).toEqual([]);
    expect(await begin("2026-08-31")).toEqual([]);
    const told = await company.sql<{ login: string; en: string; zh: string }>(
      `select p.login, n.text_en as en, n.text_zh as zh from notice n join person p on p.id = n.person_id
       where n.record_number = any($1) order by p.login`,
      [[short.number, followed.number]],
    );
    expect(told.map(({ login }) => login)).toEqual(expect.arrayContaining(["fengtao", "wenjie"]));
    expect(told.map(({ login }) => login)).not.toContain("chenhe");
    expect(told[0]).toMatchObject({
      en: "Feng Tao, QS-IPC Skill QS-IPC: valid to 2026-08-31; renew it before that day.",
      zh: "冯涛，QS-IPC 资质QS-IPC：有效期至 2026-08-31，请于到期前重新评定。",
    });
  });
});
