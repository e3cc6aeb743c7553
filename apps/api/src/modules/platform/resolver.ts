import { randomUUID } from "node:crypto";
import { type Label, type Field as RecordField, type RecordName, signOf, valueText, valueWords } from "@lotline/schema";
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { AppError, refused } from "../../base/error.ts";
import { specOf } from "../../base/names.ts";
import { knownRecord } from "../../derive/entity.ts";
import { InstantScalar, JsonScalar } from "../../graphql/scalars.ts";
import { TitleLabel } from "../../graphql/shared-types.ts";
import { behalfOf, judge } from "../../kernel/authorize.ts";
import { asRow } from "../../kernel/behaviour.ts";
import { evidence, prepare, prepareEdit, requireVersion } from "../../kernel/lifecycle.ts";
import { type Intent, requestIntent } from "../../kernel/sign.ts";
import { titleOf } from "../../read/rows.ts";
import { demoPeople } from "../../seed/people.ts";
import { replacePassword } from "./credential.ts";
import { partyOf, requireParty } from "./identity/relying-party.ts";
import { meansFor, neededNow, requireSigner } from "./prove.ts";
import { findingsOf } from "./review/findings.ts";
import { isOwnWork } from "./review/own.ts";
import { SearchHit, searchRecords } from "./search.ts";
import { endSession, lockSession, openSession, secure, unlockSession } from "./session.ts";
import { signIn } from "./sign-in.ts";
import { barsOf } from "./terminal/bars.ts";
import { todoPage } from "./todo.ts";
import type { WebRequest } from "./web-request.ts";

@ObjectType()
class DemoPerson {
  @Field(() => String) login!: string;
  @Field(() => TitleLabel) name!: TitleLabel;
  @Field(() => TitleLabel) title!: TitleLabel;
  @Field(() => TitleLabel) hint!: TitleLabel;
  @Field(() => String) icon!: string;
}

@ObjectType()
class InstallationInfo {
  @Field(() => Boolean) demo!: boolean;
  /** Whether passkeys can be used at the address by which this page was reached. */
  @Field(() => Boolean) passkeys!: boolean;
  /** The name of the company's provider, where people can sign in there. */
  @Field(() => String, { nullable: true }) provider!: string | null;
  @Field(() => String) version!: string;
  @Field(() => InstantScalar) domainNow!: Date;
  @Field(() => [DemoPerson]) people!: readonly DemoPerson[];
  /** Nobody is in the system yet: the set-up page is shown. */
  @Field(() => Boolean) firstStart!: boolean;
}

@ObjectType()
class SigningInfo {
  @Field(() => Boolean) open!: boolean;
  @Field(() => InstantScalar, { nullable: true }) validUntil?: Date | null;
  @Field(() => Boolean) codeSet!: boolean;
}

/** Emergency access that is open in the session. */
@ObjectType()
class EmergencyInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  @Field(() => String) role!: string;
  @Field(() => InstantScalar) until!: Date;
}

@ObjectType("OwnTerminal")
class OwnTerminalInfo {
  @Field(() => String) number!: string;
  @Field(() => TitleLabel) name!: Label;
}

/** Creating or changing records of a type is blocked where the person sits. */
@ObjectType("TerminalBar")
class TerminalBarInfo {
  @Field(() => String) record!: string;
  @Field(() => String) verb!: string;
  /** Only for records of this site; null for all. */
  @Field(() => ID, { nullable: true }) site!: string | null;
  @Field(() => TitleLabel) reason!: Label;
}

@ObjectType()
class SessionInfo {
  @Field(() => ID) personId!: string;
  @Field(() => String) login!: string;
  @Field(() => TitleLabel) name!: TitleLabel;
  @Field(() => TitleLabel) title!: TitleLabel;
  @Field(() => [String]) roles!: readonly string[];
  @Field(() => [String]) permits!: readonly string[];
  @Field(() => [ID]) sites!: readonly string[];
  @Field(() => Boolean) locked!: boolean;
  @Field(() => Boolean) mustChange!: boolean;
  @Field(() => Boolean) mustEnrol!: boolean;
  @Field(() => SigningInfo) signing!: SigningInfo;
  @Field(() => EmergencyInfo, { nullable: true }) emergency!: EmergencyInfo | null;
  /** The number of the inspector account by which the person is let in. */
  @Field(() => String, { nullable: true }) inspection!: string | null;
  /** The registered terminal at which the person sits. */
  @Field(() => OwnTerminalInfo, { nullable: true }) terminal!: OwnTerminalInfo | null;
  /** What the person may not create or change here, before it is tried; of actions each record tells. */
  @Field(() => [TerminalBarInfo]) barredHere!: readonly TerminalBarInfo[];
}

