/** What stands behind the screens of an app of a story's own: its database, role by role, and its command line. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, DatabaseError } from "pg";
import type { App } from "./start-app.ts";

const cli = fileURLToPath(new URL("../apps/api/dist/cli/main.js", import.meta.url));
const cliSeconds = 120;

/** The roles a story speaks to the database as: the app's own, and the one that may do everything. */
export type DatabaseRole = "lotline_app" | "superuser";

/** Asks the embedded database of an app. @throws DatabaseError */
export async function ask<T extends object>(app: App, role: DatabaseRole, sql: string): Promise<T[]> {
  // Line 4 of the server's own file is its port; the passwords lie beside it, readable by the installation's owner only.
  const port = Number(readFileSync(join(app.dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[3]);
  const secrets: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(app.dataDir, "secrets.json"), "utf8"));
  const user = role === "superuser" ? "postgres" : role;
  const client = new Client({ host: "127.0.0.1", port, user, password: secrets[role] ?? "", database: "lotline" });
  await client.connect();
  try {
    const answer = await client.query<T>(sql);
    // Several statements at once have several answers; a story asks for the rows of one.
    return answer.rows ?? [];
  } finally {
    await client.end();
  }
}

/** What the database says against a statement: SQLSTATE and message; "" when it lets it pass. */
export async function refusal(app: App, role: DatabaseRole, sql: string): Promise<string> {
  try {
    await ask(app, role, sql);
    return "";
  } catch (error) {
    if (error instanceof DatabaseError) return `${error.code} ${error.message}`;
    throw error;
  }
}

/** The part of the verifier's answer that a story looks at. */
export interface Verified {
  readonly exit: number;
  readonly ok: boolean;
  readonly findings: number;
  readonly first: { readonly kind: string; readonly table: string; readonly id: number | null } | null;
}

/** `npm run -s lotline -- audit verify --json`, while the app runs; of an export when one is named. */
export const auditVerify = (app: App, exported?: string): Promise<Verified> =>
  lotline(app, ["audit", "verify", "--json", ...(exported ? ["--export", exported] : [])]);

/** Writes everything of the trail to a new file, with a signed manifest. */
export const auditExport = (app: App, file: string): Promise<Verified> =>
  lotline(app, ["audit", "export", "--out", file, "--json"]);

function lotline(app: App, args: readonly string[]): Promise<Verified> {
  return new Promise((resolve, reject) => {
    const settings = { env: app.env, timeout: cliSeconds * 1000, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [cli, ...args], settings, (error, out, words) => {
      const exit = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      if (!out) return reject(new Error(`${args.join(" ")} ended with ${exit}: ${words}`, { cause: error }));
      resolve({ ...(JSON.parse(out) as Verified), exit });
    });
  });
}
