/** The chain of seals, and under each seal the very rows it covers. */
import type { ClientBase } from "pg";
import { type Catalogue, trail } from "./catalogue.ts";
import { Cursor, type TextRow, textRows } from "./cursor.ts";
import type { Findings } from "./finding.ts";
import { MerkleTree } from "./hash.ts";
import { idsOf } from "./ids.ts";
import { checkSignature, type PublicKeys } from "./keys.ts";
import { type SealHead, type SealSource, type SignedHead, sealHash, sealPayload, sourcesHash } from "./seal-head.ts";
import { type SealedRow, SealedRows } from "./sealed-rows.ts";

/** A row that says it was written this long before the seal before its own, or after its own, was dated by hand. */
const datingTolerance = 24 * 3_600_000;

/** SQL text of an instant as heads write it. */
export const isoSql = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export const headColumns = `sequence, epoch, from_xid, to_xid, ${isoSql("at")}, rows, sources_hash, root, previous, key_id, hash, signature`;

/** A head from a row of `headColumns`. */
export function headOf(row: TextRow): SignedHead {
  const text = (index: number): string => row[index] ?? "";
  return {
    sequence: text(0),
    epoch: text(1),
    fromXid: text(2),
    toXid: text(3),
    at: text(4),
    rows: text(5),
    sourcesHash: text(6),
    root: text(7),
    previous: row[8] ?? null,
    keyId: text(9),
    hash: text(10),
    signature: text(11),
  };
}

export interface SealContext {
  readonly client: ClientBase;
  readonly catalogue: Catalogue;
  readonly keys: PublicKeys;
  readonly findings: Findings;
  /** The domain clock has never been moved, so that a business row's time can be held against its seal's. */
  readonly isClockTrue: boolean;
}

/** Checks every seal with its rows, then what no seal covers; answers how much there was. */
export async function checkSeals(context: SealContext): Promise<{ seals: number; events: number }> {
  const { client, catalogue } = context;
  const rows = new Map<string, SealedRows>();
  for (const name of catalogue.sealed) {
    const table = catalogue.tables.get(name);
    if (table) rows.set(name, new SealedRows(client, table));
  }
  const heads = new Cursor(client, `select ${headColumns} from audit.seal order by sequence`);
  const sources = new Grouped(
    client,
    "select sequence, table_name, rows, ids from audit.seal_source order by sequence, position",
  );
  const pages = new Grouped(client, "select sequence, encode(leaves, 'hex') from audit.seal_page order by sequence, page");
  const epochs = new Map((await textRows(client, "select id, fence from audit.epoch")).map(([id, fence]) => [id, fence]));
  let last: SignedHead | null = null;
  let seals = 0;
  for (let row = await heads.next(); row; row = await heads.next()) {
    const head = headOf(row);
    seals++;
    checkHead(context, head, last, epochs);
    const covered = (await sources.of(Number(head.sequence))).map(([, table, count, ids]) => ({
      table: table ?? "",
      rows: count ?? "",
      ids: ids ?? "",
    }));
    const leaves = leavesOf(await pages.of(Number(head.sequence)));
    await new SealCheck(context, head, last, rows).run(covered, leaves);
    last = head;
  }
  await checkRest(context, rows, last);
  return { seals, events: rows.get(trail)?.count ?? 0 };
}

/** Rows of a query that are read seal by seal. */
class Grouped {
  readonly #cursor: Cursor;

  constructor(client: ClientBase, sql: string) {
    this.#cursor = new Cursor(client, sql);
  }

