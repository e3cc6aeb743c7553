/** Puts the house together: the areas in their order, the ORM as the app role, the signing key. */
import type { Kernel } from "./kernel/command.ts";
import { House } from "./kernel/house.ts";
import type { SigningKey } from "./kernel/sign.ts";
import { areaList } from "./modules/index.ts";
import { createOrm } from "./orm.ts";

export interface Keys {
  readonly key: SigningKey;
  /** PEM, old ones included; a function where they may change while the house runs. */
  readonly publicKeys: readonly string[] | (() => readonly string[]);
}

/** A kernel on one database. Close its ORM when done. */
export async function assemble(appUrl: string, keys: Keys, options: { pool?: number; filesDir?: string } = {}): Promise<Kernel> {
  const { filesDir, ...connection } = options;
  return { orm: await createOrm(appUrl, connection), house: new House(areaList, keys.key, keys.publicKeys), filesDir };
}
