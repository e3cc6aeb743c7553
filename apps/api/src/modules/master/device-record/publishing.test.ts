import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, countOfEverything, openCompany } from "../../../../test/company.ts";
import { approveDevice, completeDevice } from "../../../../test/device.ts";
import { refusalOf } from "../../../../test/house.ts";
import { agent, type Served, serve } from "../../../../test/served.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
let served: Served;
beforeAll(async () => {
  company = await openCompany();
  served = await serve(company.kernel);
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await company?.close();
});

const today = "2026-07-06";
const di = "09521234000013";

async function certificate(more: object = {}): Promise<Handled> {
  return (await company.as("mengfei")).create("Licence", {
    kind: "registration",
    licenceNumber: `REG-${randomUUID().slice(0, 8)}`,
    scopeClass: "III",
    validFrom: "2021-04-01",
    validTo: "2031-03-31",
    covers: [{ item: await company.id("Item", "FG-IS100") }],
    ...more,
  });
}

let letter = 0;
async function drafted(more: object = {}): Promise<Handled> {
  letter += 1;
  return (await company.as("luoan")).create("DeviceRecord", {
    ...completeDevice(di),
    packages: [{ level: "box", di: "19521234000010", quantity: 50, containedDi: di }],
    item: await company.id("Item", "FG-IS100"),
    revision: `V${letter}`,
    ...more,
  });
}

const approvalOn = (effectiveOn: string) => ({ effectiveOn });
const asked = async (draft: Handled, effectiveOn = today) => {
  const before = await countOfEverything(company);
  const codes = await refusalOf(acts(company, "tangrui", "DeviceRecord", draft, "approve", approvalOn(effectiveOn)));
  expect(await countOfEverything(company)).toEqual(before);
  return codes;
};
const approved = (draft: Handled, effectiveOn: string) => approveDevice(company, draft, effectiveOn);
const withdrawn = async (draft: Handled) =>
  (await company.as("luoan")).act("DeviceRecord", draft, "withdraw", {}, "Only written for this test");

const statuses = async (number: string) =>
  (
    await company.sql<{ cn: string; us: string; eu: string }>(
      "select status_cn as cn, status_us as us, status_eu as eu from device_record where number = $1",
      [number],
    )
  )[0];

describe("the approval of a device record", () => {
  it("[REQ-APR-02] is signed by regulatory affairs, then by quality, never by the author", async () => {
    const draft = await drafted();
    const act = async (login: string) => refusalOf(acts(company, login, "DeviceRecord", draft, "approve", approvalOn(today)));
    expect(await act("linjing")).toEqual(["NO_PERMIT"]);
    expect(await act("luoan")).toEqual(["NO_PERMIT", "SOD_SELF"]);
    await withdrawn(draft);
  });

  it("[REQ-TRC-07] refuses a UDI-PI without lot and serial number, and one without the expiry date of its label", async () => {
    const draft = await drafted({ piLot: "no", piExpiryDate: "no" });
    expect(await asked(draft)).toEqual(["PI_NOTHING", "PI_EXPIRY"]);
    await withdrawn(draft);
  });

  it("refuses a certificate that is no registration, not our own, about something else, or over; all reasons at once", async () => {
    const other = await certificate({
      kind: "business",
      customer: (await (await company.as("luoan")).find("Customer", "C-01")).id,
      covers: [],
      validTo: "2026-07-05",
    });
    const draft = await drafted({ certificate: other.id });
    expect(await asked(draft)).toEqual(["CERTIFICATE_KIND", "CERTIFICATE_HOLDER", "CERTIFICATE_SCOPE", "CERTIFICATE_LAPSED"]);
    await withdrawn(draft);
  });

  it("asks for a reason when a critical value changes", async () => {
    const draft = await drafted();
    const steward = await company.as("luoan");
    expect(await refusalOf(steward.edit("DeviceRecord", draft, { sterile: "no" }))).toEqual(["reason:REASON_REQUIRED"]);
    await steward.edit("DeviceRecord", draft, { sterile: "no" }, "Not sterile after all");
    const rows = { packages: [{ level: "box", di: "19521234000011", quantity: 50, containedDi: di }] };
    expect(await refusalOf(steward.edit("DeviceRecord", draft, rows, "A box is added"))).toEqual([
      "packages.0.di:INCORRECT_CHECK_DIGIT",
    ]);
    expect(await company.sql("select di from device_record_package where head_id = $1", [draft.id])).toEqual([
      { di: "19521234000010" },
    ]);
    await withdrawn(draft);
  });
});

