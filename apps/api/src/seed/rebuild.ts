/** Makes the demo company from its commands, on a server of its own, and writes the snapshot: `npm run seed:rebuild`. */
import "reflect-metadata";
import { createPrivateKey, sign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keyIdOf } from "@lotline/verifier";
import { Pool } from "pg";
import { assemble, type Keys } from "../assemble.ts";
import { startEmbedded } from "../database/embedded.ts";
import { install } from "../database/install.ts";
import { migrate } from "../database/migrate.ts";
import { provision } from "../database/provision.ts";
import { createSealer } from "../evidence/seal.ts";
import type { Content } from "./checkpoint.ts";
import { makePeople } from "./company.ts";
import { Hands } from "./hands.ts";
import { checkpoints, playStory, storyEnd } from "./script/index.ts";
import { Scene } from "./script/scene.ts";
import { demoSecrets } from "./secrets.ts";
import { readContent, snapshotDir, writeSnapshot } from "./snapshot.ts";
import { Stage } from "./stage.ts";
import { type Checkpoint, StoryEnds, Timeline } from "./timeline.ts";

/** The demo's key pair lies in the repository, so that a rebuilt demo is the same; production refuses it. */
function demoKeys(): Keys & { readonly key: { readonly publicKey: string } } {
  const privateKey = createPrivateKey(readFileSync(join(snapshotDir, "demo-key.pem"), "utf8"));
  const publicKey = readFileSync(join(snapshotDir, "demo-key.pub.pem"), "utf8");
  return {
    key: {
      id: keyIdOf(publicKey),
      publicKey,
      sign: (text: string) => sign(null, Buffer.from(text, "utf8"), privateKey).toString("base64"),
    },
    publicKeys: [publicKey],
  };
}

/** Plays the story into a fresh database, the whole of it or until a moment, and writes it to a directory. */
export async function rebuild(directory: string, say: (text: string) => void, end?: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "lotline-seed-"));
  const server = await startEmbedded({ dataDir, test: true, onProgress: () => undefined });
  try {
    const urls = await provision({ adminUrl: server.superUrl, dataDir });
    await migrate(urls);
    const superUrl = superUrlOf(server.superUrl, urls.owner);
    const stage = await Stage.open(superUrl);
    await stage.at("2025-09-01 07:00");
    await install(urls);
    const keys = demoKeys();
    const kernel = await assemble(urls.app, keys, { pool: 4 });
    const hands = new Hands(kernel, { source: "seed", name: "demo company" });
    await makePeople(kernel, urls.owner, demoSecrets, hands);
    const kept = new Map<string, { at: string; content: Content }>();
    const keep = async ({ name, wall }: Checkpoint) => {
      kept.set(name, { at: `${wall.replace(" ", "T")}:00+08:00`, content: await readContent(superUrl) });
      say(`checkpoint ${name}`);
    };
    await playStory(Scene.open(hands, new Timeline(stage, { checkpoints, keep, end })), say).catch((error: unknown) => {
      if (!(error instanceof StoryEnds)) throw error;
    });
    await kernel.orm.close(true);
    const pool = new Pool({ connectionString: urls.sealer, max: 1 });
    const sealer = createSealer({ pool, key: keys.key, headsFile: join(dataDir, "heads.jsonl") });
    await stage.at("2026-08-20 08:59");
    await sealer.sealNow();
    await sealer.stop();
    await pool.end();
    await stage.close();
    const manifest = await writeSnapshot(superUrl, directory, storyEnd, kept);
    say(`${manifest.tables.reduce((sum, t) => sum + t.rows, 0)} rows`);
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const superUrlOf = (superUrl: string, ownerUrl: string): string => {
  const url = new URL(superUrl);
  url.pathname = new URL(ownerUrl).pathname;
  return url.href;
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  await rebuild(process.argv[2] ?? snapshotDir, (text) => void process.stderr.write(`${text}\n`));
