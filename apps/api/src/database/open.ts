/** Opens the database the settings name: the embedded one, started when it does not run, or an external one. */
import type { Config } from "../config.ts";
import { startEmbedded } from "./embedded.ts";
import { provision } from "./provision.ts";
import type { DatabaseUrls } from "./urls.ts";

export interface OpenDatabase {
  urls: DatabaseUrls;
  /** Signs off; the embedded server stops with its last user, an external one is left alone. */
  stop(): Promise<void>;
}

/** The name of the embedded database; an external one is named by DATABASE_URL. */
const embeddedName = "lotline";

/** Starts or joins the server and makes roles, database and extensions; migrations are a step of their own. */
export async function openDatabase(
  config: Pick<Config, "dataDir" | "databaseUrl" | "resetRoles">,
  onProgress: (message: string) => void,
): Promise<OpenDatabase> {
  const { dataDir, databaseUrl, resetRoles } = config;
  if (databaseUrl) {
    return { urls: await provision({ adminUrl: databaseUrl, dataDir, resetRoles }), stop: async () => undefined };
  }
  const server = await startEmbedded({ dataDir, onProgress });
  try {
    const urls = await provision({ adminUrl: server.superUrl, dataDir, database: embeddedName, resetRoles });
    return { urls, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