describe("[REQ-TRC-09] the data of a DI in the databases", () => {
  let record: Handled;
  beforeAll(async () => {
    record = await approved(await drafted({ certificate: (await certificate()).id }), today);
  });

  const act = async (action: "submit" | "publish", input: object, of = record) =>
    acts(company, "tangrui", "DeviceRecord", of, action, input as never);

  it("begin as not submitted; what a database misses refuses the submission, each field by name", async () => {
    expect(await statuses(record.number)).toEqual({ cn: "draft", us: "draft", eu: "draft" });
    const before = await countOfEverything(company);
    const codes = await refusalOf(act("submit", { market: "EU", day: today }));
    expect(codes).toEqual(Array.from({ length: 10 }, () => "UDI_FIELD_MISSING"));
    expect(await refusalOf(act("publish", { market: "CN", day: today, recordKey: "K" }))).toEqual(["PUBLICATION_STATE"]);
    expect(await refusalOf(act("submit", { market: "CN", day: "2026-07-07" }))).toEqual(["FUTURE_DAY"]);
    expect(await countOfEverything(company)).toEqual(before);
  });

  it("are submitted, then published under the key of the database", async () => {
    record = await act("submit", { market: "CN", day: today });
    expect(await statuses(record.number)).toEqual({ cn: "submitted", us: "draft", eu: "draft" });
    record = await act("publish", { market: "CN", day: today, recordKey: "K-1", recordVersion: 1 });
    expect(await statuses(record.number)).toEqual({ cn: "published", us: "draft", eu: "draft" });
    expect(await refusalOf(act("submit", { market: "CN", day: today }))).toEqual(["PUBLICATION_STATE"]);
  });

  const page = async (number: string) => {
    const query = `query ($number: String!) { deviceRecord(number: $number) {
      standings { market status outcome missing { field } } touched { field by } } }`;
    const { data } = await served.ask(query, { number }, await cookieOf("linjing"));
    return (data as { deviceRecord: unknown }).deviceRecord;
  };

  it("are told with what shipping would say of a device made today", async () => {
    expect(await page(record.number)).toMatchObject({
      standings: [
        { market: "CN", status: "published", outcome: "ok", missing: [] },
        { market: "US", status: "draft", outcome: "block" },
        { market: "EU", status: "draft", outcome: "block" },
      ],
      touched: [],
    });
  });

  it("are changed by a new version, which first answers whether it needs a new DI", async () => {
    const draft = await drafted({
      certificate: (await certificate()).id,
      modelSpec: "IS-100 B",
      infoUrl: "https://chenglan.example",
    });
    expect(await page(draft.number)).toMatchObject({
      touched: expect.arrayContaining([{ field: "modelSpec", by: ["CN", "EU", "US"] }]),
    });
    expect(await asked(draft, "2026-07-07")).toEqual(["NEW_DI_UNANSWERED"]);
    const steward = await company.as("luoan");
    await steward.edit("DeviceRecord", draft, { newDi: "yes", newDiReason: "short" });
    expect(await asked(await steward.find("DeviceRecord", draft.number), "2026-07-07")).toEqual(["NEW_DI_REASON", "NEW_DI_SAME"]);
    await steward.edit("DeviceRecord", draft, { newDi: "no", newDiReason: "Only the word of the model was written out" });
    const next = await approved(await steward.find("DeviceRecord", draft.number), "2026-07-07");
    expect(await statuses(next.number)).toEqual({ cn: "changed", us: "draft", eu: "draft" });
  });

  it("begin anew under a new DI", async () => {
    const draft = await drafted({
      certificate: (await certificate()).id,
      primaryDi: "09521234000020",
      packages: [],
      otherDis: [{ kind: "previous", di, agency: "GS1" }],
      newDi: "no",
      newDiReason: "It is said that none is needed",
    });
    expect(await asked(draft, "2026-07-08")).toEqual(["NEW_DI_DIFFERS"]);
    const steward = await company.as("luoan");
    await steward.edit("DeviceRecord", draft, { newDi: "yes" });
    const next = await approved(await steward.find("DeviceRecord", draft.number), "2026-07-08");
    expect(await statuses(next.number)).toEqual({ cn: "draft", us: "draft", eu: "draft" });
  });
});

