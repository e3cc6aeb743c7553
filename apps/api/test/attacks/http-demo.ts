/** The demo company behind HTTP, with people who are all of one site, and rows of another site that bear a mark in every text. */
import { actionsOf, type Fields, type RecordName, type Role } from "@lotline/schema";
import { hasStates, recordNames, specOf, tableOf } from "../../src/base/names.ts";
import { type Demo, openDemo } from "../demo.ts";
import { type Heard, type Served, serve } from "../served.ts";

/** A record that a cell of the matrix is about. */
export interface Aim {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly state: string;
}

export type Ground = "own" | "other" | "closed";

export interface HttpDemo extends AsyncDisposable {
  readonly demo: Demo;
  readonly served: Served;
  /** A lot of the own site that went into the lot of the other one. */
  readonly crossing: string;
  /** One record of each kind of ground; null where the type has none. */
  aim(record: RecordName, ground: Ground): Promise<Aim | null>;
  ask(role: Role | "", query: string, variables?: object): Promise<Heard>;
  /** The cookie of a person with this role and no other; a new session when the last one was ended. */
  cookie(role: Role | ""): Promise<string>;
  forget(role: Role | ""): void;
}

/** The mark in every text of the other site's records. */
export const otherMark = "ZZELSEWHERE";
/** The mark of a record of this type at the own site, which only a reader of the type may see. */
export const markOf = (record: string): string => `ZZMINE${record.toUpperCase()}ZZ`;

/** States that nothing leads out of. */
const finalStates = (record: RecordName): string[] => {
  const spec = specOf(record);
  const leaving = new Set(Object.values(actionsOf(spec)).flatMap((a) => (a.to ? [...a.from] : [])));
  return Object.keys(spec.states ?? {}).filter((state) => !leaving.has(state));
};

/** Copies the newest record of a type, past the app, with marks in its texts. */
async function copyRecord(
  demo: Demo,
  record: RecordName,
  at: { state?: string | undefined; site?: string | undefined; mark: string },
): Promise<Aim | null> {
  const spec = specOf(record);
  const columns = await demo.sql<{ name: string; type: string }>(
    `select a.attname as name, t.typname as type from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attname <> 'id'`,
    [tableOf(record)],
  );
  const texts = new Set(
    Object.entries(spec.fields as Fields).flatMap(([name, f]) =>
      f.kind === "text" ? [name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)] : [],
    ),
  );
  const keeps = /zone|language|rule_name|login/;
  const value = ({ name, type }: { name: string; type: string }): string => {
    if (name === "number") return `'${at.mark}-${at.state ?? ""}'`;
    if (name === "login") return `'${at.mark.toLowerCase()}'`;
    if (name === "state" && at.state) return `'${at.state}'`;
    if (name === "site_id" && at.site) return at.site;
    return texts.has(name) && type === "text" && !keeps.test(name) ? `'${at.mark}'` : name;
  };
  const made = await demo.sql<Aim>(
    `insert into ${tableOf(record)} (${columns.map((c) => c.name).join(", ")}) select ${columns.map(value).join(", ")} from ${tableOf(record)} order by id desc limit 1
     returning id, number, version${hasStates(spec) ? ", state" : ", '' as state"}`,
  );
  return made[0] ?? null;
}

/** Opens it. */
export async function openHttpDemo(): Promise<HttpDemo> {
  const demo = await openDemo();
  const sites = await demo.sql<{ id: string; number: string }>("select id, number from site order by id");
  const [own, other] = ["SZ1", "SH2"].map((number) => sites.find((s) => s.number === number)?.id ?? "");
  await demo.sql("select set_config('app.actor', '1', false)");
  await demo.sql("set session_replication_role = replica");
  await demo.sql("update role_grant set for_site_id = $1 where number like 'RG-test%'", [own]);
  const aims = new Map<string, Aim | null>();
  for (const record of recordNames) {
    const scoped = specOf(record).site === true;
    if (scoped) aims.set(`${record} other`, await copyRecord(demo, record, { site: other, mark: otherMark }).catch(() => null));
    const [closed] = finalStates(record);
    if (closed)
      aims.set(
        `${record} closed`,
        await copyRecord(demo, record, { state: closed, site: scoped ? own : undefined, mark: `${markOf(record)}C` }).catch(
          () => null,
        ),
      );
    aims.set(
      `${record} own`,
      await copyRecord(demo, record, { site: scoped ? own : undefined, mark: markOf(record) }).catch(() => null),
    );
  }
  const lot = aims.get("Lot other");
  if (!lot) throw new Error("there is no lot of the other site");
  const crossing = await surround(demo, lot);
  for (const [key, aim] of aims) if (aim) await openTask(demo, key.split(" ")[0] as RecordName, aim);
  await demo.sql("set session_replication_role = origin");
  const served = await serve(demo.kernel);
  const cookies = new Map<string, Promise<string>>();
  const cookie = (role: Role | ""): Promise<string> => {
    const known = cookies.get(role) ?? served.cookieOf(demo.person(role).id);
    cookies.set(role, known);
    return known;
  };
  return {
    demo,
    served,
    crossing,
    cookie,
    forget: (role) => void cookies.delete(role),
    async aim(record, ground) {
      const known = aims.get(`${record} ${ground}`);
      if (!known) return null;
      // Read again: an act of another cell may have changed it.
      const [now] = await demo.sql<Aim>(
        `select id, number, version${hasStates(specOf(record)) ? ", state" : ", '' as state"} from ${tableOf(record)} where id = $1`,
        [known.id],
      );
      return now ?? null;
    },
    ask: async (role, query, variables = {}) => served.ask(query, variables, await cookie(role)),
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await demo[Symbol.asyncDispose]();
    },
  };
}

/** What hangs on a lot of the other site: an attachment, a task, and that it was made of a lot of ours. */
async function surround(demo: Demo, lot: Aim): Promise<string> {
  await demo.sql(
    "insert into attachment (record_type, record_id, name, media_type, size, sha256) values ('Lot', $1, $2, 'text/plain', 1, repeat('a', 64))",
    [lot.id, otherMark],
  );
  const [source] = await demo.sql<{ id: string }>("select src_id as id from lot_edge where src_id = lot_id order by id limit 1");
  await demo.sql(
    "insert into lot_edge (lot_id, quantity, src_id, dst_id, event_id, posting_id) select $1, quantity, - event_id, $1, event_id, posting_id from lot_edge where src_id = lot_id order by id limit 1",
    [lot.id],
  );
  return source?.id ?? "";
}

/** An open task on the record, due now, by its first permit: as the work list holds it. */
async function openTask(demo: Demo, record: RecordName, { id, number, state }: Aim): Promise<void> {
  const spec = specOf(record);
  const [action, permit] =
    Object.entries(actionsOf(spec)).flatMap(([name, a]) => (a.permit ? [[name, a.permit] as const] : []))[0] ?? [];
  if (!action) return;
  const site = spec.site ? `(select site_id from ${tableOf(record)} where id = $2)` : "null";
  await demo.sql(
    `insert into work_item (record_type, record_id, record_number, action, permit, state, due_at, created_at, site_id, risk, record_version, author_id)
     values ($1, $2::bigint, $3, $4, $5, $6, now(), now(), ${site}, 'medium', 1, 1) on conflict do nothing`,
    [record, id, number, action, permit, state],
  );
}
