/** Copies to take away: what they hold, what they leave out, and that every forgery of them is named (drill 24). */
import { execFile } from "node:child_process";
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { existsSync, mkdtempSync, openAsBlob, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CopyManifest,
  type CopySource,
  type CopyWord,
  checkCopy,
  copyPaths,
  keyIdOf,
  type ManifestSignature,
  verifierProgram,
  zipSource,
} from "@lotline/verifier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse, refusalOf, testKeys } from "../../../../test/house.ts";
import { deliverAll } from "../../../../test/outbox.ts";
import { agent, type Served, serve } from "../../../../test/served.ts";
import type { Kernel } from "../../../kernel/command.ts";
import type { Handled } from "../../../seed/hands.ts";
import { workCopy } from "./worker.ts";

let house: House;
let kernel: Kernel;
let root: string;
let served: Served;
let supplier: Handled;
let rule: Handled;

const given = { recipient: "省药监局检查组", purpose: "Routine inspection", scope: "records", language: "both", validDays: 7 };

beforeAll(async () => {
  house = await openHouse();
  root = mkdtempSync(join(tmpdir(), "lotline-copy-"));
  kernel = { ...house.kernel, filesDir: join(root, "files") };
  served = await serve(kernel, { filesDir: join(root, "files") });
  const steward = await house.hands.as("luoan");
  supplier = await steward.create("Supplier", {
    number: "SUP-77",
    nameEn: "<b>Granulate & Co</b>",
    nameZh: "粒料公司",
    address: "1 Road",
    contact: "Ms Wang 13800000000",
  });
  await steward.edit(
    "Supplier",
    supplier,
    { contact: "Ms Li <script>alert(1)</script> 13900000000" },
    "The name was misspelt at first",
  );
  expect((await put("luoan", "合格证.txt", "certificate of conformity")).status).toBe(200);
  const qa = await house.hands.as("linjing");
  const draft = { ruleName: "near-expiry", key: "default", content: { days: 60 }, validFrom: "2026-01-01", citation: "QP-7" };
  rule = await qa.create("Rule", draft);
  rule = await (await house.hands.as("xuheng")).act("Rule", rule, "approve");
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await house?.close();
  rmSync(root, { recursive: true, force: true });
});

const headersOf = async (login: string) => {
  const [person] = await house.sql<{ id: string }>("select id from person where login = $1", [login]);
  return { cookie: await served.cookieOf(person?.id ?? ""), "user-agent": agent };
};
const put = async (login: string, name: string, body: string) =>
  fetch(`${served.url}/files?${new URLSearchParams({ record: "Supplier", id: supplier.id, name, commandId: randomUUID() })}`, {
    method: "PUT",
    body,
    headers: await headersOf(login),
  });
const download = async (login: string, id: string) =>
  fetch(`${served.url}/copies/${id}.zip`, { headers: await headersOf(login) });

async function make(more: object = {}, login = "linjing"): Promise<Handled & { archive: string }> {
  const qa = await house.hands.as(login);
  const named = [
    { recordType: "Supplier", recordNumber: supplier.number },
    { recordType: "规则", recordNumber: rule.number },
  ];
  const draft = await qa.create("InspectionCopy", { ...given, named, ...more });
  const ordered = await qa.act("InspectionCopy", draft, "make");
  await deliverAll({ kernel, sql: house.sql });
  return { ...ordered, archive: join(root, "copies", `${draft.id}.zip`) };
}

const stateOf = async (id: string) =>
  (await house.sql("select state, records, problem from inspection_copy where id = $1", [id]))[0];

/** The files of an archive in memory, to be bent. */
async function filesOf(archive: string): Promise<Map<string, Uint8Array>> {
  const source = await zipSource(await openAsBlob(archive));
  return new Map(await Promise.all(source.paths.map(async (path) => [path, await source.read(path)] as const)));
}
const sourceOf = (files: ReadonlyMap<string, Uint8Array>): CopySource => ({
  paths: [...files.keys()],
  read: async (path) => files.get(path) ?? new Uint8Array(),
});
const textOf = (files: ReadonlyMap<string, Uint8Array>, path: string) => new TextDecoder().decode(files.get(path));
const wordsOf = async (files: ReadonlyMap<string, Uint8Array>, trusted = ""): Promise<CopyWord[]> => [
  ...new Set((await checkCopy(sourceOf(files), trusted)).findings.map(({ word }) => word)),
];
const bent = (files: ReadonlyMap<string, Uint8Array>, path: string, at = 20): Map<string, Uint8Array> => {
  const bytes = Uint8Array.from(files.get(path) ?? []);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return new Map(files).set(path, bytes);
};

