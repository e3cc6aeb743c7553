/**
 * The accountability statement (21 CFR 11.10(j), REQ-SIG-11): who signs has accepted that the electronic signature binds like the
 * handwritten one, at the first use and once a year. Its text is rule data; another text asks everybody anew.
 */
import type { Label, Language } from "@lotline/schema";
import type { MikroORM } from "@mikro-orm/postgresql";
import { canonicalJson, sha256 } from "../../base/canonical.ts";
import { AppError } from "../../base/error.ts";
import { rulesInForce } from "../../base/reader.ts";
import { type Sql, secure } from "./session.ts";

/** The statement in force, and how a person stands to it. */
export interface Accountability {
  readonly version: string;
  readonly text: Label;
  /** What names the text: of its canonical JSON in both languages. */
  readonly sha256: string;
  readonly acceptedAt: Date | null;
  /** The acceptance is of this text and not older than the rule allows. */
  readonly inForce: boolean;
}

interface Content {
  readonly version: string;
  readonly months: number;
  readonly text: Label;
}

/** Reads both in the caller's transaction. The acceptance itself is the security event; the credential only leads to it. */
export async function accountabilityOf(sql: Sql, personId: string): Promise<Accountability> {
  // The shape is checked when the rule is written.
  const content = (await rulesInForce(sql, "accountability-statement")).get("default") as Content | undefined;
  if (!content) throw new Error("no accountability statement is in force");
  const { version, text, months } = content;
  const hash = sha256(canonicalJson(text));
  const [accepted] = await sql<{ at: string; in_force: boolean }>(
    `select e.at, e.detail ->> 'sha256' = ? and e.at + make_interval(months => ?) > public.domain_now() as in_force
     from credential c join security_event e on e.at = c.statement_accepted_at and e.person_id = c.id and e.kind = 'statementAccepted'
     where c.id = ?`,
    [hash, months, personId],
  );
  return {
    version,
    text,
    sha256: hash,
    acceptedAt: accepted ? new Date(accepted.at) : null,
    inForce: accepted?.in_force === true,
  };
}

/** The statement as a person is shown it. */
export const readStatement = (orm: MikroORM, personId: string): Promise<Accountability> =>
  secure(orm, personId, "accountability", (sql) => accountabilityOf(sql, personId));

/** A person accepts the text that was shown. @throws CONFLICT when another text has come into force meanwhile */
export const acceptStatement = (orm: MikroORM, personId: string, shown: string, language: Language): Promise<void> =>
  secure(orm, personId, "acceptStatement", async (sql) => {
    const { version, sha256: hash } = await accountabilityOf(sql, personId);
    if (shown !== hash) throw new AppError("CONFLICT", { reasons: [otherText] });
    await sql(
      `with e as (insert into security_event (kind, person_id, detail) values ('statementAccepted', ?, ?::jsonb) returning at)
       update credential c set statement_accepted_at = e.at from e where c.id = ?`,
      [personId, JSON.stringify({ version, sha256: hash, language }), personId],
    );
  });

const otherText = {
  code: "STATEMENT_CHANGED",
  text: {
    en: "Another statement is in force; please read it and accept that one.",
    zh: "责任声明已更新，请阅读并接受新的声明。",
  },
};

/** Why a person without an acceptance in force may not sign. */
export const statementUnaccepted = {
  code: "STATEMENT_UNACCEPTED",
  en: "Please accept the accountability statement first; it is asked at the first signature and once a year.",
  zh: "请先接受电子签名责任声明；首次签名时及此后每年须接受一次。",
} as const;
