/** Attachments over HTTP: kept as they came, named by their SHA-256, each version by itself. */
import { createHash, randomUUID } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Demo, openDemo } from "../../../test/demo.ts";
import { query } from "../../../test/query.ts";
import { agent, type Served, serve } from "../../../test/served.ts";

let demo: Demo;
let served: Served;
let lot: string;

beforeAll(async () => {
  demo = await openDemo();
  served = await serve(demo.kernel);
  const [row] = await demo.sql<{ id: string }>("select id from lot where number = 'R201-2607'");
  lot = row?.id ?? "";
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await demo?.[Symbol.asyncDispose]();
});

const cookieOf = async (login: string): Promise<{ cookie: string; "user-agent": string }> => {
  const [person] = await demo.sql<{ id: string }>("select id from person where login = $1", [login]);
  return { cookie: await served.cookieOf(person?.id ?? ""), "user-agent": agent };
};

const put = async (login: string, name: string, body: string): Promise<Response> =>
  fetch(`${served.url}/files?${new URLSearchParams({ record: "Lot", id: lot, name, commandId: randomUUID() })}`, {
    method: "PUT",
    body,
    headers: await cookieOf(login),
  });

const get = async (login: string, id: string): Promise<Response> =>
  fetch(`${served.url}/files/${id}`, { headers: await cookieOf(login) });

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const attached = () =>
  demo.sql<{ id: string; name: string; sha256: string; size: number; login: string }>(
    `select a.id, a.name, a.sha256, a.size, p.login from attachment a join person p on p.id = a.actor_id
     where a.record_type = 'Lot' and a.record_id = $1 order by a.id`,
    [lot],
  );

const reasonOf = async (response: Response): Promise<readonly [number, string | undefined]> => {
  const { errors } = (await response.json()) as { errors: { extensions: { reasons?: { code: string }[] } }[] };
  return [response.status, errors[0]?.extensions.reasons?.[0]?.code];
};

describe("an upload", () => {
  it("over the limit is told so, also when its length was not announced and it is still being written; nothing of it stays", async () => {
    const before = [await attached(), readdirSync(served.filesDir)];
    const part = new Uint8Array(1_000_000);
    let parts = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (stream) => {
        parts += 1;
        if (parts > 30) stream.close();
        else stream.enqueue(part);
      },
    });
    const query = new URLSearchParams({ record: "Lot", id: lot, name: "long.txt", commandId: randomUUID() });
    const given = { method: "PUT", headers: await cookieOf("gaolang"), body, duplex: "half" } as const;
    const answer = await fetch(`${served.url}/files?${query}`, given);
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { issues: [{ path: "file", code: "tooLarge" }] } }] },
    ]);
    expect([await attached(), readdirSync(served.filesDir)]).toEqual(before);
  });
});

describe("[REQ-REC-14] an attachment", () => {
  it("that replaces another leaves it as it was: both can be had, byte by byte, with hashes of their own and who and when", async () => {
    expect((await put("gaolang", "certificate.txt", "tensile 14.2 MPa")).status).toBe(200);
    expect((await put("chenhe", "certificate.txt", "tensile 14.6 MPa")).status).toBe(200);
    const [first, second] = await attached();
    expect([first, second]).toMatchObject([
      { name: "certificate.txt", sha256: sha256("tensile 14.2 MPa"), size: 16, login: "gaolang" },
      { name: "certificate.txt", sha256: sha256("tensile 14.6 MPa"), size: 16, login: "chenhe" },
    ]);
    expect(await (await get("fanqing", first?.id ?? "")).text()).toBe("tensile 14.2 MPa");
    const shown = await get("fanqing", second?.id ?? "");
    expect(await shown.text()).toBe("tensile 14.6 MPa");
    expect(shown.headers.get("content-disposition")).toBe(
      `attachment; filename="certificate.txt"; filename*=UTF-8''certificate.txt`,
    );
    expect(readdirSync(served.filesDir).sort()).toEqual([sha256("tensile 14.2 MPa"), sha256("tensile 14.6 MPa")].sort());
    for (const sql of ["update attachment set name = 'another'", "delete from attachment"])
      await expect(query(demo.database.app, sql)).rejects.toThrow("permission denied for table attachment");
  });

  it("whose stored file was altered is not handed out", async () => {
    expect((await put("gaolang", "note.txt", "as received")).status).toBe(200);
    const file = (await attached()).at(-1);
    writeFileSync(join(served.filesDir, file?.sha256 ?? ""), "as wished for");
    expect(await reasonOf(await get("fanqing", file?.id ?? ""))).toEqual([403, "FILE_ALTERED"]);
    writeFileSync(join(served.filesDir, file?.sha256 ?? ""), "as received");
    expect(await (await get("fanqing", file?.id ?? "")).text()).toBe("as received");
  });
});

describe("[REQ-ACC-03] a file", () => {
  it("is attached by people who work on records, not by who only reads or administers", async () => {
    const before = await attached();
    for (const login of ["fanqing", "chengyuan", "guping", "weiqing", "haoyu"]) {
      const [status, code] = await reasonOf(await put(login, "x.txt", "x"));
      // Administrators may not even see a lot.
      expect([login, status, code]).toEqual([login, 403, "NO_PERMIT"]);
    }
    expect(await attached()).toEqual(before);
    // A refusal leaves no transaction behind: a few of them would take all connections of the app.
    expect(
      await demo.sql(
        "select query from pg_stat_activity where datname = current_database() and usename = 'lotline_app' and state like 'idle in transaction%'",
      ),
    ).toEqual([]);
  });
});