describe("[REQ-REC-08] an inspection copy", () => {
  it("holds each named record as page and data, with trail, signatures and files, and verifies offline", async () => {
    const copy = await make();
    expect(await stateOf(copy.id)).toEqual({ state: "ready", records: 2, problem: null });
    const files = await filesOf(copy.archive);
    const supplierAt = `records/Supplier_${supplier.number}`;
    const ruleAt = `records/Rule_${rule.number}`;
    const [attachment] = [...files.keys()].filter((path) => path.startsWith("attachments/"));
    expect([...files.keys()].filter((path) => path !== attachment).sort()).toEqual(
      [
        "index.html",
        copyPaths.manifest,
        copyPaths.signature,
        `${ruleAt}/record.html`,
        `${ruleAt}/record.json`,
        `${ruleAt}/signatures.json`,
        `${supplierAt}/record.html`,
        `${supplierAt}/record.json`,
        "trail.csv",
        "verify.html",
        "verify.mjs",
      ].sort(),
    );
    expect(textOf(files, String(attachment))).toBe("certificate of conformity");
    const result = await checkCopy(sourceOf(files));
    expect(result).toMatchObject({ word: "VALID", findings: [], signatures: 1, files: 10 });
    const manifest = JSON.parse(textOf(files, copyPaths.manifest)) as CopyManifest;
    const told = JSON.parse(textOf(files, `${supplierAt}/record.json`)) as { entries: { changes: object[] }[] };
    expect(manifest.counts).toEqual({ records: 2, signatures: 1, entries: 5, attachments: 1 });
    expect(told.entries).toHaveLength(3);
    // As many acts in the file of the trail as in the data; its head is one line more.
    expect(textOf(files, "trail.csv").trim().split("\r\n")).toHaveLength(1 + manifest.counts.entries);
    expect(manifest).toMatchObject({ recipient: given.recipient, purpose: given.purpose, madeBy: { en: "Lin Jing" } });
    const html = textOf(files, `${supplierAt}/record.html`);
    for (const text of ["副本 COPY", "The name was misspelt at first", "合格证.txt", given.recipient, "UTC+00:00"])
      expect(html).toContain(text);
    expect(html).not.toContain("<script");
    expect(html).not.toContain("<b>");
    expect(textOf(files, `${ruleAt}/record.html`)).toContain("APPROVED");
    expect(readdirSync(join(root, "copies"))).toEqual([`${copy.id}.zip`]);
  });

  it("leaves out what is masked for most, from fields, trail and signed contents, unless it is asked for by who may see it", async () => {
    const without = await filesOf((await make()).archive);
    const all = [...without].map(([path]) => textOf(without, path)).join("\n");
    expect(all).not.toContain("13800000000");
    expect(all).not.toContain("13900000000");
    expect(all).toContain("已隐藏 / Hidden");
    const manifest = JSON.parse(textOf(without, copyPaths.manifest)) as CopyManifest;
    expect(manifest.leftOut).toEqual([
      { en: "Values masked for most (personal data, prices)", zh: "受限字段（个人信息、价格等）" },
    ]);
    const withThem = await filesOf((await make({ includeMasked: true, language: "en" })).archive);
    expect(textOf(withThem, `records/Supplier_${supplier.number}/record.html`)).toContain(
      "Ms Wang 13800000000 → Ms Li &#60;script&#62;",
    );
    expect((JSON.parse(textOf(withThem, copyPaths.manifest)) as CopyManifest).leftOut).toEqual([]);
  });

  it("a changed byte of any file, a missing and an added one, a forged signature and a strange key each get their word", async () => {
    const files = await filesOf((await make()).archive);
    const [attachment = ""] = [...files.keys()].filter((path) => path.startsWith("attachments/"));
    const place = `records/Rule_${rule.number}`;
    for (const path of [`${place}/record.json`, `${place}/record.html`, "trail.csv", "index.html", "verify.html", attachment])
      expect([path, await wordsOf(bent(files, path))]).toEqual([path, ["RECORD CHANGED"]]);
    expect(await wordsOf(bent(files, `${place}/signatures.json`))).toEqual(["SIGNATURE ALTERED"]);
    const text = textOf(files, copyPaths.manifest);
    const other = new TextEncoder().encode(text.replace(given.purpose, "Another purpose"));
    expect(await wordsOf(new Map(files).set(copyPaths.manifest, other))).toEqual(["SIGNATURE ALTERED"]);
    for (const path of [attachment, copyPaths.signature, copyPaths.manifest]) {
      const fewer = new Map(files);
      fewer.delete(path);
      expect((await wordsOf(fewer))[0]).toBe("FILE MISSING");
    }
    expect(await wordsOf(new Map(files).set("records/extra.txt", new Uint8Array([1])))).toEqual(["FILE ADDED"]);
    const { fingerprint } = await checkCopy(sourceOf(files));
    expect(fingerprint?.slice(0, 16)).toBe(testKeys.key.id);
    expect(await wordsOf(files, String(fingerprint))).toEqual([]);
    expect(await wordsOf(files, `f${fingerprint?.slice(1)}`)).toEqual(["KEY UNKNOWN"]);
    expect(await wordsOf(files, "f")).toEqual(["KEY UNKNOWN"]);
  });

  it("whoever signs a bent copy anew with a key of his own is found by the fingerprint, and by the signatures inside", async () => {
    const files = await filesOf((await make()).archive);
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    const manifest = textOf(files, copyPaths.manifest).replace(given.purpose, "Another purpose");
    const forged: ManifestSignature = {
      keyId: keyIdOf(pem),
      signature: sign(null, Buffer.from(manifest), privateKey).toString("base64"),
      publicKeys: [pem],
    };
    const encoder = new TextEncoder();
    const bad = new Map(files)
      .set(copyPaths.manifest, encoder.encode(manifest))
      .set(copyPaths.signature, encoder.encode(JSON.stringify(forged)));
    expect(await wordsOf(bad)).toEqual(["KEY UNKNOWN"]);
    expect(await wordsOf(bad, testKeys.key.id)).toEqual(["KEY UNKNOWN"]);
  });

  it("the shipped program says the same without anything beside it, of the archive and of a bent one", async () => {
    const { archive } = await make();
    const program = join(root, "verify.mjs");
    writeFileSync(program, verifierProgram());
    const run = (file: string) =>
      new Promise<{ code: number; word: string | undefined }>((resolve) => {
        execFile(process.execPath, [program, file], { cwd: root, env: {} }, (error, out) =>
          resolve({ code: error ? Number(error.code) : 0, word: out.trim().split("\n").at(-1) }),
        );
      });
    expect(await run(archive)).toEqual({ code: 0, word: "VALID" });
    const bytes = Buffer.from(await (await openAsBlob(archive)).arrayBuffer());
    // Inside what is packed, far from heads and lists.
    const at = Math.floor(bytes.length / 3);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    const broken = join(root, "bent.zip");
    writeFileSync(broken, bytes);
    expect(await run(broken)).toEqual({ code: 1, word: "RECORD CHANGED" });
  });

  it("goes on in further turns, and a turn that was killed or comes twice leaves the same copy", async () => {
    const qa = await house.hands.as("linjing");
    const named = [
      { recordType: "Supplier", recordNumber: supplier.number },
      { recordType: "Rule", recordNumber: rule.number },
    ];
    const copy = await qa.act("InspectionCopy", await qa.create("InspectionCopy", { ...given, named }), "make");
    const turn = (n: number) => workCopy(kernel, copy.id, n, () => undefined, -1);
    await turn(0);
    expect(await stateOf(copy.id)).toMatchObject({ state: "making" });
    await turn(1);
    expect(await stateOf(copy.id)).toMatchObject({ state: "ready", records: 2 });
    await turn(1);
    await house.sql("update outbox set sent_at = now() where sent_at is null");
    const files = await filesOf(join(root, "copies", `${copy.id}.zip`));
    expect(await checkCopy(sourceOf(files))).toMatchObject({ word: "VALID", files: 10 });
  });
});

