/** Answers that stay open end with their session: asked of the database twice a second, all of them in one statement. */
import type { MikroORM } from "@mikro-orm/postgresql";
import { limits, type SessionState, secure } from "./session.ts";

export interface Hold {
  release(): void;
}

interface Held {
  readonly session: string;
  /** What the person may, as it was when the answer began. */
  rights: string | undefined;
  readonly onEnd: () => void;
}

interface Seen {
  id: string;
  open: boolean;
  rights: string;
}

const everyMs = 400;

const query = `select s.id, p.state = 'active' and s.ended_at is null and s.locked_at is null
    and not (exists (select from inspector_access a where a.person_id = p.id) and public.inspection_over(p.id))
    and s.created_at > public.domain_now() - interval '${limits.life} minutes' as open,
    coalesce((select string_agg(g.role || '@' || coalesce(g.for_site_id::text, ''), ',' order by g.id) from role_grant g
      where g.person_id = s.person_id and g.state = 'active' and (g.valid_to is null or g.valid_to >= public.company_day())), '') as rights
  from session s join person p on p.id = s.person_id where s.id = any(?::bigint[])`;

const watches = new WeakMap<MikroORM, Set<Held>>();

/** @param onEnd called once, when the session or its rights are not any longer what they were */
export function holdWhileOpen(orm: MikroORM, session: Pick<SessionState, "id">, onEnd: () => void): Hold {
  const held: Held = { session: session.id, rights: undefined, onEnd };
  const known = watches.get(orm);
  if (known) known.add(held);
  else start(orm, held);
  return { release: () => void watches.get(orm)?.delete(held) };
}

function start(orm: MikroORM, first: Held): void {
  const all = new Set([first]);
  watches.set(orm, all);
  const round = async () => {
    // Looked at until nothing is held any longer; the next one that is held starts anew.
    if (all.size === 0) return void watches.delete(orm);
    // A database that is away for a moment ends no session; the next round asks again.
    await look(orm, all).catch(() => undefined);
    setTimeout(round, everyMs).unref();
  };
  void round();
}

async function look(orm: MikroORM, all: Set<Held>): Promise<void> {
  const before = [...all];
  const rows = await secure(orm, null, "watchSessions", (sql) => sql<Seen>(query, [before.map(({ session }) => session)]));
  const seen = new Map(rows.map((row) => [row.id, row]));
  for (const held of before) {
    const row = seen.get(held.session);
    held.rights ??= row?.rights;
    if (row?.open && row.rights === held.rights) continue;
    if (all.delete(held)) held.onEnd();
  }
}
