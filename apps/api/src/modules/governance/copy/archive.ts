/** The files of a copy: written one record at a time to a directory of its own, then listed, signed and packed. Memory stays bounded. */
import { createHash } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Label } from "@lotline/schema";
import {
  type CopiedFile,
  type CopyManifest,
  copyPaths,
  type FileKind,
  type ManifestSignature,
  verifierPage,
  verifierProgram,
} from "@lotline/verifier";
import { ZipFile } from "yazl";
import { byteOrderMark, csvLine } from "../../../base/csv.ts";
import { printOf } from "../../../print/print.ts";
import { render } from "../../../print/route.ts";
import type { Request } from "../../../read/request.ts";
import { storedFile } from "../../platform/index.ts";
import { escaped, page, recordPage, type Stamp, table, trailRows } from "./html.ts";
import { type CopiedRecord, readRecord } from "./read.ts";
import type { Member } from "./scope.ts";
import { copyWords as w } from "./words.ts";

/** An archive holds at most so many bytes; what would be more fails and says so. */
export const maxBytes = 1024 ** 3;

/** How far the making is; kept in the directory, so that another turn goes on. */
export interface Progress {
  readonly next: number;
  readonly bytes: number;
  readonly files: readonly CopiedFile[];
  readonly counts: CopyManifest["counts"];
  /** Attachments whose file is not on the disk or not what was attached, as "record number name". */
  readonly missing: readonly string[];
}

const beginning: Progress = {
  next: 0,
  bytes: 0,
  files: [],
  counts: { records: 0, signatures: 0, entries: 0, attachments: 0 },
  missing: [],
};

/** The directory in which a copy is made. */
export class Build {
  readonly #directory: string;
  readonly #filesDir: string;
  progress: Progress;

  constructor(directory: string, filesDir: string) {
    this.#directory = directory;
    this.#filesDir = filesDir;
    mkdirSync(directory, { recursive: true });
    const state = join(directory, "progress.json");
    // What another server began is begun anew here: its directory is not on this one.
    this.progress = existsSync(state) ? (JSON.parse(readFileSync(state, "utf8")) as Progress) : beginning;
  }

