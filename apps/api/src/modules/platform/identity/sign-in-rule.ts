/** What a firm has decided about signing in by its provider: rule data `sign-in` (ADR 47). */
import type { Sql } from "../session.ts";

export interface SignInRule {
  /** Who may still sign in with a password; those who administer people always may, or nobody could help when the provider is away. */
  readonly passwords: "everybody" | "administrators";
  /** The claim that names a person by the user name, where the first sign-in links by it; null: links are set by administrators only. */
  readonly loginClaim: string | null;
  /** Values of `amr` and `acr` by which the provider's own second factor is trusted; without one ours is asked. */
  readonly trustedAmr: readonly string[];
  readonly trustedAcr: readonly string[];
}

const strict: SignInRule = { passwords: "everybody", loginClaim: null, trustedAmr: [], trustedAcr: [] };

/** The rule in force; without one nothing is trusted and nobody is kept from the password. */
export async function signInRule(sql: Sql): Promise<SignInRule> {
  const [row] = await sql<{ content: Partial<SignInRule> }>(
    `select content from rule where rule_name = 'sign-in' and key = 'default' and state = 'approved'
       and valid_from <= public.company_day() order by valid_from desc, id desc limit 1`,
  );
  return { ...strict, ...row?.content };
}

/** Whether a person administers people, and so keeps the password when others may not use theirs. */
export async function administersPeople(sql: Sql, personId: string): Promise<boolean> {
  const [row] = await sql<{ may: boolean }>(
    "select permits && array['person.change', 'person.identify'] as may from public.actor_of(?, null)",
    [personId],
  );
  return row?.may === true;
}