/** A check that passed, or what a reviewer would be shown as out of the ordinary: not ok, and no obstacle. */
@ObjectType()
class IntentCheck {
  @Field(() => TitleLabel) text!: TitleLabel;
  @Field(() => Boolean) ok!: boolean;
}

@ObjectType()
class SignatureIntentInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) meaning!: string;
  @Field(() => TitleLabel) statement!: TitleLabel;
  @Field(() => String) contentHash!: string;
  @Field(() => String) needs!: string;
  /** Whether the code of an authenticator app is asked besides. */
  @Field(() => Boolean) secondFactor!: boolean;
  /** By what the person may sign now: password, passkey. */
  @Field(() => [String]) means!: readonly string[];
  @Field(() => InstantScalar) expiresAt!: Date;
  @Field(() => Int) triesLeft!: number;
  @Field(() => [IntentCheck]) summary!: readonly IntentCheck[];
  /** In whose place the person would sign. */
  @Field(() => TitleLabel, { nullable: true }) onBehalfOf!: Label | null;
}

@ObjectType()
class WorkItemInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) record!: string;
  @Field(() => ID) recordId!: string;
  @Field(() => String) number!: string;
  @Field(() => String) action!: string;
  @Field(() => String) state!: string;
  @Field(() => InstantScalar) dueAt!: Date;
  @Field(() => InstantScalar) createdAt!: Date;
  @Field(() => TitleLabel) title!: TitleLabel;
}

@Resolver()
export class SessionResolver {
  /** What anybody may know before signing in. */
  @Query(() => InstallationInfo)
  async installation(@Ctx() request: WebRequest): Promise<InstallationInfo> {
    const domainNow = await secure(request.kernel.orm, null, "installation", async (_sql, now) => now);
    const { demo, version, firstStart } = request.installation;
    return {
      demo,
      version,
      passkeys: partyOf(request) !== null,
      provider: request.installation.provider?.name ?? null,
      domainNow,
      firstStart: (await firstStart?.isOpen()) === true,
      people: demo
        ? demoPeople.map((p) => ({
            login: p.login,
            name: { en: p.nameEn, zh: p.nameZh },
            title: { en: p.titleEn, zh: p.titleZh },
            hint: p.hint,
            icon: p.icon,
          }))
        : [],
    };
  }

  /** The person signed in, or null. A session that is locked or whose password must be changed says so and gives nothing else. */
  @Query(() => SessionInfo, { nullable: true })
  async me(@Ctx() request: WebRequest): Promise<SessionInfo | null> {
    const { session } = request;
    if (!session) return null;
    const [row] = await secure(request.kernel.orm, session.personId, "me", (sql) =>
      sql<{ login: string; name_en: string; name_zh: string; title_en: string; title_zh: string; code: boolean | null }>(
        "select p.login, p.name_en, p.name_zh, p.title_en, p.title_zh, c.code_hash is not null as code from person p left join credential c on c.id = p.id where p.id = ?",
        [session.personId],
      ),
    );
    if (!row) return null;
    const actor = request.signedIn ? (await request.reader()).actor : null;
    const terminal = actor?.standing?.terminal ?? null;
    // A browser keeps a cookie for a year at most; one at work is kept on.
    if (terminal && request.terminal.token) request.terminal.set(request.terminal.token);
    return {
      personId: session.personId,
      login: row.login,
      name: { en: row.name_en, zh: row.name_zh },
      title: { en: row.title_en, zh: row.title_zh },
      roles: actor?.roles ?? [],
      permits: [...(actor?.permits ?? [])],
      sites: actor?.sites ?? [],
      locked: session.locked,
      mustChange: session.mustChange,
      mustEnrol: session.mustEnrol,
      signing: { open: session.signing.open, validUntil: session.signing.until, codeSet: row.code === true },
      emergency: actor?.emergency ?? null,
      inspection: session.inspection?.number ?? null,
      terminal,
      barredHere: actor ? barsOf(actor) : [],
    };
  }