const cookieOf = async (login: string): Promise<string> => {
  const [person] = await company.sql<{ id: string }>("select id from person where login = $1", [login]);
  return served.cookieOf(person?.id ?? "");
};

describe("files of a device record", () => {
  const first = `${di}.`;
  const fetched = async (number: string, format: string, login = "linjing") => {
    const headers = { "user-agent": agent, cookie: await cookieOf(login) };
    const answer = await fetch(`${served.url}/device-files/${encodeURIComponent(number)}/${format}`, { headers });
    return { status: answer.status, text: await answer.text() };
  };
  const published = async () =>
    (await company.sql<{ number: string }>("select number from device_record where status_cn = 'published'"))[0]?.number ?? "";
  const taken = async () =>
    (await company.sql<{ n: number }>("select count(*)::int as n from security_event where kind = 'exported'"))[0]?.n;

  it("[REQ-TRC-06] the file of NMPA is taken, written down as taken, and read back without a difference", async () => {
    const number = await published();
    expect(number.startsWith(first)).toBe(true);
    const before = await taken();
    const { status, text } = await fetched(number, "nmpa-xml");
    expect(status).toBe(200);
    expect(text).toContain("<deviceRecordKey>K-1</deviceRecordKey>");
    expect(await taken()).toBe((before ?? 0) + 1);
    const query = `query ($number: String!, $text: String!) { readDeviceFile(number: $number, format: "nmpa-xml", text: $text) {
      issues { path } differences { field ours { en } theirs { en } } } }`;
    const back = async (given: string) =>
      (await served.ask(query, { number, text: given }, await cookieOf("linjing"))).data as { readDeviceFile: unknown };
    expect((await back(text)).readDeviceFile).toEqual({ issues: [], differences: [] });
    expect((await back(text.replace("<ggxh>IS-100<", "<ggxh>IS-999<"))).readDeviceFile).toEqual({
      issues: [],
      differences: [{ field: "modelSpec", ours: { en: "IS-100" }, theirs: { en: "IS-999" } }],
    });
  });

  it("[REQ-TRC-06] a file of a device that has no record yet says what a new one begins with; one that is none says why", async () => {
    const { text } = await fetched(await published(), "nmpa-xml");
    const query = `query ($text: String!) { readDeviceFile(format: "nmpa-xml", text: $text) { issues { path text { en } } differences { field } values } }`;
    const read = async (given: string) =>
      ((await served.ask(query, { text: given }, await cookieOf("linjing"))).data as { readDeviceFile: { values: string } })
        .readDeviceFile;
    const { values, ...rest } = await read(text);
    expect(rest).toEqual({ issues: [], differences: [] });
    expect(JSON.parse(values)).toMatchObject({
      primaryDi: di,
      issuingAgency: "GS1",
      modelSpec: "IS-100",
      sterile: "yes",
      unitsOfUse: 1,
      packages: [{ level: "box", di: "19521234000010", quantity: 50, containedDi: di }],
    });
    expect(await read("<other/>")).toMatchObject({ issues: [{ path: "udid" }], differences: [], values: "{}" });
  });

  it("a record that lacks fields, a draft, and an unknown format make no file and say why", async () => {
    const number = await published();
    const before = await taken();
    const { status, text } = await fetched(number, "gudid");
    expect(status).toBe(403);
    expect(text).toContain("labeler_duns_number");
    expect(text).toContain("gmdn_terms");
    const draft = await drafted();
    expect((await fetched(draft.number, "nmpa-xml")).text).toContain("NOT_APPROVED");
    expect((await fetched(number, "pdf")).status).toBe(400);
    expect((await fetched("nothing", "nmpa-xml")).status).toBe(404);
    expect(await taken()).toBe(before);
  });
});
