import { install } from "../database/install.ts";
import { migrate } from "../database/migrate.ts";
import { whilePreparing } from "../prepare.ts";
import { loadDemo } from "../seed/load.ts";
import { SetupError } from "../setup-error.ts";
import type { Command } from "./command.ts";
import { requireEmpty, seal, settingsOf, withDatabase } from "./place.ts";

export const seed: Command = {
  name: "seed",
  about: { en: "Loads the demo company into an empty database.", zh: "将演示公司载入空数据库。" },
  options: {},
  run: async (call) => {
    const config = settingsOf(call);
    if (config.profile === "production")
      throw new SetupError(
        "DEMO_IN_PRODUCTION",
        "A production system never holds the demo company.",
        "生产系统不得载入演示公司。",
      );
    return withDatabase(call, config, async (place) => {
      await whilePreparing(config, call.say, async () => {
        await migrate(place.urls, call.say);
        await requireEmpty(place);
        await loadDemo(place.urls, config.keyFile, call.say);
        await install(place.urls);
      });
      await seal(place);
      return { json: { seeded: true }, text: call.pick({ en: "The demo company is loaded.", zh: "演示公司已载入。" }) };
    });
  },
};
