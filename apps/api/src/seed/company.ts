import type { Role } from "@lotline/schema";
import type { Client } from "pg";
import { dateIn } from "../base/context.ts";
import { specOf } from "../base/names.ts";
import { inTransaction } from "../database/client.ts";
import { takeNumbers } from "../database/number-series.ts";
import type { Kernel } from "../kernel/command.ts";
import { secure } from "../modules/platform/index.ts";
import { SetupError } from "../setup-error.ts";
import type { Handled, Hands } from "./hands.ts";
import { demoPeople } from "./people.ts";

export interface FirstPerson {
  readonly login: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly titleEn: string;
  readonly titleZh: string;
  readonly passwordHash: string;
  /** The password is known to somebody else and must be replaced by its owner. */
  readonly mustChange: boolean;
  readonly roles: readonly Role[];
}

/**
 * The first two people of an empty system: nobody is there yet who could grant anything, so the owner writes them, with the
 * system as actor, audited. Everybody after them comes by commands. Answers their numbers.
 * @throws SetupError when the system is not empty
 */
export function createFirstPeople(ownerUrl: string, people: readonly FirstPerson[]): Promise<string[]> {
  return inTransaction(ownerUrl, async (client) => {
    await client.query("lock table person in share row exclusive mode");
    const { rows } = await client.query("select from person where id <> 1 limit 1");
    if (rows.length > 0)
      throw new SetupError(
        "NOT_EMPTY",
        "The system already has people; add more with `user add`.",
        "系统中已有人员；请用 `user add` 添加。",
      );
    await client.query(
      "select set_config('app.actor', '1', true), set_config('app.source', 'cli', true), set_config('app.operation', 'setup', true)",
    );
    const numbers = await takeNumbers(client, specOf("Person").number, people.length);
    for (const [index, p] of people.entries()) await writeFirst(client, p, numbers[index] ?? "");
    return numbers;
  });
}

async function writeFirst(client: Client, p: FirstPerson, number: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `insert into person (number, state, created_by_id, login, name_en, name_zh, title_en, title_zh, identity_document, identity_note)
     values ($1, 'active', 1, $2, $3, $4, $5, $6, 'employment', 'first administrator, proved at set-up') returning id`,
    [number, p.login, p.nameEn, p.nameZh, p.titleEn, p.titleZh],
  );
  const id = rows[0]?.id;
  await client.query(
    "insert into credential (id, password_hash, must_change, signing_suspended, failures) values ($1, $2, $3, false, 0)",
    [id, p.passwordHash, p.mustChange],
  );
  await client.query("insert into security_event (kind, person_id, login, detail) values ('passwordSet', $1, $2, $3)", [
    id,
    p.login,
    JSON.stringify({ mustChange: p.mustChange, why: "set-up" }),
  ]);
  const grants = await takeNumbers(client, specOf("RoleGrant").number, p.roles.length);
  for (const [index, role] of p.roles.entries())
    await client.query(
      "insert into role_grant (number, state, created_by_id, person_id, role) values ($1, 'active', 1, $2, $3)",
      [grants[index], id, role],
    );
}

export interface Secrets {
  readonly passwordHash: string;
  readonly codeHash: string;
}

/** The people of the demo company, made as a firm makes them: added, identified, granted by one and confirmed by another. */
export async function makePeople(kernel: Kernel, ownerUrl: string, secrets: Secrets, hands: Hands): Promise<void> {
  const first = (login: string, roles: Role[]): FirstPerson => {
    const person = demoPeople.find((p) => p.login === login);
    if (!person) throw new Error(`no demo person ${login}`);
    return { ...person, passwordHash: secrets.passwordHash, mustChange: false, roles };
  };
  await createFirstPeople(ownerUrl, [first("guping", ["SYSADMIN", "AUDIT_ADMIN"]), first("weiqing", ["SECURITY_ADMIN"])]);
  const guping = await hands.as("guping");
  const weiqing = await hands.as("weiqing");
  const more: { readonly person: string; readonly role: Role }[] = [];
  for (const person of demoPeople) {
    if (person.login === "guping" || person.login === "weiqing") continue;
    const { login, nameEn, nameZh, titleEn, titleZh } = person;
    const made = await guping.create("Person", { login, nameEn, nameZh, titleEn, titleZh });
    await weiqing.act("Person", made, "proveIdentity", { document: "employment", note: "demo" });
    for (const role of person.roles.slice(0, 1)) {
      const grant = await weiqing.create("RoleGrant", { person: made.id, role });
      await guping.act("RoleGrant", grant, "confirm");
    }
    for (const role of person.roles.slice(1)) more.push({ person: made.id, role });
  }
  await secure(kernel.orm, null, "demoPasswords", async (sql) => {
    await sql(
      `insert into credential (id, password_hash, code_hash, must_change, signing_suspended, failures)
       select id, ?, ?, false, false, 0 from person where id <> 1 on conflict (id) do update set code_hash = excluded.code_hash`,
      [secrets.passwordHash, secrets.codeHash],
    );
  });
  // A second role goes against a separation rule; the QA head, who has signed nothing before, lets it for a year.
  for (const given of more) await giveAgainstRule(hands, given);
}

/** Gives a role against a separation rule: proposed with its mitigation for a year, confirmed by the QA head's signature. */
export async function giveAgainstRule(
  hands: Pick<Hands, "as">,
  given: { readonly person: string; readonly role: Role },
): Promise<Handled> {
  const weiqing = await hands.as("weiqing");
  let validTo = "";
  await weiqing.read(async (tx) => {
    validTo = dateIn(tx.firmZone, new Date(tx.now.getTime() + 365 * 86_400_000));
  });
  const mitigation =
    "Approves nothing that was ordered by the same person; finance samples ten orders a month / 不批准本人订单，财务每月抽查十单";
  const grant = await weiqing.create("RoleGrant", { ...given, validTo, mitigation });
  return (await hands.as("xuheng")).act("RoleGrant", grant, "confirmOverride");
}
