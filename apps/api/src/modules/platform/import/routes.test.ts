/** A file on its way in over HTTP: how it is read, what was chosen of it, and what is refused before anything is made. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "../../../../test/house.ts";
import { agent, type Served, serve } from "../../../../test/served.ts";
import { sheetXml, workbook } from "../../../../test/workbook.ts";
import { limits } from "./read/limits.ts";

let house: House;
let served: Served;

beforeAll(async () => {
  house = await openHouse();
  served = await serve(house.kernel);
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await house?.close();
});

const cookieOf = async (login: string): Promise<string> => {
  const [person] = await house.sql<{ id: string }>("select id from person where login = $1", [login]);
  return served.cookieOf(person?.id ?? "");
};

interface Put {
  readonly status: number;
  readonly id?: string;
  readonly codes: readonly string[];
}

async function put(body: Buffer, asked: object = {}, cookie = ""): Promise<Put> {
  const query = new URLSearchParams({ record: "Supplier", name: "suppliers", commandId: randomUUID(), ...asked });
  const given = { "user-agent": agent, cookie: cookie || (await cookieOf("luoan")) };
  const answer = await fetch(`${served.url}/imports?${query}`, { method: "PUT", body: new Uint8Array(body), headers: given });
  const { id, errors } = (await answer.json()) as {
    id?: string;
    errors?: { extensions: { code: string; issues?: { code: string }[]; reasons?: { code: string }[] } }[];
  };
  const codes = (errors ?? []).flatMap(({ extensions: { code, issues, reasons } }) =>
    (issues ?? reasons ?? [{ code }]).map((one) => one.code),
  );
  return { status: answer.status, codes, ...(id ? { id } : {}) };
}

/** What is kept of an import: how it was read, its heads and its first row. */
async function kept(id: string | undefined): Promise<unknown> {
  const query = "query ($id: ID!) { batch: importBatch(id: $id) { reading headers rows(first: 1) { cells } } }";
  return (await served.ask(query, { id }, await cookieOf("luoan"))).data?.batch;
}

const batches = async () => (await house.sql<{ n: number }>("select count(*)::int as n from import_batch"))[0]?.n;

// "编号;名称" and "S-1;苏州,新区" as Excel of a Chinese Windows saves them where the list separator is a semicolon.
const gb = Buffer.from("b1e0bac53bc3fbb3c60d0a532d313bcbd5d6dd2cd0c2c7f80d0a", "hex");

describe("[U12] a CSV file", () => {
  it("tells its encoding and delimiter by itself; who knows better says so", async () => {
    const { id, status } = await put(gb);
    expect(status).toBe(200);
    expect(await kept(id)).toMatchObject({
      reading: { kind: "csv", encoding: "GB18030", delimiter: ";", sheets: [], sheet: null },
      headers: ["编号", "名称"],
      rows: [{ cells: ["S-1", "苏州,新区"] }],
    });
    const utf = Buffer.from("a,b;c\n1,2;3\n", "utf8");
    expect(await kept((await put(utf, { delimiter: ";", encoding: "GB18030" })).id)).toMatchObject({
      reading: { encoding: "GB18030", delimiter: ";" },
      headers: ["a,b", "c"],
      rows: [{ cells: ["1,2", "3"] }],
    });
  });
});

describe("[U12] a workbook", () => {
  const text = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const first = sheetXml(`<row r="1">${text("A1", "编号")}</row><row r="2">${text("A2", "S-1")}</row>`);
  // 46568 is the day 2027-06-30, shown as a date by style 1.
  const second = sheetXml(
    `<row r="1">${text("A1", "证书号")}${text("B1", "有效期至")}</row><row r="2">${text("A2", "Q-1")}<c r="B2" s="1"><v>46568</v></c></row>`,
  );

  it("is read by its first visible sheet or by the one that is chosen, dates as dates", async () => {
    const bytes = workbook(first, second);
    expect(await kept((await put(bytes)).id)).toMatchObject({
      reading: { kind: "xlsx", sheets: ["供应商", "证照"], sheet: "供应商" },
      headers: ["编号"],
    });
    expect(await kept((await put(bytes, { sheet: "证照" })).id)).toMatchObject({
      reading: { sheets: ["供应商", "证照"], sheet: "证照" },
      headers: ["证书号", "有效期至"],
      rows: [{ cells: ["Q-1", "2027-06-30"] }],
    });
  });

  it("without the chosen sheet is refused by its name, and nothing is kept", async () => {
    const before = await batches();
    expect(await put(workbook(first), { sheet: "证照" })).toEqual({ status: 400, codes: ["NO_SUCH_SHEET"] });
    expect(await batches()).toBe(before);
  });
});

describe("a file is refused before it is read", () => {
  it("without a session, without the permit, for a type that is not imported, and over the limit; nothing is kept", async () => {
    const before = await batches();
    expect(await put(gb, {}, "lotline=nobody")).toEqual({ status: 401, codes: ["UNAUTHENTICATED"] });
    expect(await put(gb, {}, await cookieOf("fanqing"))).toEqual({ status: 403, codes: ["NO_PERMIT"] });
    expect((await put(gb, { record: "Signature" })).status).toBe(404);
    expect(await put(Buffer.alloc(limits.fileBytes + 1, "a"))).toMatchObject({ codes: ["FILE_TOO_LARGE"] });
    expect(await batches()).toBe(before);
  });
});
