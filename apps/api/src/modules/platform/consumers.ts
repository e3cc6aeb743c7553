/** What the platform tells people: who mentioned them, who answered them, and when their roles change. */
import { type RecordName, role as roles } from "@lotline/schema";
import { specOf } from "../../base/names.ts";
import { consumer } from "../../kernel/behaviour.ts";
import type { Tx } from "../../kernel/tx.ts";
import { notify } from "./notice.ts";

interface SaidRow {
  readonly record_type: RecordName;
  readonly record_id: string;
  readonly site_id: string | null;
  readonly thread_id: string | null;
  readonly mentions: readonly string[];
  readonly name_en: string;
  readonly name_zh: string;
}

async function saidIn(tx: Tx, comment: string): Promise<SaidRow> {
  const [row] = await tx.sql<SaidRow>(
    `select c.record_type, c.record_id, c.site_id, c.thread_id, c.mentions, p.name_en, p.name_zh
     from comment c join person p on p.id = c.actor_id where c.id = ?`,
    [comment],
  );
  if (!row) throw new Error(`there is no comment ${comment}`);
  return row;
}

/** Whom the same comment mentioned in its earlier words: they have been told. */
async function mentionedBefore(tx: Tx, comment: string): Promise<ReadonlySet<string>> {
  const rows = await tx.sql<{ id: string }>(
    `select distinct m.id from comment c join comment b on (b.id = c.about_id or b.about_id = c.about_id) and b.id < c.id
     cross join jsonb_array_elements_text(b.mentions) m (id) where c.id = ? and c.kind = 'edit'`,
    [comment],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Those of the people who may (still) read the record. */
async function readersAmong(tx: Tx, row: SaidRow, people: readonly string[]): Promise<string[]> {
  const found = await tx.sql<{ id: string }>(
    "select id from person where id = any(?::bigint[]) and id in (select public.readers_of(?, ?::bigint))",
    [people, specOf(row.record_type).read, row.site_id],
  );
  return found.map(({ id }) => id);
}

// The words name the record and the person, never the text: who may not read the comment any more must not read it here.
const tellSaid = async (
  tx: Tx,
  message: "comment.mentioned" | "comment.replied",
  by: string,
  row: SaidRow,
  people: readonly string[],
) => {
  const { label } = specOf(row.record_type);
  const { number } = await tx.get(row.record_type, row.record_id);
  const en = message === "comment.mentioned" ? "mentioned you" : "replied";
  const zh = message === "comment.mentioned" ? "提到了您" : "回复了讨论";
  await notify(tx, message, by, await readersAmong(tx, row, people), {
    record: row.record_type,
    id: row.record_id,
    number,
    text: {
      en: `${row.name_en} ${en} in a comment on ${label.en} ${number}.`,
      zh: `${row.name_zh} 在${label.zh} ${number} 的评论中${zh}。`,
    },
  });
};

export const platformConsumers = [
  consumer({
    name: "platform.tell-mentioned",
    message: "comment.mentioned",
    handle: async (tx, { comment }, by) => {
      const row = await saidIn(tx, comment);
      const told = await mentionedBefore(tx, comment);
      const people = row.mentions.filter((id) => !told.has(id));
      await tellSaid(tx, "comment.mentioned", by, row, people);
    },
  }),
  consumer({
    name: "platform.tell-of-reply",
    message: "comment.replied",
    handle: async (tx, { comment }, by) => {
      const row = await saidIn(tx, comment);
      const others = await tx.sql<{ actor_id: string }>(
        "select distinct actor_id from comment where (id = ? or thread_id = ?) and kind in ('post', 'reply')",
        [row.thread_id, row.thread_id],
      );
      // Whoever is mentioned in it is told of that.
      const people = others.map(({ actor_id }) => actor_id).filter((id) => !row.mentions.includes(id));
      await tellSaid(tx, "comment.replied", by, row, people);
    },
  }),
  consumer({
    name: "platform.tell-of-role",
    message: "role.changed",
    handle: async (tx, { grant }, by) => {
      const { person: id, role, state } = await tx.get("RoleGrant", grant);
      const { number } = await tx.get("Person", id);
      const label = roles.values[role];
      const text =
        state === "active"
          ? { en: `You were given the role "${label.en}".`, zh: `您已获授角色“${label.zh}”。` }
          : { en: `Your role "${label.en}" was ended.`, zh: `您的角色“${label.zh}”已终止。` };
      await notify(tx, "role.changed", by, [id], { record: "Person", id, number, text });
    },
  }),
  consumer({
    name: "platform.tell-of-delegation",
    message: "delegation.changed",
    handle: async (tx, { delegation }, by) => {
      const { delegate, createdBy, role, state, number, validFrom, validTo } = await tx.get("Delegation", delegation);
      const principal = await tx.get("Person", createdBy);
      const label = roles.values[role];
      const text =
        state === "active"
          ? {
              en: `${principal.nameEn} lent you the role "${label.en}" from ${validFrom} to ${validTo}.`,
              zh: `${principal.nameZh}委托您代行“${label.zh}”，${validFrom} 至 ${validTo}。`,
            }
          : {
              en: `You no longer act as "${label.en}" for ${principal.nameEn}.`,
              zh: `您不再代${principal.nameZh}行使“${label.zh}”。`,
            };
      await notify(tx, "delegation.changed", by, [delegate], { record: "Delegation", id: delegation, number, text });
    },
  }),
];
