import { migrate, pendingMigrations } from "../database/migrate.ts";
import type { Command } from "./command.ts";
import { asking, seal, settingsOf, withDatabase } from "./place.ts";

export const migrateDatabase: Command = {
  name: "migrate",
  about: { en: "Brings the database's tables to this release.", zh: "将数据库表结构升级到当前版本。" },
  options: {},
  run: (call) =>
    withDatabase(call, settingsOf(call), async (place) => {
      const { pending } = await pendingMigrations(place.urls.reader);
      await migrate(place.urls, call.say);
      // A new database stays untouched by seals, so that a demo or a backup can still be loaded into it.
      const { rows } = await asking(place.urls.reader, (client) => client.query("select from person limit 1"));
      if (rows.length > 0) await seal(place);
      const text = pending.length > 0 ? pending.join("\n") : call.pick({ en: "Nothing to do.", zh: "无需迁移。" });
      return { json: { migrations: pending }, text };
    }),
};
