/** What the command line says. */

/** The parts of the benchmark in the order in which they run. */
export const partNames = [
  "posting",
  "lists",
  "incoming",
  "import",
  "review",
  "bundle",
  "udi",
  "label",
  "trace",
  "verify",
  "load",
  "web",
] as const;
/** A part of the benchmark. */
export type PartName = (typeof partNames)[number];

/** What is asked for. */
export interface Options {
  readonly only: readonly PartName[];
  readonly quick: boolean;
  readonly out: string | undefined;
}

/** How it is called. */
export const usage = `usage: npm run -s bench -- [--quick] [--only ${partNames.join(",")}] [--out file]`;

const isPart = (name: string): name is PartName => partNames.some((part) => part === name);

/** Reads the arguments; the text says what is wrong with them. */
export function readOptions(args: readonly string[]): Options | string {
  let only: readonly PartName[] = partNames;
  let out: string | undefined;
  let quick = false;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--quick") quick = true;
    else if (arg === "--out") {
      out = rest.shift();
      if (!out) return `--out needs a file; ${usage}`;
    } else if (arg === "--only") {
      const names = (rest.shift() ?? "").split(",");
      const unknown = names.filter((name) => !isPart(name));
      if (unknown.length > 0) return `there is no part "${unknown.join(", ")}"; ${usage}`;
      only = partNames.filter((name) => names.includes(name));
    } else return `unknown argument ${arg}; ${usage}`;
  }
  return { only, quick, out };
}
