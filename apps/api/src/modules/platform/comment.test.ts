/** Comments and what follows from them: who may write, what is kept, who is told of it and how. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, type Reply, shown } from "../../../test/browser.ts";
import { type Demo, openDemo } from "../../../test/demo.ts";
import { deliverAll } from "../../../test/outbox.ts";
import { query } from "../../../test/query.ts";
import { fitsPerson } from "./comment-resolver.ts";

let demo: Demo;
let reviewer: Browser;
let head: Browser;
let auditor: Browser;
let lot: { id: string; version: number };
const ids = new Map<string, string>();

beforeAll(async () => {
  demo = await openDemo();
  [reviewer, head, auditor] = [await demo.as("linjing"), await demo.as("xuheng"), await demo.as("fanqing")];
  const [row] = await demo.sql<{ id: string; version: number }>("select id, version from lot where number = 'IS2607A'");
  if (!row) throw new Error("there is no lot IS2607A");
  lot = row;
  for (const { id, login } of await demo.sql<{ id: string; login: string }>("select id, login from person")) ids.set(login, id);
});
beforeEach(() => demo.sql("with told as (delete from notice) update outbox set sent_at = now()"));
afterAll(() => demo?.[Symbol.asyncDispose]());

const idOf = (login: string): string => ids.get(login) ?? "";

const answer = "{ id resolved comments { id text mine by { number } withdrawnAt mentions { name { en } } history { text } } }";
interface Thread {
  readonly id: string;
  readonly resolved: boolean;
  readonly comments: readonly {
    readonly id: string;
    readonly text: string | null;
    readonly mine: boolean;
    readonly history: readonly { readonly text: string }[];
  }[];
}

const post = (by: Browser, text: string, mentions: readonly string[] = [], record = "Lot", id = lot.id): Promise<Reply> =>
  by.ask(
    `mutation ($c: ID!, $r: String!, $i: ID!, $t: String!, $m: [ID!]!) { done: postComment(commandId: $c, record: $r, id: $i, text: $t, mentions: $m) ${answer} }`,
    { c: randomUUID(), r: record, i: id, t: text, m: mentions.map(idOf) },
  );
const about = (
  by: Browser,
  operation: string,
  given: { thread?: string; comment?: string; text?: string; mentions?: readonly string[] },
): Promise<Reply> => {
  const key = given.thread === undefined ? "comment" : "thread";
  const said = given.text === undefined ? "" : ", text: $t, mentions: $m";
  return by.ask(
    `mutation ($c: ID!, $k: ID!${said && ", $t: String!, $m: [ID!]!"}) { done: ${operation}(commandId: $c, ${key}: $k${said}) ${answer} }`,
    {
      c: randomUUID(),
      k: given.thread ?? given.comment,
      ...(said ? { t: given.text, m: (given.mentions ?? []).map(idOf) } : {}),
    },
  );
};
const threads = (reply: Reply): readonly Thread[] => shown<Thread[]>(reply.data, "done");
const newest = (reply: Reply): Thread => {
  const last = threads(reply).at(-1);
  if (!last) throw new Error(`no thread: ${reply.code} ${reply.reasons}`);
  return last;
};
const rows = () => demo.sql<{ kind: string; text: string }>("select kind, text from comment order by id");
const sentences = (reply: Reply): readonly string[] =>
  reply.errors.flatMap(
    (e) =>
      (e.originalError as unknown as { details: { reasons?: { text: { zh: string } }[] } }).details.reasons?.map(
        (r) => r.text.zh,
      ) ?? [],
  );

describe("[U17] a comment on a record", () => {
  it("is answered, edited with its old text in sight, resolved, reopened and withdrawn; the record and its signature stay as they were", async () => {
    const before = await rows();
    const thread = newest(await post(reviewer, "留样 120 套，\n请确认。"));
    newest(await about(head, "replyComment", { thread: thread.id, text: "Confirmed." }));
    const [first] = thread.comments;
    const edited = newest(await about(reviewer, "editComment", { comment: first?.id ?? "", text: "留样 121 套，请确认。" }));
    expect(edited.comments.map(({ text, mine, history }) => [text, mine, history])).toEqual([
      ["留样 121 套，请确认。", true, [{ text: "留样 120 套，\n请确认。" }]],
      ["Confirmed.", false, []],
    ]);
    expect(newest(await about(head, "resolveComment", { thread: thread.id })).resolved).toBe(true);
    expect((await about(reviewer, "replyComment", { thread: thread.id, text: "one more" })).reasons).toEqual([
      "COMMENT_RESOLVED",
    ]);
    expect(newest(await about(reviewer, "reopenComment", { thread: thread.id })).resolved).toBe(false);
    const withdrawn = newest(await about(reviewer, "withdrawComment", { comment: first?.id ?? "" }));
    expect(withdrawn.comments.map(({ text, history }) => [text, history])).toEqual([
      [null, []],
      ["Confirmed.", []],
    ]);
    // What was withdrawn stays in the table, sealed as it stands, and in the timeline.
    expect((await rows()).slice(before.length)).toEqual([
      { kind: "post", text: "留样 120 套，\n请确认。" },
      { kind: "reply", text: "Confirmed." },
      { kind: "edit", text: "留样 121 套，请确认。" },
      { kind: "resolve", text: "" },
      { kind: "reopen", text: "" },
      { kind: "withdraw", text: "" },
    ]);
    const { data } = await auditor.ask(
      'query ($i: ID!) { lot(id: $i) { version timeline(kind: "comments") { operation actor { en } comments { kind text } } signed: timeline(kind: "signatures") { signature { verdict } } } }',
      { i: lot.id },
    );
    const seen = shown<{
      version: number;
      timeline: { operation: string; comments: object[] }[];
      signed: { signature: { verdict: string } }[];
    }>(data, "lot");
    expect(seen.version).toBe(lot.version);
    expect(seen.signed.map(({ signature }) => signature.verdict)).toEqual(["VALID"]);
    expect(seen.timeline.toReversed().map(({ operation, comments }) => [operation, ...comments])).toEqual([
      ["postComment", { kind: "post", text: "留样 120 套，\n请确认。" }],
      ["replyComment", { kind: "reply", text: "Confirmed." }],
      ["editComment", { kind: "edit", text: "留样 121 套，请确认。" }],
      ["resolveComment", { kind: "resolve", text: "" }],
      ["reopenComment", { kind: "reopen", text: "" }],
      ["withdrawComment", { kind: "withdraw", text: "" }],
    ]);
    for (const sql of ["update comment set text = 'another'", "delete from comment"])
      await expect(query(demo.database.app, sql)).rejects.toThrow("permission denied for table comment");
  });

  it("[REQ-ACC-02] is written by who works on records and may read this one, changed by its author alone; a refusal writes nothing", async () => {
    const thread = newest(await post(reviewer, "only mine to change"));
    const mine = thread.comments[0]?.id ?? "";
    const before = await rows();
    // The auditor reads all and writes nothing; administrators may not even read a lot.
    expect((await post(auditor, "noted")).reasons).toEqual(["NO_PERMIT"]);
    expect((await post(await demo.browser("SYSADMIN"), "noted")).reasons).toEqual(["NO_PERMIT", "NO_PERMIT"]);
    expect((await about(head, "editComment", { comment: mine, text: "another's words" })).reasons).toEqual(["COMMENT_OF_OTHER"]);
    expect((await about(head, "withdrawComment", { comment: mine })).reasons).toEqual(["COMMENT_OF_OTHER"]);
    expect((await about(auditor, "resolveComment", { thread: thread.id })).reasons).toEqual(["NO_PERMIT"]);
    expect((await post(reviewer, "  \n ")).issues).toEqual(["text:required"]);
    expect((await post(reviewer, "x".repeat(4001))).issues).toEqual(["text:max"]);
    expect((await post(reviewer, "x", [], "Lot", "99999999")).code).toBe("NOT_FOUND");
    expect((await post(reviewer, "x", [], "Nothing", "1")).code).toBe("NOT_FOUND");
    expect(await rows()).toEqual(before);
  });

  it("mentions only people who may read the record; others are refused by name", async () => {
    const refused = await post(reviewer, "@谷平 @Xu Heng", ["guping", "xuheng"]);
    expect(refused.reasons).toEqual(["MENTION_CANNOT_READ"]);
    expect(sentences(refused)).toEqual(["顾平 无权查看批 IS2607A，不能在此提及。"]);
    const { data } = await reviewer.ask('query ($i: ID!) { mentionable(record: "Lot", id: $i, search: "xuh") { name { en } } }', {
      i: lot.id,
    });
    expect(data).toEqual({ mentionable: [{ name: { en: "Xu Heng" } }] });
    const { data: none } = await reviewer.ask('query ($i: ID!) { mentionable(record: "Lot", id: $i, search: "guping") { id } }', {
      i: lot.id,
    });
    expect(none).toEqual({ mentionable: [] });
    const person = { number: "P-0007", login: "lxt", name: { en: "Li Xiao-tong", zh: "李晓彤" } };
    const finds = (...typed: string[]) => typed.map((text) => fitsPerson(person, text));
    expect(finds("晓彤", "lixiaotong", "li xiao", "lxt", "p-0007", "0007", "")).toEqual(Array(7).fill(true));
    expect(finds("王", "wang", "xl")).toEqual(Array(3).fill(false));
  });

  it("is found, written and told at its own site only", async () => {
    await demo.sql("select set_config('app.actor', '1', false)");
    const [elsewhere] = await demo.sql<{ id: string }>("select id from site where number = 'SH2'");
    await demo.sql("update role_grant set for_site_id = $1 where number like 'RG-test.qa.reviewer'", [elsewhere?.id]);
    const there = await demo.browser("QA_REVIEWER");
    const thread = newest(await post(reviewer, "of this site"));
    expect((await post(there, "from afar")).code).toBe("NOT_FOUND");
    expect((await about(there, "replyComment", { thread: thread.id, text: "from afar" })).code).toBe("NOT_FOUND");
    expect((await there.ask('query ($i: ID!) { mentionable(record: "Lot", id: $i) { id } }', { i: lot.id })).code).toBe(
      "NOT_FOUND",
    );
    expect((await post(reviewer, "@tester", ["test.qa.reviewer"])).reasons).toEqual(["MENTION_CANNOT_READ"]);
    // A notice of before does not outlive the right to see its record.
    await demo.sql(
      `insert into notice (person_id, message, record_type, record_id, record_number, text_en, text_zh, created_at, shown_at, channel, site_id)
       select $1, 'comment.mentioned', 'Lot', id, number, 'x', 'x', now(), '2020-01-01', 'inApp', site_id from lot where id = $2`,
      [idOf("test.qa.reviewer"), lot.id],
    );
    expect((await there.ask("{ notices { unread newest { id } } }")).data).toEqual({ notices: { unread: 0, newest: [] } });
  });

  it("may be written on a closed record, which it leaves closed and unchanged", async () => {
    const [closed] = await demo.sql<{ id: string; version: number }>(
      "select id, version from nonconformity where state = 'closed' order by id limit 1",
    );
    expect((await post(reviewer, "seen at the review of August", [], "Nonconformity", closed?.id ?? "")).code).toBeNull();
    expect(await demo.sql("select state, version from nonconformity where id = $1", [closed?.id])).toEqual([
      { state: "closed", version: closed?.version },
    ]);
  });
});

const inbox = async (
  by: Browser,
  more = "",
): Promise<{
  unread: number;
  newest: { id: string; message: string; text: { en: string }; number: string; readAt: string | null }[];
}> =>
  shown(
    (await by.ask(`{ notices${more} { unread newest { id message number text { en } readAt channel shownAt } } }`)).data,
    "notices",
  );
const mark = (by: Browser, marked: readonly string[], as: string) =>
  by.ask("mutation ($c: ID!, $i: [ID!]!, $a: String!) { n: markNotices(commandId: $c, ids: $i, as: $a) }", {
    c: randomUUID(),
    i: marked,
    a: as,
  });
const choose = (by: Browser, channels: object, digestHour = 8) =>
  by.ask(
    "mutation ($c: ID!, $h: JSON!, $d: Int!) { chooseNotices(commandId: $c, channels: $h, digestHour: $d) { digestHour choices { message channel mandatory } } }",
    {
      c: randomUUID(),
      h: channels,
      d: digestHour,
    },
  );

describe("[U18] the inbox", () => {
  it("tells who was mentioned and who was answered, once, without the words of the comment", async () => {
    const thread = newest(await post(reviewer, "@Xu Heng a secret detail", ["xuheng"]));
    const edited = { comment: thread.comments[0]?.id ?? "", text: "@Xu Heng, please", mentions: ["xuheng"] };
    await about(reviewer, "editComment", edited);
    await about(head, "replyComment", { thread: thread.id, text: "an answer" });
    await deliverAll(demo);
    expect((await inbox(head)).newest.map(({ message, number, text }) => [message, number, text.en])).toEqual([
      ["comment.mentioned", "IS2607A", "Lin Jing mentioned you in a comment on Lot IS2607A."],
    ]);
    expect((await inbox(reviewer)).newest.map(({ message, text }) => [message, text.en])).toEqual([
      ["comment.replied", "Xu Heng replied in a comment on Lot IS2607A."],
    ]);
  });

  it("is private: nobody reads, marks or puts away what another was told", async () => {
    await post(reviewer, "@Xu Heng", ["xuheng"]);
    await deliverAll(demo);
    const [notice] = (await inbox(head)).newest;
    expect((await inbox(reviewer)).newest).toEqual([]);
    expect((await mark(reviewer, [notice?.id ?? ""], "done")).data).toEqual({ n: 0 });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const snooze = (by: Browser, moment: string) =>
      by.ask("mutation ($c: ID!, $i: [ID!]!, $u: Instant!) { n: snoozeNotices(commandId: $c, ids: $i, until: $u) }", {
        c: randomUUID(),
        i: [notice?.id],
        u: moment,
      });
    expect(
      (await snooze(reviewer, until)).issues.length + Number((await snooze(reviewer, until)).data?.n ?? 0),
    ).toBeLessThanOrEqual(1);
    expect((await inbox(head)).newest.map(({ id, readAt }) => [id, readAt])).toEqual([[notice?.id, null]]);
  });

  it("has four shelves, two hundred notices at a time and four marks; no other word is one", async () => {
    const issues = async (asked: string) => (await head.ask(`{ notices(${asked}) { unread } }`)).issues;
    for (const shelf of ["__proto__", "constructor", "toString", "", "all"])
      expect(await issues(`shelf: "${shelf}"`)).toEqual(["shelf:unknown"]);
    for (const n of [-1, 0, 201]) expect((await issues(`first: ${n}, shelf: ""`)).join()).toBe("shelf:unknown,first:unknown");
    expect(await issues('first: 200, shelf: "later"')).toEqual([]);
    expect((await mark(head, ["1"], "constructor")).issues).toEqual(["as:unknown"]);
  });

  it("keeps what is read, unread, done and put away apart", async () => {
    await post(reviewer, "@Xu Heng one", ["xuheng"]);
    await post(reviewer, "@Xu Heng two", ["xuheng"]);
    await deliverAll(demo);
    const [two, one] = (await inbox(head)).newest.map(({ id }) => id);
    expect((await mark(head, [one ?? ""], "read")).data).toEqual({ n: 1 });
    expect((await inbox(head)).unread).toBe(1);
    expect((await inbox(head, '(shelf: "unread")')).newest.map(({ id }) => id)).toEqual([two]);
    await mark(head, [one ?? ""], "unread");
    await mark(head, [two ?? ""], "done");
    expect((await inbox(head)).newest.map(({ id }) => id)).toEqual([one]);
    expect((await inbox(head, '(shelf: "done")')).newest.map(({ id }) => id)).toEqual([two]);
    await mark(head, [two ?? ""], "open");
    const [{ now } = { now: "" }] = await demo.sql<{ now: string }>("select domain_now() as now");
    const later = new Date(new Date(now).getTime() + 3_600_000).toISOString();
    await head.ask("mutation ($c: ID!, $i: [ID!]!, $u: Instant!) { n: snoozeNotices(commandId: $c, ids: $i, until: $u) }", {
      c: randomUUID(),
      i: [two],
      u: later,
    });
    expect((await inbox(head)).newest.map(({ id }) => id)).toEqual([one]);
    expect((await inbox(head, '(shelf: "later")')).newest.map(({ id }) => id)).toEqual([two]);
    // When its time has come it is there again, unread.
    await demo.sql("update notice set shown_at = shown_at - interval '2 hours' where id = $1", [two]);
    expect(await inbox(head)).toMatchObject({ unread: 2, newest: [{ id: one }, { id: two, readAt: null }] });
    expect((await mark(head, [one ?? ""], "burnt")).issues).toEqual(["as:unknown"]);
  });

  it("tells by the channel that the person chose: at once, with the digest of the hour, or not at all; what is mandatory always at once", async () => {
    expect((await choose(head, { "comment.mentioned": "digest", "hold.placed": "off" }, 7)).data).toMatchObject({
      chooseNotices: { digestHour: 7 },
    });
    await post(reviewer, "@Xu Heng", ["xuheng"]);
    await deliverAll(demo);
    expect((await inbox(head)).newest).toEqual([]);
    const [later] = (await inbox(head, '(shelf: "later")')).newest as unknown as { shownAt: string; channel: string }[];
    expect([later?.channel, later?.shownAt.slice(11)]).toEqual(["digest", "23:00:00.000Z"]);
    // Another hour moves what waits.
    await choose(head, { "comment.mentioned": "digest" }, 18);
    expect(((await inbox(head, '(shelf: "later")')).newest[0] as unknown as { shownAt: string }).shownAt.slice(11)).toBe(
      "10:00:00.000Z",
    );
    await choose(head, { "comment.mentioned": "off" });
    await demo.sql("delete from notice");
    await post(reviewer, "@Xu Heng", ["xuheng"]);
    await deliverAll(demo);
    expect(await demo.sql("select id from notice")).toEqual([]);
    expect((await choose(head, { "role.changed": "off" })).issues).toEqual(["channels.role.changed:mandatory"]);
    expect((await choose(head, { "no.such": "off", "hold.placed": "pigeon" }, 24)).issues).toEqual([
      "channels.no.such:unknown",
      "channels.hold.placed:unknown",
      "digestHour:range",
    ]);
    await choose(head, {});
  });

  it("tells what was left for the digest as one notice, by message and type of record, with counts and links", async () => {
    await demo.sql("delete from notice");
    const day = (n: number) => `date_trunc('hour', domain_now()) - interval '${n} days'`;
    const left = (message: string, record: string, number: string, at: string, channel = "digest") =>
      demo.sql(
        `insert into notice (person_id, message, record_type, record_id, record_number, text_en, text_zh, created_at, shown_at, channel)
         values ($1, $2, $3, 1, $4, $5, $5, ${at}, ${at}, $6)`,
        [idOf("xuheng"), message, record, number, `${number} ${message}`, channel],
      );
    await left("lot.released", "Lot", "L-0", day(2));
    await left("lot.released", "Lot", "L-1", day(1));
    await left("lot.released", "Lot", "L-2", day(1));
    await left("lot.rejected", "Lot", "L-3", day(1));
    await left("comment.mentioned", "Shipment", "S-1", day(1));
    await left("comment.mentioned", "Lot", "L-4", day(1), "inApp");
    const all = async (more = "") =>
      shown<{
        unread: number;
        hasMore: boolean;
        newest: { id: string; ids: string[]; text: { en: string; zh: string }; readAt: string | null; digest: object[] | null }[];
      }>(
        (
          await head.ask(
            `{ notices${more} { unread hasMore newest { id ids message record text { en zh } readAt digest { message label { en } record count newest { number text { en } } } } } }`,
          )
        ).data,
        "notices",
      );
    const { unread, newest } = await all();
    expect([unread, newest.map(({ text, ids }) => [text.en, text.zh, ids.length])]).toEqual([
      3,
      [
        ["L-4 comment.mentioned", "L-4 comment.mentioned", 1],
        ["Daily digest: 4 notices", "每日汇总：4 条通知", 4],
        ["Daily digest: 1 notice", "每日汇总：1 条通知", 1],
      ],
    ]);
    const group = (message: string, label: string, record: string, ...numbers: string[]) => ({
      message,
      label: { en: label },
      record,
      count: numbers.length,
      newest: numbers.map((number) => ({ number, text: { en: `${number} ${message}` } })),
    });
    expect(newest[1]?.digest).toEqual([
      group("comment.mentioned", "You were mentioned", "Shipment", "S-1"),
      group("lot.rejected", "Lot rejected", "Lot", "L-3"),
      group("lot.released", "Lot released", "Lot", "L-2", "L-1"),
    ]);
    // Page by page, and of one kind.
    const [first, second] = [await all("(first: 1)"), await all(`(first: 1, before: "${newest[0]?.id}")`)];
    expect([first.hasMore, first.newest.length, second.newest[0]?.id]).toEqual([true, 1, newest[1]?.id]);
    expect((await all('(message: "lot.rejected")')).newest.map(({ text }) => text.en)).toEqual(["Daily digest: 1 notice"]);
    // Marked as a whole.
    await mark(head, newest[1]?.ids ?? [], "done");
    expect((await all()).unread).toBe(2);
    expect((await all('(shelf: "done")')).newest.map(({ text, readAt }) => [text.en, readAt !== null])).toEqual([
      ["Daily digest: 4 notices", true],
    ]);
    await demo.sql("delete from notice");
  });

  it("keeps notices for a bounded time and number", async () => {
    await demo.sql(
      `insert into notice (person_id, message, record_type, record_id, record_number, text_en, text_zh, created_at, shown_at, channel)
       select $1::bigint, 'lot.released', 'Lot', 1, 'X', 'old', 'old', domain_now() - interval '181 days', domain_now() - interval '181 days', 'inApp' from generate_series(1, 3)
       union all select $1, 'lot.released', 'Lot', 1, 'X', 'many', 'many', domain_now(), domain_now(), 'inApp' from generate_series(1, 1005)`,
      [idOf("xuheng")],
    );
    await post(reviewer, "@Xu Heng", ["xuheng"]);
    await deliverAll(demo);
    expect(await demo.sql("select text_en, count(*)::int as n from notice group by 1 order by 2 desc")).toEqual([
      { text_en: "many", n: 999 },
      { text_en: "Lin Jing mentioned you in a comment on Lot IS2607A.", n: 1 },
    ]);
  });
});