  @Mutation(() => Boolean)
  async login(
    @Ctx() request: WebRequest,
    @Arg("userName", () => String) userName: string,
    @Arg("password", () => String) password: string,
    @Arg("code", () => String, { nullable: true }) code?: string,
    @Arg("passkey", () => String, { nullable: true }) passkey?: string,
  ): Promise<boolean> {
    const { kernel, client, device, installation } = request;
    const byPasskey = passkey ? { party: requireParty(request), answer: passkey } : undefined;
    const given = {
      login: userName,
      password,
      code,
      passkey: byPasskey,
      hasProvider: installation.provider !== undefined,
      deviceToken: device.token,
    };
    const { token, deviceToken } = await signIn(kernel.orm, given, client, installation.secrets);
    device.set(deviceToken);
    // Whoever was signed in at this browser has left it.
    if (request.session) await endSession(request.kernel.orm, request.session, "another person signed in");
    request.setToken(token);
    return true;
  }

  /** One click into the demo company; exists in the labelled demo profile only. */
  @Mutation(() => Boolean)
  async demoLogin(@Ctx() request: WebRequest, @Arg("login", () => String) login: string): Promise<boolean> {
    const known = request.installation.demo && demoPeople.some((p) => p.login === login);
    const [person] = known
      ? await secure(request.kernel.orm, null, "demoLogin", (sql) =>
          sql<{ id: string }>("select id from person where login = ? and state = 'active'", [login]),
        )
      : [];
    if (!person) throw new AppError("UNAUTHENTICATED");
    if (request.session) await endSession(request.kernel.orm, request.session, "another person signed in");
    request.setToken(await openSession(request.kernel.orm, person.id, request.client, "demo"));
    return true;
  }

  @Mutation(() => Boolean)
  async logout(@Ctx() request: WebRequest): Promise<boolean> {
    if (request.session) await endSession(request.kernel.orm, request.session, "signed out");
    request.setToken(null);
    return true;
  }

  @Mutation(() => Boolean)
  async lock(@Ctx() request: WebRequest): Promise<boolean> {
    if (request.session) await lockSession(request.kernel.orm, request.session);
    return true;
  }

  @Mutation(() => Boolean)
  async unlock(@Ctx() request: WebRequest, @Arg("password", () => String) password: string): Promise<boolean> {
    if (!request.session) throw new AppError("UNAUTHENTICATED");
    await unlockSession(request.kernel.orm, request.session, password);
    return true;
  }

  /** The person's own new password; the other sessions of the person end. */
  @Mutation(() => Boolean)
  async changePassword(
    @Ctx() request: WebRequest,
    @Arg("current", () => String) current: string,
    @Arg("next", () => String) next: string,
  ): Promise<boolean> {
    await replacePassword(request.kernel.orm, request.requireOwner(), current, next);
    return true;
  }
}

/** "Valid to: 2026-08-31 → 2027-08-31", for what an edit changes. */
function changeLine(field: RecordField | undefined, before: unknown, after: unknown): IntentCheck[] {
  if (!field) return [];
  const [old, next] = [before, after].map((value) => valueWords(field, valueText(field, value)));
  const line = (lang: keyof Label, colon: string) => `${field.label[lang]}${colon}${old?.[lang]} → ${next?.[lang]}`;
  return [{ text: { en: line("en", ": "), zh: line("zh", "：") }, ok: true }];
}

