/** Reads seals, events and signatures of a span of time as the lines of an export. */
import type { SealSource, SignedHead } from "@lotline/verifier";
import type { Client } from "pg";
import { type RowKind, rowLine } from "./format.ts";

/** Instants, ISO 8601; from included, to excluded. */
export interface Span {
  readonly from: string | null;
  readonly to: string | null;
}

const portion = 2_000;

/** Where rows of each kind lie, and by which time a span chooses them. */
const kinds = {
  event: { sql: "audit.event", name: "audit.event", at: "at" },
  signature: { sql: "public.signature", name: "signature", at: "signed_at" },
} as const satisfies { [K in RowKind]: { sql: string; name: string; at: string } };

const withinSql = (kind: RowKind): string =>
  `($1::timestamptz is null or ${kinds[kind].at} >= $1) and ($2::timestamptz is null or ${kinds[kind].at} < $2)`;

/** The settings under which a row's canonical text is defined. */
export const textSettings = "set local timezone = 'UTC'; set local bytea_output = 'hex'; set local extra_float_digits = 1";

/** Line by line, with the kind each is counted under. */
export async function* exportLines(client: Client, span: Span): AsyncGenerator<{ kind: RowKind | "seal"; line: string }> {
  for await (const line of sealLines(client, span)) yield { kind: "seal", line };
  for (const kind of ["event", "signature"] as const) for await (const line of rowLines(client, kind, span)) yield { kind, line };
}

/** The seals that cover any of the rows. */
async function* sealLines(client: Client, span: Span): AsyncGenerator<string> {
  const covering = (kind: RowKind): string =>
    `select o.sequence from audit.seal_source o where o.table_name = '${kinds[kind].name}' and o.ids &&
       coalesce((select range_agg(int8range(id, id, '[]')) from ${kinds[kind].sql} where ${withinSql(kind)}), '{}')`;
  const { rows } = await client.query<{ sequence: string }>(`${covering("event")} union ${covering("signature")} order by 1`, [
    span.from,
    span.to,
  ]);
  for (const { sequence } of rows) yield await sealLine(client, sequence);
}

async function sealLine(client: Client, sequence: string): Promise<string> {
  const { rows: heads } = await client.query<SignedHead>(
    `select sequence::text, epoch::text, from_xid::text as "fromXid", to_xid::text as "toXid",
       to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, rows::text, sources_hash as "sourcesHash",
       root, previous, key_id as "keyId", hash, signature from audit.seal where sequence = $1`,
    [sequence],
  );
  const { rows: sources } = await client.query<SealSource>(
    "select table_name as table, rows::text, ids::text from audit.seal_source where sequence = $1 order by position",
    [sequence],
  );
  const { rows: pages } = await client.query<{ leaves: string }>(
    "select encode(leaves, 'hex') as leaves from audit.seal_page where sequence = $1 order by page",
    [sequence],
  );
  return JSON.stringify({ kind: "seal", head: heads[0], sources, leaves: pages.map((page) => page.leaves).join("") });
}

async function* rowLines(client: Client, kind: RowKind, span: Span): AsyncGenerator<string> {
  let after = "0";
  for (;;) {
    const { rows } = await client.query<{ id: string; leaf: string; canonical: string }>(
      `select r.id, encode(r.leaf, 'hex') as leaf, audit.canonical(to_jsonb(r)) as canonical from ${kinds[kind].sql} r
       where r.id > $3 and ${withinSql(kind)} order by r.id limit ${portion}`,
      [span.from, span.to, after],
    );
    for (const { leaf, canonical } of rows) yield rowLine(kind, leaf, canonical);
    const last = rows.at(-1);
    if (!last || rows.length < portion) return;
    after = last.id;
  }
}
