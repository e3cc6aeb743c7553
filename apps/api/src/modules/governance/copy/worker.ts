/**
 * Makes copies, turn by turn: some seconds of records, each read in one transaction with the rights of who ordered it, then the next
 * message. Whatever is killed or delivered twice, the files of a record are written again and the copy is the same (ADR 48).
 */
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Label, Rec } from "@lotline/schema";
import type { SignedHead } from "@lotline/verifier";
import { type Ctx, systemPersonId } from "../../../base/context.ts";
import { AppError } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";
import { sqlState } from "../../../base/unavailable.ts";
import { zonedBy } from "../../../export/zoned.ts";
import { consumer } from "../../../kernel/behaviour.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { Request } from "../../../read/request.ts";
import { version } from "../../../version.ts";
import { Build, maxBytes } from "./archive.ts";
import type { Stamp } from "./html.ts";
import { type Contents, contentsOf, membersOf } from "./order.ts";
import { archiveOf, buildOf, copiesDir, maskPermits } from "./place.ts";
import { scopeWords } from "./scope-words.ts";
import { sayIn, copyWords as w } from "./words.ts";

type Copy = Rec<"InspectionCopy">;

/** Milliseconds a turn takes at most; what takes longer than a minute counts as lost (relay). */
const turnMs = 20_000;
const oneDay = 86_400_000;

export const copyWorker = consumer({
  name: "governance.make-copy",
  message: "copy.due",
  work: (kernel, { copy, turn }, report) => workCopy(kernel, copy, Number(turn), report),
});

/** Downloads end by themselves: the file goes, the record of it stays. */
export const copyKeeper = consumer({
  name: "governance.end-copies",
  message: "hour.begun",
  work: (kernel) => endCopies(kernel),
});

const systemCtx = (copy: string): Ctx => ({
  personId: systemPersonId,
  sessionId: null,
  source: "job",
  request: `copy ${copy}`,
  language: "en",
});

async function note(kernel: Kernel, copy: string, operation: string, change: (tx: Tx) => Promise<void>): Promise<void> {
  await command(kernel, systemCtx(copy), { id: randomUUID(), operation, input: { copy } }, async (tx) => {
    await change(tx);
    return null;
  });
}

/** Reads with the rights of who ordered it; what is masked for most stays masked unless he asked for it. */
async function read<T>(
  kernel: Kernel,
  copy: Copy,
  by: string,
  work: (request: Request, reader: SqlReader) => Promise<T>,
): Promise<T> {
  const request = new Request(kernel, { ...systemCtx(copy.id), personId: by });
  try {
    const reader = await request.reader();
    // The set was read for this transaction alone.
    const permits = reader.actor.permits as Set<string>;
    if (!copy.includeMasked) for (const permit of maskPermits) permits.delete(permit);
    return await work(request, reader);
  } finally {
    await request.endReads();
  }
}

async function copyById(kernel: Kernel, id: string): Promise<Copy | null> {
  const request = new Request(kernel, systemCtx(id));
  try {
    await request.reader();
    const [row] = await (await request.reader()).sql<{ found: Copy }>(
      `select id, number, state, scope, lot_id as lot, genealogy, supplier_id as supplier, person_id as person, from_day::text as "fromDay",
         to_day::text as "toDay", language, include_masked as "includeMasked", valid_days as "validDays", recipient, purpose, contents
       from inspection_copy where id = ?`,
      [id],
    );
    return (row as unknown as Copy | undefined) ?? null;
  } finally {
    await request.endReads();
  }
}

/** One turn. @throws what the queue should try again: the database is away */
export async function workCopy(
  kernel: Kernel,
  id: string,
  turn: number,
  report: (error: unknown) => void,
  limitMs = turnMs,
): Promise<void> {
  const copy = await copyById(kernel, id);
  const contents = copy && contentsOf(copy);
  if (!copy || !contents || copy.state !== "making") return;
  try {
    const build = new Build(buildOf(kernel, id), String(kernel.filesDir));
    if (await addRecords(kernel, copy, contents, build, Date.now() + limitMs)) await finish(kernel, copy, contents, build);
    else await note(kernel, id, "continueCopy", async (tx) => tx.emit("copy.due", { copy: id, turn: String(turn + 1) }));
  } catch (error) {
    if (sqlState(error) === "08006" || (error instanceof AppError && ["BUSY", "OUTCOME_UNKNOWN"].includes(error.code)))
      throw error;
    await fail(kernel, copy, error, report);
  }
}

/** @returns whether all of them are there */
async function addRecords(kernel: Kernel, copy: Copy, contents: Contents, build: Build, until: number): Promise<boolean> {
  const members = membersOf(contents);
  for (let member = members[build.progress.next]; member; member = members[build.progress.next]) {
    const next = member;
    await read(kernel, copy, contents.by, async (request, reader) => build.add(request, await stampOf(copy, reader), next));
    if (build.progress.bytes > maxBytes) throw new TooLarge();
    if (Date.now() > until) {
      build.save();
      return build.progress.next >= members.length;
    }
  }
  return true;
}

class TooLarge extends Error {}

