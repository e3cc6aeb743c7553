/**
 * Makes what migrations need and cannot make themselves: roles with generated passwords, the database, extensions.
 * It needs no superuser: a role with CREATEROLE that owns the database (or may create one) is enough. It can be repeated.
 */
import { type Client, escapeLiteral as literal, escapeIdentifier as name } from "pg";
import { SetupError } from "../setup-error.ts";
import { asClient } from "./client.ts";
import { ensureSecret, readSecrets } from "./secrets.ts";
import { auditRole, type DatabaseUrls, databaseOf, inspectorRole, loginRoles, withParts } from "./urls.ts";

export interface ProvisionOptions {
  /** Connection string of a superuser, or of a CREATEROLE owner of the database. */
  adminUrl: string;
  /** Where the roles' passwords are kept. */
  dataDir: string;
  /** The database; by default the one `adminUrl` names. */
  database?: string;
  /** Gives roles whose password is not known here a new one, which locks out other installations using them. */
  resetRoles?: boolean;
}

const oldestMajor = 15;
/** Trusted extensions: the owner of a database may create them without being superuser. */
const extensions = ["pg_trgm", "btree_gist"];

/** Makes roles, database and extensions where they are missing, and returns the roles' connection strings. */
export async function provision(options: ProvisionOptions): Promise<DatabaseUrls> {
  const database = options.database ?? databaseOf(options.adminUrl);
  const adminUrl = withParts(options.adminUrl, { database });
  await ensureDatabase(options.adminUrl, database);
  return connected(adminUrl, async (admin) => {
    await checkServer(admin);
    // Two starts at once would meet on the same catalogue rows.
    await admin.query("select pg_advisory_lock(hashtext('lotline provision'))");
    const self = await currentUser(admin);
    const urls = await ensureRoles(admin, self, adminUrl, options);
    await grantDatabase(admin, database);
    await connected(urls.owner, async (owner) => {
      await checkOwner(owner, self);
      await ensureExtensions(owner);
    });
    return urls;
  });
}

/** Lets the roles use one database and nobody else; clones do not inherit such rights, so tests repeat it. */
export async function grantDatabase(admin: Client, database: string): Promise<void> {
  const { owner, app, reader, sealer } = loginRoles;
  await admin.query(`
    revoke all on database ${name(database)} from public;
    grant connect, create, temporary on database ${name(database)} to ${owner};
    grant connect on database ${name(database)} to ${app}, ${reader}, ${sealer};
    revoke create on schema public from public;
    grant usage, create on schema public to ${owner};
    grant usage on schema public to ${app}, ${reader}, ${sealer}, ${auditRole}`);
}

async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  if (await exists(adminUrl, database)) return;
  try {
    await connected(withParts(adminUrl, { database: "postgres" }), (client) =>
      client.query(`create database ${name(database)} template template0 encoding 'UTF8'`),
    );
  } catch (cause) {
    // 42P04: another start made it at the same moment.
    if (codeOf(cause) === "42P04") return;
    throw new SetupError(
      "DATABASE_MISSING",
      `The database ${database} does not exist and this user may not create it. Run as an administrator: CREATE DATABASE ${name(database)} OWNER ${name(decodeURIComponent(new URL(adminUrl).username))};`,
      `数据库 ${database} 不存在,且该用户无权创建。请由管理员执行:CREATE DATABASE ${name(database)} OWNER ${name(decodeURIComponent(new URL(adminUrl).username))};`,
      { cause },
    );
  }
}

async function exists(adminUrl: string, database: string): Promise<boolean> {
  try {
    await connected(withParts(adminUrl, { database }), async () => undefined);
    return true;
  } catch (cause) {
    if (codeOf(cause) === "3D000") return false;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SetupError(
      "DATABASE_UNREACHABLE",
      `The database does not accept the connection of DATABASE_URL: ${reason}`,
      `数据库不接受 DATABASE_URL 的连接:${reason}`,
      { cause },
    );
  }
}

async function checkServer(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ major: number; encoding: string }>(
    "select current_setting('server_version_num')::int / 10000 as major, current_setting('server_encoding') as encoding",
  );
  const server = rows[0];
  if (!server || server.major < oldestMajor) {
    throw new SetupError(
      "DATABASE_TOO_OLD",
      `PostgreSQL ${oldestMajor} or newer is needed; this is ${server?.major}.`,
      `需要 PostgreSQL ${oldestMajor} 或更新版本;当前为 ${server?.major}。`,
    );
  }
  if (server.encoding !== "UTF8") {
    throw new SetupError(
      "DATABASE_ENCODING",
      `The database must be encoded in UTF8; this one is ${server.encoding}.`,
      `数据库编码须为 UTF8;当前为 ${server.encoding}。`,
    );
  }
}

interface Self {
  user: string;
  isSuperuser: boolean;
  canCreateRoles: boolean;
}

async function currentUser(admin: Client): Promise<Self> {
  const { rows } = await admin.query<Self>(
    `select rolname as user, rolsuper as "isSuperuser", rolcreaterole as "canCreateRoles" from pg_roles where rolname = current_user`,
  );
  return rows[0] ?? { user: "", isSuperuser: false, canCreateRoles: false };
}

