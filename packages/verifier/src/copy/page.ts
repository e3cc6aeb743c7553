/// <reference lib="dom" />
/** The script of verify.html: takes an archive or a folder and says what stands of it. */
import { type CopyResult, type CopySource, checkCopy } from "./check.ts";
import { zipSource } from "./zip.ts";

const element = <T extends HTMLElement>(id: string): T => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`there is no ${id}`);
  return found as T;
};

const wordsZh: { readonly [word: string]: string } = {
  VALID: "有效",
  "RECORD CHANGED": "记录已变更",
  "SIGNATURE ALTERED": "签名被改动",
  "KEY UNKNOWN": "密钥未知",
  "FILE MISSING": "文件缺失",
  "FILE ADDED": "多出文件",
};

function say(word: string, isGood: boolean): void {
  const place = element("word");
  place.textContent = `${word} · ${wordsZh[word] ?? ""}`;
  place.className = isGood ? "yes" : "no";
}

function row(table: HTMLTableElement, name: string, value: string): void {
  const line = table.insertRow();
  line.insertCell().textContent = name;
  line.insertCell().textContent = value;
}

function show(result: CopyResult): void {
  say(result.word, result.word === "VALID");
  const detail = element("detail");
  detail.replaceChildren();
  const list = document.createElement("ul");
  for (const { word, zh, en } of result.findings) {
    const line = document.createElement("li");
    line.textContent = `${word} · ${wordsZh[word]}: ${zh} ${en}`;
    list.append(line);
  }
  const table = document.createElement("table");
  const m = result.manifest;
  if (m) {
    row(table, "副本 · Copy", m.number);
    row(table, "提供给 · For whom", m.recipient);
    row(table, "事由 · Reason", m.purpose);
    row(table, "制作 · Made", `${m.madeBy?.zh} ${m.madeBy?.en}, ${m.madeAt} UTC`);
    row(table, "范围 · Scope", `${m.scope?.zh} ${m.scope?.en}`);
    row(table, "记录 · Records", String(m.counts?.records));
  }
  row(table, "文件 · Files checked", String(result.files));
  row(table, "签名 · Signatures checked", String(result.signatures));
  row(table, "密钥指纹 · Fingerprint of the key", result.fingerprint ?? "–");
  detail.append(list, table);
}

async function run(source: () => Promise<CopySource>): Promise<void> {
  const place = element("word");
  place.className = "";
  place.textContent = "…";
  element("detail").replaceChildren();
  try {
    show(await checkCopy(await source(), element<HTMLInputElement>("key").value));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say("RECORD CHANGED", false);
    element("detail").textContent = `压缩包无法读取 · The archive cannot be read: ${why}`;
  }
}

/** Files of a chosen folder; the folder's own name stands in front of each path. */
const folderOf = (files: readonly File[]): CopySource => {
  const byPath = new Map(files.map((file) => [file.webkitRelativePath.split("/").slice(1).join("/"), file]));
  return {
    paths: [...byPath.keys()],
    read: async (path) => new Uint8Array((await byPath.get(path)?.arrayBuffer()) ?? new ArrayBuffer(0)),
  };
};

let chosen: (() => Promise<CopySource>) | undefined;
const again = () => chosen && void run(chosen);
// A browser that cannot check Ed25519 must not say that a key is unknown.
crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]).catch(() => {
  element("word").className = "no";
  element("word").textContent =
    "此浏览器不支持 Ed25519，请使用新版本，或运行 node verify.mjs。This browser cannot check Ed25519; use a newer one, or run node verify.mjs.";
  for (const id of ["archive", "folder"]) element<HTMLInputElement>(id).disabled = true;
});
element("archive").addEventListener("change", ({ target }) => {
  const file = (target as HTMLInputElement).files?.[0];
  if (file) chosen = () => zipSource(file);
  again();
});
element("folder").addEventListener("change", ({ target }) => {
  const files = [...((target as HTMLInputElement).files ?? [])];
  if (files.length > 0) chosen = async () => folderOf(files);
  again();
});
element("key").addEventListener("change", again);
