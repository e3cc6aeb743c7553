import { invalid, refused } from "../../base/error.ts";
import { behaviour } from "../../kernel/behaviour.ts";
import type { Tx } from "../../kernel/tx.ts";
import { loginForm, loginFormText } from "../../seed/first-posts.ts";
import { isMailAddress } from "./mail/rule.ts";

/**
 * Whoever leaves keeps his name on what he did and nothing else: his roles end, and so do the roles he lent and those lent to him;
 * what he had open for review is anybody's again. Tasks belong to roles, so they wait for whoever holds them now.
 */
async function leave(tx: Tx, person: string): Promise<void> {
  const grants = await tx.sql<{ id: string }>(
    "select id from role_grant where person_id = ? and state in ('proposed', 'active') order by id",
    [person],
  );
  for (const { id } of grants) await tx.act("RoleGrant", id, "lapse", {});
  const lent = await tx.sql<{ id: string }>(
    "select id from delegation where (created_by_id = ? or delegate_id = ?) and state in ('draft', 'active') order by id",
    [person, person],
  );
  for (const { id } of lent) await tx.act("Delegation", id, "lapse", {});
  await tx.sql("update review_claim set until = ? where person_id = ? and until > ?", [tx.now, person, tx.now]);
}

function checkMail(mail: string | null | undefined): void {
  if (mail && !isMailAddress(mail))
    throw invalid({
      path: "mail",
      code: "mail",
      text: { en: "One mail address, such as li.na@example.com.", zh: "应为一个邮箱地址，例如 li.na@example.com。" },
    });
}

/** People: a login is given once and never again; identity proof comes before the first signature (REQ-SIG-05, REQ-SIG-06). */
export const personBehaviour = behaviour({
  record: "Person",
  beforeEdit: async (_tx, _person, changes) => checkMail(changes.mail),
  beforeCreate: async (tx, given) => {
    checkMail(given.mail);
    given.login = given.login.toLowerCase();
    if (!loginForm.test(given.login)) throw invalid({ path: "login", code: "login", text: loginFormText });
    if (await tx.findOne("Person", { login: given.login }))
      throw invalid({
        path: "login",
        code: "DUPLICATE",
        text: {
          en: "This user name was given before; user names are never reused.",
          zh: "该用户名已被使用过；用户名不得重复使用。",
        },
      });
  },
  actions: {
    proveIdentity: {
      effect: async (tx, person, input) => {
        if (person.id === tx.actor.id)
          throw refused({ code: "SOD_SELF", text: { en: "You cannot prove your own identity.", zh: "不能核验自己的身份。" } });
        tx.update("Person", person, { identityDocument: input.document, identityNote: input.note ?? null });
      },
    },
    disable: {
      guard: (person, reader) =>
        person.id === reader.actor.id
          ? [{ code: "SELF", text: { en: "You cannot disable yourself.", zh: "不能停用自己。" } }]
          : [],
      effect: async (tx, person) => {
        await tx.sql("update session set ended_at = ?, end_reason = 'person disabled' where person_id = ? and ended_at is null", [
          tx.now,
          person.id,
        ]);
        await leave(tx, person.id);
      },
    },
  },
});