async function ensureRoles(admin: Client, self: Self, adminUrl: string, options: ProvisionOptions): Promise<DatabaseUrls> {
  const { rows } = await admin.query<{ rolname: string }>("select rolname from pg_roles where rolname like 'lotline\\_%'");
  const existing = new Set(rows.map((row) => row.rolname));
  for (const role of [auditRole, inspectorRole]) if (!existing.has(role)) await createRole(admin, self, role, "nologin");

  const url = async (role: string): Promise<string> => {
    // The administrator may have named his own role like ours: then it is the owner, with the password he gave.
    if (role === self.user) return adminUrl;
    const known = readSecrets(options.dataDir)[role];
    const reachable = withParts(adminUrl, { user: role, password: known ?? "" });
    if (existing.has(role) && !(known && (await accepts(reachable))) && !options.resetRoles) throw unknownPassword(role, options);
    const password = known ?? ensureSecret(options.dataDir, role);
    if (!existing.has(role)) await createRole(admin, self, role, `login password ${literal(password)}`);
    else if (options.resetRoles) await admin.query(`alter role ${role} password ${literal(password)}`);
    return withParts(adminUrl, { user: role, password });
  };
  const urls = {
    owner: await url(loginRoles.owner),
    app: await url(loginRoles.app),
    reader: await url(loginRoles.reader),
    sealer: await url(loginRoles.sealer),
  };
  for (const role of Object.values(loginRoles)) await admin.query(`alter role ${role} set timezone to 'UTC'`);
  await letOwnerAct(admin);
  await letAppInspect(admin);
  return urls;
}

async function createRole(admin: Client, self: Self, role: string, attributes: string): Promise<void> {
  if (!self.isSuperuser && !self.canCreateRoles) {
    throw new SetupError(
      "MAY_NOT_CREATE_ROLES",
      `The user ${self.user} of DATABASE_URL may not create roles. Run as an administrator: ALTER ROLE ${name(self.user)} CREATEROLE;`,
      `DATABASE_URL 的用户 ${self.user} 无权创建角色。请由管理员执行:ALTER ROLE ${name(self.user)} CREATEROLE;`,
    );
  }
  await admin.query(`create role ${role} ${attributes}`);
}

/** The owner makes the audit schema and its functions and gives them to the audit role: it must be a member of it. */
async function letOwnerAct(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ member: boolean }>("select pg_has_role($1, $2, 'usage') as member", [
    loginRoles.owner,
    auditRole,
  ]);
  // From PostgreSQL 16 on, who creates a role may grant it but does not have its rights, not even as the owner itself.
  if (!rows[0]?.member) await admin.query(`grant ${auditRole} to ${loginRoles.owner}`);
}

/**
 * The app acts as the inspector's role for one transaction and has none of its rights otherwise: membership without inheritance,
 * because a policy of the role would else be a policy of the app.
 */
async function letAppInspect(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ member: boolean; inherits: boolean }>(
    `select pg_has_role(oid, $2, 'member') as member, rolinherit as inherits from pg_roles where rolname = $1`,
    [loginRoles.app, inspectorRole],
  );
  if (rows[0]?.inherits) await admin.query(`alter role ${loginRoles.app} noinherit`);
  if (!rows[0]?.member) await admin.query(`grant ${inspectorRole} to ${loginRoles.app}`);
}

/** A grant of a right one does not hold is only a warning in PostgreSQL, so the outcome is looked at. */
async function checkOwner(owner: Client, self: Self): Promise<void> {
  const { rows } = await owner.query<{ database: string; may: boolean }>(
    `select current_database() as database,
            has_database_privilege(current_database(), 'create') and has_schema_privilege('public', 'create') as may`,
  );
  if (rows[0]?.may) return;
  const statement = `ALTER DATABASE ${name(rows[0]?.database ?? "")} OWNER TO ${name(self.user)};`;
  throw new SetupError(
    "NOT_DATABASE_OWNER",
    `The user ${self.user} of DATABASE_URL does not own the database. Run as an administrator: ${statement}`,
    `DATABASE_URL 的用户 ${self.user} 不是该数据库的所有者。请由管理员执行:${statement}`,
  );
}

async function ensureExtensions(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ extname: string }>("select extname from pg_extension");
  const installed = new Set(rows.map((row) => row.extname));
  for (const extension of extensions) {
    if (installed.has(extension)) continue;
    try {
      await owner.query(`create extension if not exists ${extension} schema public`);
    } catch (cause) {
      throw new SetupError(
        "EXTENSION_MISSING",
        `The PostgreSQL extension ${extension} cannot be created (install the server's contrib package): ${String(cause)}`,
        `无法创建 PostgreSQL 扩展 ${extension}(请安装服务器的 contrib 包):${String(cause)}`,
        { cause },
      );
    }
  }
}

async function accepts(url: string): Promise<boolean> {
  try {
    await connected(withParts(url, { database: databaseOf(url) }), async () => undefined);
    return true;
  } catch (error) {
    // 28P01: wrong password; 28000: not admitted. 42501: right password, but no CONNECT on this database yet.
    const code = codeOf(error);
    if (code === "42501") return true;
    if (code === "28P01" || code === "28000") return false;
    throw error;
  }
}

function unknownPassword(role: string, { dataDir }: ProvisionOptions): SetupError {
  return new SetupError(
    "ROLE_PASSWORD_UNKNOWN",
    `The role ${role} exists on this server, but ${dataDir}/secrets.json does not hold its password. Copy secrets.json from the installation that made it, or set LOTLINE_RESET_ROLES=1 once to give it a new password (other installations using it are locked out).`,
    `服务器上已有角色 ${role},但 ${dataDir}/secrets.json 中没有其密码。请从创建它的安装复制 secrets.json,或一次性设置 LOTLINE_RESET_ROLES=1 以重设密码(使用该角色的其他安装将无法登录)。`,
  );
}

const connected = <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> =>
  asClient(url, work, { connectionTimeoutMillis: 15_000 });

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
