/** The connection strings of the database roles; which role a program gets decides what it can do. */

export interface DatabaseUrls {
  /** Owns the tables: migrations and seed only, never the running app. */
  owner: string;
  app: string;
  /** Reads only. */
  reader: string;
  /** Reads the trail and writes seals. */
  sealer: string;
}

/** The roles that log in, by their key in `DatabaseUrls`. */
export const loginRoles = {
  owner: "lotline_owner",
  app: "lotline_app",
  reader: "lotline_reader",
  sealer: "lotline_sealer",
} as const satisfies Record<keyof DatabaseUrls, string>;

/** Owns the audit schema and its trigger functions; nobody logs in as it. */
export const auditRole = "lotline_audit";

/** What the app is for the length of a transaction in which an inspector reads: it reads only, and only what is in scope. */
export const inspectorRole = "lotline_inspector";

/** The same server and options with another user, password or database. */
export function withParts(url: string, parts: { user?: string; password?: string; database?: string }): string {
  const changed = new URL(url);
  if (parts.user !== undefined) changed.username = encodeURIComponent(parts.user);
  if (parts.password !== undefined) changed.password = encodeURIComponent(parts.password);
  if (parts.database !== undefined) changed.pathname = `/${encodeURIComponent(parts.database)}`;
  return changed.href;
}

/** The database named in a connection string. */
export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** All roles' connection strings on another database of the same server. */
export function onDatabase(urls: DatabaseUrls, database: string): DatabaseUrls {
  return {
    owner: withParts(urls.owner, { database }),
    app: withParts(urls.app, { database }),
    reader: withParts(urls.reader, { database }),
    sealer: withParts(urls.sealer, { database }),
  };
}
