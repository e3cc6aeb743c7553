import type { Role } from "@lotline/schema";
import { dateIn } from "../base/context.ts";
import type { Kernel } from "../kernel/command.ts";
import { secure } from "../modules/platform/index.ts";
import { createFirstPeople, type FirstPerson } from "./first-people.ts";
import type { Handled, Hands } from "./hands.ts";
import { demoPeople } from "./people.ts";

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