@Resolver()
export class SigningResolver {
  /** What is about to be signed: the sentence, the checks that passed, what is out of the ordinary and what proof is asked. Refuses with all reasons. */
  @Mutation(() => SignatureIntentInfo)
  async signatureIntent(
    @Ctx() request: WebRequest,
    @Arg("record", () => String) record: string,
    @Arg("id", () => ID) id: string,
    @Arg("version", () => Int) version: number,
    @Arg("action", () => String) action: string,
    @Arg("input", () => JsonScalar, { nullable: true }) input?: unknown,
    @Arg("reason", () => String, { nullable: true }) reason?: string,
  ): Promise<SignatureIntentInfo> {
    const session = request.requireSession();
    if (!knownRecord(record)) throw new AppError("NOT_FOUND");
    const name = record as RecordName;
    const meaning = signOf(specOf(name), action)?.meaning;
    if (!meaning) throw new AppError("NOT_FOUND");
    await requireSigner(request, session.personId);
    let intent: Intent | undefined;
    let summary: IntentCheck[] = [];
    let onBehalfOf: Label | null = null;
    await request.command(
      { id: randomUUID(), operation: "signatureIntent", input: { record, id, version, action }, ...(reason ? { reason } : {}) },
      async (tx) => {
        if (action === "edit") {
          const { record: edited, own, changes, changed, sign } = await prepareEdit(tx, name, { id, version, input });
          onBehalfOf = (await behalfOf(tx, name, action, asRow(edited)))?.name ?? null;
          if (sign) intent = await requestIntent(tx, name, asRow(edited), action, meaning, changes, null);
          summary = changed.flatMap(([key, next]) => changeLine(own.fields[key], Reflect.get(edited, key), next));
          return { record: name, id };
        }
        const ready = await prepare(tx, name, { id, action, input });
        const row = asRow(ready.record);
        requireVersion(row, version);
        const [verdict] = (await judge(tx.house, tx, name, [row], { only: action })).get(row.id) ?? [];
        if (!verdict?.allowed) throw refused(...(verdict?.reasons ?? []));
        onBehalfOf = (await behalfOf(tx, name, action, row))?.name ?? null;
        intent = await requestIntent(
          tx,
          name,
          row,
          action,
          meaning,
          ready.input,
          await evidence(tx, name, action, ready.record, ready.input),
        );
        summary = ready.action.gate ? tx.house.conditions(ready.action.gate).map((c) => ({ text: c.about, ok: true })) : [];
        return { record: name, id };
      },
    );
    if (!intent) throw new AppError("NOT_FOUND");
    const needs = await neededNow(request, session, meaning);
    return {
      ...intent,
      needs,
      secondFactor: needs === "FULL" && session.secondFactor,
      means: await meansFor(request, session, needs),
      triesLeft: 5 - session.signing.failures,
      summary: [...(action === "edit" ? [] : await notedOf(request, name, id)), ...summary],
      onBehalfOf,
    };
  }
}

/** The exceptions of a record: who signs is shown them wherever he signs, not in the review queue alone. */
async function notedOf(request: WebRequest, record: RecordName, id: string): Promise<IntentCheck[]> {
  const row = await request.row(record, id);
  const found = row ? await findingsOf(request, record, row) : [];
  return found.map(({ title }) => ({ text: title, ok: false }));
}

@Resolver()
export class WorkResolver {
  /** What waits for the person: open tasks of their permits and sites, most urgent first, without those they may not do themselves. */
  @Query(() => [WorkItemInfo])
  async workItems(
    @Ctx() request: WebRequest,
    @Arg("first", () => Int, { defaultValue: 100 }) first: number,
  ): Promise<WorkItemInfo[]> {
    const reader = await request.reader();
    const { rows } = await todoPage(reader, "waiting", Math.min(500, Math.max(1, first)), null);
    const items = await Promise.all(
      rows.map(async ({ id, record, recordId, number, action, state, at, dueAt }) => {
        const row = await request.row(record, recordId);
        if (!row || (await isOwnWork(request, record, row, action))) return null;
        return {
          id,
          record,
          recordId,
          number,
          action,
          state,
          dueAt: dueAt ?? at,
          createdAt: at,
          title: titleOf(specOf(record), row),
        };
      }),
    );
    return items.flatMap((item) => item ?? []);
  }

  /** Records whose number begins with or whose name contains what was typed or scanned, of the types the person may read. */
  @Query(() => [SearchHit])
  async search(@Ctx() request: WebRequest, @Arg("text", () => String) text: string): Promise<SearchHit[]> {
    const reader = await request.reader();
    const words = text.normalize("NFKC").trim().slice(0, 100);
    if (words.length < 2) return [];
    return searchRecords(reader, words);
  }
}