describe("[REQ-REC-08] who makes and takes copies", () => {
  it("what is missing of a scope is told, and a scope that holds nothing or what nobody knows is refused with all reasons", async () => {
    const qa = await house.hands.as("linjing");
    for (const [scope, box] of [
      ["lot", "lot:required"],
      ["supplier", "supplier:required"],
      ["person", "person:required"],
      ["records", "named:required"],
    ] as const)
      expect(await refusalOf(qa.create("InspectionCopy", { ...given, scope }))).toEqual([box]);
    expect(await refusalOf(qa.create("InspectionCopy", { ...given, scope: "period" }))).toEqual([
      "fromDay:required",
      "toDay:required",
    ]);
    const named = [
      { recordType: "Supplier", recordNumber: "SUP-NONE" },
      { recordType: "Spaceship", recordNumber: "X" },
    ];
    const draft = await qa.create("InspectionCopy", { ...given, named });
    expect(await refusalOf(qa.act("InspectionCopy", draft, "make"))).toEqual(["COPY_UNKNOWN", "COPY_UNKNOWN", "COPY_EMPTY"]);
    expect(await stateOf(draft.id)).toEqual({ state: "draft", records: null, problem: null });
    const buyer = await house.hands.as("shenyue");
    expect(await refusalOf(buyer.create("InspectionCopy", { ...given, named }))).toEqual(["NO_PERMIT"]);
  });

  it("a person's acts and a period hold what the trail says was touched", async () => {
    const [person] = await house.sql<{ id: string }>("select id from person where login = 'luoan'");
    const copy = await make({ scope: "person", named: [], person: person?.id });
    const files = await filesOf(copy.archive);
    const places = [...files.keys()].filter((path) => path.endsWith("record.json"));
    expect(places).toEqual([`records/Supplier_${supplier.number}/record.json`]);
  });

  it("each download is written down before it begins, and ends with its day or with a withdrawal; the file goes", async () => {
    const copy = await make();
    expect(await stateOf(copy.id)).toEqual({ state: "ready", records: 2, problem: null });
    expect(
      (
        await house.sql(
          "select expires_at > now() as later, size > 1000 as big, length(sha256) as hash from inspection_copy where id = $1",
          [copy.id],
        )
      )[0],
    ).toEqual({ later: true, big: true, hash: 64 });
    const got = await download("xuheng", copy.id);
    expect([got.status, got.headers.get("content-type"), got.ok ? "" : await got.clone().text()]).toEqual([
      200,
      "application/zip",
      "",
    ]);
    await got.arrayBuffer();
    const logged = () =>
      house.sql<{ login: string; sha256: string }>(
        `select p.login, e.detail ->> 'sha256' as sha256 from security_event e join person p on p.id = e.person_id
         where e.kind = 'exported' and e.detail ->> 'copy' = $1`,
        [copy.id],
      );
    const [kept] = await house.sql<{ sha256: string }>("select sha256 from inspection_copy where id = $1", [copy.id]);
    expect(await logged()).toEqual([{ login: "xuheng", sha256: kept?.sha256 }]);
    expect((await download("shenyue", copy.id)).status).toBe(403);
    await house.sql("select public.set_domain_clock($1)", [8 * 86_400_000]);
    expect((await download("xuheng", copy.id)).status).toBe(403);
    await house.sql(
      `insert into outbox (name, version, payload, command_id)
       select 'hour.begun', 1, '{"hour": "x"}', command_id from outbox order by id desc limit 1`,
    );
    await deliverAll({ kernel, sql: house.sql });
    expect(await stateOf(copy.id)).toMatchObject({ state: "expired" });
    expect(existsSync(copy.archive)).toBe(false);
    await house.sql("select public.set_domain_clock($1)", [0]);
    expect(await logged()).toHaveLength(1);
  });

  it("somebody to whom a type of record is not shown does not take it by way of a copy", async () => {
    const copy = await make({ includeMasked: true });
    // An auditor reads suppliers and contacts, but no proof of identity: masked values of every kind may be inside.
    const refused = await download("zhouqiming", copy.id);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("COPY_NOT_YOURS");
  });
});
