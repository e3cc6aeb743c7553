/** Which identity at the provider is which person here: set by one administrator, confirmed by another (REQ-SIG-07), or by approved rule. */
import { randomUUID } from "node:crypto";
import { systemPersonId } from "../../../base/context.ts";
import { invalid, refused } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import type { Tx } from "../../../kernel/tx.ts";
import type { Sql } from "../session.ts";
import type { Identity } from "./provider.ts";
import { identityKey } from "./round.ts";
import { signInRule } from "./sign-in-rule.ts";

/** Whoever links an identity could sign in as the person, so nobody takes part in a link of his own. */
function requireOther(tx: Tx, person: string): void {
  if (person === tx.actor.id)
    throw refused({
      code: "SOD_SELF",
      text: { en: "Nobody takes part in linking his own identity.", zh: "不得参与本人身份的关联。" },
    });
}

/** A person who signs in elsewhere has no password here; what counts and suspends stands in the same row. */
async function requireCredential(tx: Tx, person: string): Promise<void> {
  await tx.sql(
    "insert into credential (id, password_hash, must_change, signing_suspended, failures) values (?, null, false, false, 0) on conflict (id) do nothing",
    [person],
  );
}

const event = (tx: Tx, kind: string, person: string, detail: object) =>
  tx.insert("security_event", ["kind", "person_id", "detail"], [[kind, person, JSON.stringify(detail)]]);

export const identityLinkBehaviour = behaviour({
  record: "IdentityLink",
  beforeCreate: async (tx, given) => {
    requireOther(tx, given.person);
    given.identityKey = identityKey(given.issuer, given.subject);
    if (await tx.findOne("IdentityLink", { identityKey: given.identityKey }))
      throw invalid({
        path: "subject",
        code: "DUPLICATE",
        text: {
          en: "This identity is linked, or proposed for a link, already.",
          zh: "该身份已关联，或已提出关联。",
        },
      });
  },
  actions: {
    confirm: {
      effect: async (tx, link) => {
        requireOther(tx, link.person);
        await requireCredential(tx, link.person);
        await event(tx, "identityLinked", link.person, { link: link.number, by: "administrators" });
      },
    },
    adopt: {
      effect: async (tx, link) => {
        await requireCredential(tx, link.person);
        await event(tx, "identityLinked", link.person, { link: link.number, by: "rule sign-in" });
      },
    },
    end: {
      effect: async (tx, link) => {
        // The identity may be linked to another person later: this was a mistake, or its owner is somebody else now.
        tx.update("IdentityLink", link, { identityKey: null });
        await tx.sql(
          "update session set ended_at = ?, end_reason = 'identity unlinked' where person_id = ? and ended_at is null",
          [tx.now, link.person],
        );
        await event(tx, "identityUnlinked", link.person, { link: link.number, reason: tx.reason });
      },
    },
  },
});

export interface LinkedPerson {
  readonly id: string;
  readonly state: string;
}

/** The person an identity is linked to. */
export async function linkedPerson(sql: Sql, { issuer, subject }: Identity): Promise<LinkedPerson | null> {
  const [row] = await sql<LinkedPerson>(
    "select p.id, p.state from identity_link l join person p on p.id = l.person_id where l.identity_key = ? and l.state = 'active'",
    [identityKey(issuer, subject)],
  );
  return row ?? null;
}

/** Whether a person can prove himself at this issuer. */
export async function isLinked(sql: Sql, personId: string, issuer: string): Promise<boolean> {
  const rows = await sql("select 1 from identity_link where person_id = ? and issuer = ? and state = 'active'", [
    personId,
    issuer,
  ]);
  return rows.length > 0;
}

/**
 * Where the rule names a claim, the person whose user name it is; not one who is linked, or proposed for a link, to another identity
 * of this issuer: names may be given again there, subjects are not.
 */
async function personByClaim(sql: Sql, identity: Identity): Promise<LinkedPerson | null> {
  const { loginClaim } = await signInRule(sql);
  const named: unknown = loginClaim ? identity.claims[loginClaim] : undefined;
  if (typeof named !== "string" || (loginClaim === "email" && identity.claims.email_verified !== true)) return null;
  const [row] = await sql<LinkedPerson>(
    `select p.id, p.state from person p where lower(p.login) = lower(?) and p.state = 'active'
       and not exists (select from identity_link l where l.person_id = p.id and l.issuer = ? and l.state in ('proposed', 'active'))
       and not exists (select from identity_link l where l.identity_key = ?)`,
    [named, identity.issuer, identityKey(identity.issuer, identity.subject)],
  );
  return row ?? null;
}

/** Links by the rule, once; the link is a record like one that administrators set. @returns null where the rule links nobody */
export async function linkByRule(
  kernel: Kernel,
  ask: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>,
  identity: Identity,
): Promise<LinkedPerson | null> {
  const person = await ask((sql) => personByClaim(sql, identity));
  if (!person) return null;
  const ctx = { personId: systemPersonId, sessionId: null, source: "job", request: "sign-in by rule", language: "en" } as const;
  const { issuer, subject } = identity;
  await command(
    kernel,
    ctx,
    { id: randomUUID(), operation: "linkIdentity", input: { person: person.id, issuer, subject } },
    async (tx) => {
      const link = await tx.create("IdentityLink", { person: person.id, issuer, subject });
      await tx.act("IdentityLink", link.id, "adopt", {});
      return null;
    },
  );
  return person;
}
