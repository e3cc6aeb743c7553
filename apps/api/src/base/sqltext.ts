import { wordIssue } from "@lotline/schema";
import type { EntityManager } from "@mikro-orm/postgresql";
import { CompiledQuery, type Transaction } from "kysely";
import { invalid } from "./error.ts";

/** Runs a statement in the manager's transaction with bound parameters (`?` marks); arrays bind as arrays. */
export async function runSql<T extends object>(em: EntityManager, text: string, params: readonly unknown[]): Promise<T[]> {
  const transaction = em.getTransactionContext<Transaction<unknown>>();
  if (!transaction) throw new Error("no transaction: context and row-level security would be missing");
  // PostgreSQL's text cannot hold it, and no text that is looked for or written has a use for it.
  if (params.some(holdsNul)) throw invalid({ path: "", code: "control", text: wordIssue("control") });
  let index = 0;
  const marked = text.replace(/\?/g, () => `$${++index}`);
  return (await transaction.executeQuery<T>(CompiledQuery.raw(marked, [...params]))).rows;
}

const holdsNul = (param: unknown): boolean =>
  typeof param === "string" ? param.includes("\u0000") : Array.isArray(param) && param.some(holdsNul);

/** Ends the text of a steady statement. */
export const steadyMark = " /* steady */";

/**
 * Says of a statement that its plan is the same whatever its values are, as with look-ups by key: each connection prepares it once.
 * Not for what a user's filter shapes, where a plan made for all values can be a bad one for these.
 */
export const steady = (text: string): string => `${text}${steadyMark}`;