  async of(sequence: number): Promise<TextRow[]> {
    const group: TextRow[] = [];
    for (;;) {
      const row = this.#cursor.current;
      if (!row) {
        if (this.#cursor.isDone) return group;
        await this.#cursor.load();
      } else if (Number(row[0]) > sequence) return group;
      else {
        if (Number(row[0]) === sequence) group.push(row);
        this.#cursor.advance();
      }
    }
  }
}

/** The kept leaves of a seal, side by side. */
const leavesOf = (pages: readonly TextRow[]): Buffer => Buffer.concat(pages.map(([, hex]) => Buffer.from(hex ?? "", "hex")));

const leafBytes = 32;
const leafAt = (leaves: Buffer, position: number): string =>
  leaves.toString("hex", position * leafBytes, (position + 1) * leafBytes);

function checkHead(
  context: SealContext,
  head: SignedHead,
  last: SignedHead | null,
  epochs: ReadonlyMap<string | null | undefined, string | null | undefined>,
): void {
  const { findings, keys } = context;
  const sequence = Number(head.sequence);
  const place = { id: sequence, sequence, at: head.at };
  const expected = Number(last?.sequence ?? 0) + 1;
  if (sequence !== expected) {
    findings.add(
      "SEAL_MISSING",
      "audit.seal",
      { id: expected, sequence: expected, at: head.at },
      `Seal ${expected} is missing before seal ${sequence}.`,
    );
  } else if (head.previous !== (last?.hash ?? null)) {
    findings.add(
      "SEAL_CHAIN",
      "audit.seal",
      place,
      `Seal ${sequence} does not continue the chain: the hash of the seal before it differs.`,
    );
  }
  const signature = checkSignature(keys, head.keyId, sealPayload(head), head.signature, head.at);
  if (signature === "unknown") {
    findings.add(
      "SEAL_KEY_UNKNOWN",
      "audit.seal",
      place,
      `Seal ${sequence} was signed with a key that is not known: ${head.keyId}.`,
    );
  } else if (signature === "altered" || sealHash(head) !== head.hash) {
    findings.add("SEAL_CHANGED", "audit.seal", place, `Seal ${sequence} was changed after it was signed.`);
  } else if (signature === "revoked") {
    findings.add(
      "SEAL_KEY_REVOKED",
      "audit.seal",
      place,
      `Seal ${sequence} was signed after its key was revoked: ${head.keyId}.`,
    );
  }
  const from = last?.epoch === head.epoch ? last.toXid : epochs.get(head.epoch);
  if (expected === sequence && from !== head.fromXid) {
    findings.add(
      "EPOCH_CHANGED",
      "audit.epoch",
      { id: Number(head.epoch), sequence, at: head.at },
      `Seal ${sequence} does not begin where the one before it, or its epoch, ends.`,
    );
  }
}

/** One seal against its leaves and rows. */
class SealCheck {
  readonly #context: SealContext;
  readonly #head: SealHead;
  readonly #last: SealHead | null;
  readonly #rows: ReadonlyMap<string, SealedRows>;
  readonly #tree = new MerkleTree();
  /** The first row that differs from its page only: whose fault that is, the root will tell. */
  #differing: { table: string; row: SealedRow } | undefined;

  constructor(context: SealContext, head: SealHead, last: SealHead | null, rows: ReadonlyMap<string, SealedRows>) {
    this.#context = context;
    this.#head = head;
    this.#last = last;
    this.#rows = rows;
  }

  async run(sources: readonly SealSource[], leaves: Buffer): Promise<void> {
    const { findings } = this.#context;
    const head = this.#head;
    const place = { id: Number(head.sequence), sequence: Number(head.sequence), at: head.at };
    const arePagesTrue = rootOf(leaves) === head.root;
    if (sourcesHash(sources) !== head.sourcesHash) {
      findings.add("SEAL_SOURCES", "audit.seal_source", place, `The list of what seal ${head.sequence} covers was changed.`);
    }
    let position = 0;
    let isComplete = true;
    for (const source of sources) {
      for (const id of idsOf(source.ids)) {
        const leaf = leafAt(leaves, position++);
        const row = await this.#find(source.table, id);
        if (row) this.#compare(source.table, row, arePagesTrue ? leaf : undefined, leaf);
        else isComplete = false;
      }
    }
    if (position !== Number(head.rows)) {
      findings.add(
        "SEAL_SOURCES",
        "audit.seal_source",
        place,
        `Seal ${head.sequence} covers ${head.rows} rows, but its list names ${position}.`,
      );
    }
    if (!arePagesTrue && isComplete) this.#blame(place);
    else if (!arePagesTrue)
      findings.add(
        "SEAL_LEAVES",
        "audit.seal_page",
        place,
        `The leaves kept for seal ${head.sequence} do not give its signed root.`,
      );
  }

  async #find(table: string, id: number): Promise<SealedRow | undefined> {
    const rows = this.#rows.get(table);
    if (!rows) return undefined;
    let found = rows.find(id);
    while (found === "wait") {
      await rows.load();
      found = rows.find(id);
    }
    if (found !== "missing") return found;
    const sequence = Number(this.#head.sequence);
    this.#context.findings.add(
      "ROW_MISSING",
      table,
      { id, sequence, at: this.#head.at },
      `Row ${id} of ${table}, covered by seal ${sequence}, is missing.`,
    );
    return undefined;
  }

