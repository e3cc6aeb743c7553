/** `npm run bench`: measures on a database server of its own, prints tables to standard error and one JSON document to standard output. */
import "reflect-metadata";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { onStopSignal } from "../stop-signals.ts";
import { machineOf, versionsOf } from "./machine.ts";
import { type Options, readOptions } from "./options.ts";
import { runParts } from "./parts.ts";
import { type PartReport, textOf } from "./report.ts";
import { openGround } from "./scratch.ts";

const begun = Date.now();
const seconds = (): string => ((Date.now() - begun) / 1000).toFixed(1);
const say = (text: string): void => void process.stderr.write(`${seconds().padStart(6)} s  ${text}\n`);

async function main(options: Options): Promise<void> {
  // Before minutes of work, not after them.
  if (options.out) mkdirSync(dirname(resolve(options.out)), { recursive: true });
  const ground = await openGround(say);
  onStopSignal(() => ground.close());
  try {
    const at = new Date().toISOString();
    const [machine, versions] = [machineOf(ground.directory), await versionsOf(ground)];
    const figures: { [part: string]: object } = {};
    const show = (part: string, report: PartReport) => {
      figures[part] = report.figures;
      for (const table of report.tables) process.stderr.write(`${textOf(table)}\n`);
      process.stderr.write("\n");
    };
    await runParts(ground, options, show);
    const head = { bench: "lotline", at, quick: options.quick, machine, versions, seconds: Number(seconds()) };
    const document = `${JSON.stringify({ ...head, parts: figures }, null, 2)}\n`;
    process.stdout.write(document);
    if (options.out) writeFileSync(options.out, document);
  } finally {
    await ground.close();
  }
}

const options = readOptions(process.argv.slice(2));
if (typeof options === "string") {
  process.stderr.write(`${options}\n`);
  process.exitCode = 2;
} else await main(options);
