/** What errors of the database mean: not to be had for the moment and asked again, or a refusal in words. */
import { AppError } from "./error.ts";

// Serialisation, deadlock, read-only (a fail-over), shutdown and lost connections: the same command may be tried again at once,
// because its id makes it happen once.
const passing = /^(40001|40P01|25006|57P0\d|08\d{3})$/;
// Disk full, out of memory, too many connections: no sense in trying again at once, but it passes too.
const exhausted = /^53\d{3}$/;

/** The SQLSTATE of a database error, "08006" for a connection that broke, null for anything else. */
export function sqlState(error: unknown): string | null {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    const code: unknown = Reflect.get(e, "code");
    if (
      code === "ECONNRESET" ||
      code === "ECONNREFUSED" ||
      code === "EPIPE" ||
      /Connection terminated|not queryable|timeout expired|timeout exceeded when trying to connect/.test(e.message)
    )
      return "08006";
    // After the names of the system: EPIPE looks like one of these.
    if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return code;
    if (e instanceof AppError) return null;
  }
  return null;
}

/** Whether the same command may be tried again at once. */
export const isPassing = (code: string | null): code is string => code !== null && passing.test(code);

/** BUSY for an error that will pass by itself, null for any other. A full disk says ENOSPC where files are written. */
export function unavailable(error: unknown): AppError | null {
  if (error instanceof AppError) return null;
  const code = sqlState(error);
  const isFull = error instanceof Error && Reflect.get(error, "code") === "ENOSPC";
  return isFull || isPassing(code) || (code !== null && exhausted.test(code)) ? new AppError("BUSY") : null;
}

/** Database refusals that a person can act on, in words; the constraint's name says which rule it was. */
export function translate(error: unknown, code: string | null): unknown {
  const refusal = (name: string, en: string, zh: string) =>
    new AppError("REFUSED", { reasons: [{ code: name, text: { en, zh } }] });
  if (code === "23505") return refusal("DUPLICATE", "This number or name is already taken.", "该编号或名称已被使用。");
  if (code === "23503") return refusal("UNKNOWN_REFERENCE", "It refers to a record that does not exist.", "引用了不存在的记录。");
  if (code === "23P01") return refusal("OVERLAP", "Two revisions would be in force on the same day.", "同一天会有两个版本生效。");
  if (code === "55P03" || code === "57014") return new AppError("BUSY");
  return unavailable(error) ?? error;
}