  #compare(table: string, row: SealedRow, trueLeaf: string | undefined, pageLeaf: string): void {
    const { findings } = this.#context;
    const sequence = Number(this.#head.sequence);
    this.#tree.add(Buffer.from(row.leaf, "hex"));
    const place = { id: row.id, sequence, at: timeOf(row) ?? this.#head.at };
    const isAsStored = row.leaf === row.storedLeaf;
    if (!isAsStored || (trueLeaf !== undefined && trueLeaf !== row.leaf)) {
      const what = trueLeaf === row.leaf ? "the leaf hash stored in it was changed" : "it was changed after it was sealed";
      findings.add("ROW_CHANGED", table, place, `Row ${row.id} of ${table}, covered by seal ${sequence}: ${what}.`);
    } else if (pageLeaf !== row.leaf) this.#differing ??= { table, row };
    this.#checkDate(table, row);
  }

  #checkDate(table: string, row: SealedRow): void {
    if (row.writtenAt === null || (table !== trail && !this.#context.isClockTrue)) return;
    const earliest = this.#last ? Date.parse(this.#last.at) - datingTolerance : 0;
    if (row.writtenAt >= earliest && row.writtenAt <= Date.parse(this.#head.at) + datingTolerance) return;
    const sequence = Number(this.#head.sequence);
    this.#context.findings.add(
      "ROW_BACKDATED",
      table,
      { id: row.id, sequence, at: timeOf(row) },
      `Row ${row.id} of ${table} bears the time ${timeOf(row)}, but was sealed on ${this.#head.at}.`,
    );
  }

  /** The kept leaves do not give the signed root: are they wrong, or the rows? */
  #blame(place: { id: number; sequence: number; at: string }): void {
    const { findings } = this.#context;
    const sequence = place.sequence;
    if (this.#tree.root() === this.#head.root) {
      findings.add(
        "SEAL_LEAVES",
        "audit.seal_page",
        place,
        `The leaves kept for seal ${sequence} were changed; its rows are as they were sealed.`,
      );
    } else if (this.#differing) {
      const { table, row } = this.#differing;
      findings.add(
        "ROW_CHANGED",
        table,
        { id: row.id, sequence, at: timeOf(row) ?? place.at },
        `Row ${row.id} of ${table}, covered by seal ${sequence}: it was changed together with its leaf hash.`,
      );
    } else {
      findings.add("SEAL_ROOT", "audit.seal", place, `The rows under seal ${sequence} do not give its signed root.`);
    }
  }
}

function rootOf(leaves: Buffer): string {
  const tree = new MerkleTree();
  for (let start = 0; start < leaves.length; start += leafBytes) tree.add(leaves.subarray(start, start + leafBytes));
  return tree.root();
}

const timeOf = (row: SealedRow): string | null => (row.writtenAt === null ? null : new Date(row.writtenAt).toISOString());

/** Rows that no seal covers must belong to transactions that ended after the last seal was made. */
async function checkRest(context: SealContext, tables: ReadonlyMap<string, SealedRows>, last: SealHead | null): Promise<void> {
  const { client, findings } = context;
  const [window] = await textRows(client, "select pg_snapshot_xmax(pg_current_snapshot()), (select max(id) from audit.epoch)");
  const from = last && last.epoch === window?.[1] ? BigInt(last.toXid) : 0n;
  const to = BigInt(window?.[0] ?? "0");
  for (const rows of tables.values()) {
    const { name } = rows.table;
    for await (const row of rows.rest()) {
      const xid = BigInt(row.xid);
      if (xid < from || xid >= to) {
        findings.add(
          "ROW_UNSEALED",
          name,
          { id: row.id, at: timeOf(row) },
          `Row ${row.id} of ${name} is older than the last seal, but no seal covers it.`,
        );
      } else if (row.leaf !== row.storedLeaf) {
        findings.add(
          "ROW_CHANGED",
          name,
          { id: row.id, at: timeOf(row) },
          `Row ${row.id} of ${name}, not yet sealed, was changed after it was written.`,
        );
      }
    }
  }
}
