import { fileURLToPath } from "node:url";
import { Migrator } from "@mikro-orm/migrations";
import { MikroORM } from "@mikro-orm/postgresql";
import { PooledClient } from "./base/pooled-client.ts";
import { recordEntities } from "./derive/entity.ts";
import { kernelTables } from "./derive/tables.ts";
import { areaTables } from "./modules/tables.ts";

// Migrations are compiled with the rest; tests read them as they are written.
const compiled = import.meta.url.endsWith(".js");
const directory = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The ORM over every record and table of the house. Triggers and policies are put on by sql/9*.sql, so the diff leaves them alone. */
export const createOrm = (url: string, options: { pool?: number; applicationName?: string } = {}): Promise<MikroORM> =>
  MikroORM.init({
    clientUrl: url,
    entities: [...recordEntities(), ...kernelTables(), ...areaTables()],
    extensions: [Migrator],
    discovery: { warnWhenNoEntities: false },
    pool: { min: 0, max: options.pool ?? 10 },
    driverOptions: { application_name: options.applicationName ?? "lotline", Client: PooledClient },
    schemaGenerator: {
      ignoreSchema: ["audit", "pgboss"],
      ignoreTriggers: true,
      ignorePolicies: true,
      ignoreRoutines: true,
      skipTables: ["domain_clock"],
      createForeignKeyConstraints: true,
    },
    migrations: {
      path: compiled ? directory("./migrations") : undefined,
      pathTs: directory("../src/migrations"),
      glob: compiled ? "!(*.d).js" : "!(*.d).ts",
      snapshotName: "schema",
      emit: "ts",
      safe: false,
      disableForeignKeys: false,
      tableName: "schema_migration",
      silent: true,
    },
  });
