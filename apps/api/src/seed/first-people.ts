/** The first two people of an empty system, made on the command line or in the browser by the same code. */
import type { Role } from "@lotline/schema";
import type { Client } from "pg";
import { specOf } from "../base/names.ts";
import { inTransaction } from "../database/client.ts";
import { takeNumbers } from "../database/number-series.ts";
import { SetupError } from "../setup-error.ts";

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
export function createFirstPeople(
  ownerUrl: string,
  people: readonly FirstPerson[],
  source: "cli" | "ui" = "cli",
): Promise<string[]> {
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
      "select set_config('app.actor', '1', true), set_config('app.source', $1, true), set_config('app.operation', 'setup', true)",
      [source],
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