  save(): void {
    const state = join(this.#directory, "progress.json");
    writeFileSync(`${state}.new`, JSON.stringify(this.progress));
    renameSync(`${state}.new`, state);
  }

  #write(path: string, content: string | Buffer, kind: FileKind): CopiedFile {
    const file = join(this.#directory, "content", path);
    const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    return { path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex"), kind };
  }

  /** Copies one record with everything around it; one that is gone for the person meanwhile is passed over and named. */
  async add(request: Request, stamp: Stamp, member: Member): Promise<void> {
    const { progress } = this;
    const record = await readRecord(request, member);
    if (!record) {
      this.progress = {
        ...progress,
        next: progress.next + 1,
        missing: [...progress.missing, `${member.record} ${member.number}`],
      };
      return;
    }
    const reader = await request.reader();
    const place = placeOf(member);
    const { written, paths, missing } = await this.#attachments(record, place);
    const files = [
      ...written,
      this.#write(`records/${place}/record.json`, jsonOf(record, paths), "record"),
      this.#write(`records/${place}/record.html`, await recordPage(reader, stamp, record, paths), "page"),
    ];
    if (record.signatures.length > 0)
      files.push(this.#write(`records/${place}/signatures.json`, signaturesJson(record), "signatures"));
    const print = printOf(member.record);
    if (print) {
      const how = { logoOf: (sha256: string) => storedFile(this.#filesDir, sha256), copy: w.copy };
      files.push(
        this.#write(`records/${place}/print.pdf`, await render(request, member.record, print, member.number, how), "print"),
      );
    }
    const rows = await trailRows(reader, stamp, record);
    mkdirSync(join(this.#directory, "trail"), { recursive: true });
    writeFileSync(
      join(this.#directory, "trail", `${String(progress.next).padStart(6, "0")}.csv`),
      rows.map((cells) => csvLine([stamp.say(record.label), record.number, ...cells])).join(""),
    );
    const { counts } = progress;
    this.progress = {
      next: progress.next + 1,
      bytes: progress.bytes + files.reduce((sum, { bytes }) => sum + bytes, 0),
      files: [...progress.files, ...files],
      counts: {
        records: counts.records + 1,
        signatures: counts.signatures + record.signatures.length,
        entries: counts.entries + record.entries.length,
        attachments: counts.attachments + written.length,
      },
      missing: [...progress.missing, ...missing],
    };
  }

  async #attachments(record: CopiedRecord, place: string) {
    const written: CopiedFile[] = [];
    const missing: string[] = [];
    const paths = new Map<string, string | null>();
    for (const { id, name, sha256, size } of record.files) {
      const from = join(this.#filesDir, sha256);
      const path = `attachments/${place}/${id}-${name.replaceAll(/[\\/:*?"<>|\u0000-\u001f]/g, "_")}`;
      // A file is copied as it was attached or not at all.
      if (!existsSync(from) || (await hashOf(from)) !== sha256) {
        paths.set(id, null);
        missing.push(`${record.record} ${record.number} ${name}`);
        continue;
      }
      const to = join(this.#directory, "content", path);
      mkdirSync(dirname(to), { recursive: true });
      copyFileSync(from, to);
      paths.set(id, path);
      written.push({ path, bytes: size, sha256, kind: "attachment" });
    }
    return { written, missing, paths };
  }

  /** Adds what is about the whole, signs the list of files and packs everything. @returns hash and size of the archive */
  async finish(
    about: Omit<CopyManifest, "format" | "files" | "counts" | "keyId">,
    key: { readonly id: string; sign(text: string): string },
    publicKeys: readonly string[],
    stamp: Stamp,
    archive: string,
  ): Promise<{ sha256: string; size: number }> {
    const { progress } = this;
    const files = [
      ...progress.files,
      this.#write("index.html", indexPage(stamp, about, progress), "index"),
      this.#trail(stamp),
      this.#write("verify.html", verifierPage(), "verifier"),
      this.#write("verify.mjs", verifierProgram(), "verifier"),
    ];
    const manifest: CopyManifest = { format: "lotline-copy/1", ...about, counts: progress.counts, keyId: key.id, files };
    const text = `${JSON.stringify(manifest, null, 1)}\n`;
    const signature: ManifestSignature = { keyId: key.id, signature: key.sign(text), publicKeys };
    const names = [...files.map(({ path }) => path), copyPaths.manifest, copyPaths.signature];
    writeFileSync(join(this.#directory, "content", copyPaths.manifest), text);
    writeFileSync(join(this.#directory, "content", copyPaths.signature), `${JSON.stringify(signature, null, 1)}\n`);
    await pack(join(this.#directory, "content"), names, `${archive}.new`);
    renameSync(`${archive}.new`, archive);
    return { sha256: await hashOf(archive), size: statSync(archive).size };
  }

  /** The trail of all records as one file for a spreadsheet. */
  #trail(stamp: Stamp): CopiedFile {
    const heads = [w.type, w.record, w.time, w.who, w.act, w.what, w.reason, w.source].map(stamp.say);
    const file = join(this.#directory, "content", "trail.csv");
    writeFileSync(file, byteOrderMark + csvLine(heads));
    const parts = join(this.#directory, "trail");
    for (const name of existsSync(parts) ? readdirSync(parts).sort() : []) appendFileSync(file, readFileSync(join(parts, name)));
    return this.#write("trail.csv", readFileSync(file), "trail");
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

async function pack(directory: string, names: readonly string[], to: string): Promise<void> {
  const zip = new ZipFile();
  const out = createWriteStream(to, { mode: 0o600 });
  zip.on("error", (error: Error) => out.destroy(error));
  for (const name of names) zip.addFile(join(directory, name), name);
  zip.end();
  await pipeline(zip.outputStream, out);
}

/** A directory name that every system takes; the id where the number had to be changed for it. */
const placeOf = ({ record, number, id }: Member): string => {
  const safe = number.replaceAll(/[^A-Za-z0-9._-]/g, "_");
  return `${record}_${safe}${safe === number ? "" : `_${id}`}`;
};

function jsonOf(record: CopiedRecord, paths: ReadonlyMap<string, string | null>): string {
  const { states: _, signatures, files, ...rest } = record;
  const content = {
    format: "lotline-record/1",
    ...rest,
    files: files.map((file) => ({ ...file, path: paths.get(file.id) ?? null })),
    signatures: signatures.length,
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

const signaturesJson = ({ record, number, signatures }: CopiedRecord): string =>
  `${JSON.stringify({ format: "lotline-signatures/1", record, number, signatures }, null, 1)}\n`;

function indexPage(stamp: Stamp, about: Omit<CopyManifest, "format" | "files" | "counts" | "keyId">, progress: Progress): string {
  const { say } = stamp;
  const facts: [Label, string][] = [
    [w.madeFor, about.recipient],
    [w.purpose, about.purpose],
    [w.madeBy, say(about.madeBy)],
    [w.madeAt, stamp.madeAt],
    [w.expires, stamp.when(new Date(about.expiresAt))],
    [w.scope, say(about.scope)],
    [w.leftOut, about.leftOut.map(say).join("; ") || say(w.none)],
  ];
  const records = progress.files.filter(({ kind }) => kind === "record").map(({ path }) => path.replace(/record\.json$/, ""));
  const prints = new Set(progress.files.filter(({ kind }) => kind === "print").map(({ path }) => path));
  const link = (path: string, text: string) =>
    `<a href="${path.split("/").map(encodeURIComponent).join("/")}">${escaped(text)}</a>`;
  const rows = records.map((place) => [
    escaped(place.slice("records/".length, -1).replace("_", " ")),
    link(`${place}record.html`, say(w.page)),
    link(`${place}record.json`, "JSON"),
    prints.has(`${place}print.pdf`) ? link(`${place}print.pdf`, "PDF") : "",
  ]);
  const body = `<dl>${facts.map(([name, text]) => `<dt>${escaped(say(name))}</dt><dd>${escaped(text)}</dd>`).join("\n")}</dl>
<p>${escaped(say(w.verify))}</p>
<p>${link("verify.html", "verify.html")} · ${link("trail.csv", "trail.csv")}</p>
<h2>${escaped(say(w.contents))} (${progress.counts.records})</h2>
${table([say(w.record), say(w.page), "JSON", say(w.print)], rows)}`;
  return page(stamp, `${say(w.title)} ${stamp.number}`, body);
}