async function stampOf(copy: Copy, reader: SqlReader): Promise<Stamp> {
  const zoned = zonedBy(reader.firmZone, reader.now);
  const when = (at: Date) => {
    const text = zoned.text(at);
    return text.includes("UTC") ? text : `${text} ${zoned.offset}`;
  };
  return {
    number: copy.number,
    madeBy: reader.actor.name,
    recipient: copy.recipient,
    purpose: copy.purpose,
    madeAt: when(reader.now),
    say: sayIn(copy.language),
    when,
  };
}

async function finish(kernel: Kernel, copy: Copy, contents: Contents, build: Build): Promise<void> {
  const about = await read(kernel, copy, contents.by, async (_request, reader) => ({
    stamp: await stampOf(copy, reader),
    zone: reader.firmZone,
    now: reader.now,
    madeBy: reader.actor.name,
    scope: await scopeWords(reader, copy),
    seal: await newestSeal(reader),
  }));
  const { house } = kernel;
  const expiresAt = new Date(about.now.getTime() + copy.validDays * oneDay);
  const made = await build.finish(
    {
      number: copy.number,
      product: version,
      madeAt: about.now.toISOString(),
      expiresAt: expiresAt.toISOString(),
      zone: about.zone,
      madeBy: about.madeBy,
      recipient: copy.recipient,
      purpose: copy.purpose,
      scope: about.scope,
      leftOut: leftOut(copy, contents, build.progress.missing),
      seal: about.seal,
    },
    house.key,
    house.publicKeys,
    about.stamp,
    archiveOf(kernel, copy.id),
  );
  await note(kernel, copy.id, "finishInspectionCopy", async (tx) => {
    const record = await tx.get("InspectionCopy", copy.id);
    if (record.state !== "making") return;
    tx.update("InspectionCopy", record, {
      ...made,
      records: build.progress.counts.records,
      readyAt: about.now,
      expiresAt,
    });
    await tx.flush();
    await tx.act("InspectionCopy", copy.id, "finish", {});
  });
  rmSync(buildOf(kernel, copy.id), { recursive: true, force: true });
}

/** What a copy does not hold, said in it. */
function leftOut(copy: Copy, contents: Contents, missing: readonly string[]): Label[] {
  const types = (lang: "en" | "zh") => contents.hidden.map((name) => specOf(name).plural[lang]).join(lang === "en" ? ", " : "、");
  return [
    ...(copy.includeMasked ? [] : [w.maskedOut]),
    ...(contents.hidden.length === 0 ? [] : [{ en: `${w.typesOut.en}: ${types("en")}`, zh: `${w.typesOut.zh}：${types("zh")}` }]),
    ...missing.map((name) => ({ en: `${name}: ${w.fileGone.en}`, zh: `${name}：${w.fileGone.zh}` })),
  ];
}

async function newestSeal(reader: SqlReader): Promise<SignedHead | null> {
  const [head] = await reader.sql<SignedHead>(
    `select sequence::text, epoch::text, from_xid::text as "fromXid", to_xid::text as "toXid",
       to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, rows::text, sources_hash as "sourcesHash",
       root, previous, key_id as "keyId", hash, signature from audit.seal order by sequence desc limit 1`,
  );
  return head ?? null;
}

async function fail(kernel: Kernel, copy: Copy, error: unknown, report: (error: unknown) => void): Promise<void> {
  const reference = randomUUID();
  const isKnown = error instanceof TooLarge || error instanceof AppError;
  if (!isKnown) report(Object.assign(new Error(`copy ${copy.number}, reference ${reference}`), { cause: error }));
  const problem =
    error instanceof TooLarge
      ? "More than 1 GB: narrow the scope. 超过 1 GB，请缩小范围。"
      : error instanceof AppError
        ? error.message.slice(0, 500)
        : `The server met an error it did not expect. 服务器发生意外错误。 ${reference}`;
  rmSync(buildOf(kernel, copy.id), { recursive: true, force: true });
  await note(kernel, copy.id, "failInspectionCopy", async (tx) => {
    const record = await tx.get("InspectionCopy", copy.id);
    if (record.state !== "making") return;
    tx.update("InspectionCopy", record, { problem });
    await tx.flush();
    await tx.act("InspectionCopy", copy.id, "fail", {});
  });
}

async function endCopies(kernel: Kernel): Promise<void> {
  if (kernel.filesDir === undefined) return;
  const kept = new Set<string>();
  await note(kernel, "all", "endInspectionCopies", async (tx) => {
    const rows = await tx.sql<{ id: string; due: boolean }>(
      "select id, state = 'ready' and expires_at <= ?::timestamptz as due from inspection_copy where state in ('ready', 'making')",
      [tx.now],
    );
    for (const { id, due } of rows) {
      if (due) await tx.act("InspectionCopy", id, "expire", {});
      else kept.add(id);
    }
  });
  const directory = copiesDir(kernel);
  for (const name of existsSync(directory) ? readdirSync(directory) : [])
    if (!kept.has(name.split(".")[0] ?? "")) rmSync(join(directory, name), { recursive: true, force: true });
}
