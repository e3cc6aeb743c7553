/** The table of GS1 application identifiers (AI), made ready to look things up. The table itself is data and can be exchanged. */
import type { Linter } from "../problem.ts";
import { linters } from "./lint/index.ts";

/** The table as it lies in data/gs1-ai-table.json. */
export interface AiTableData {
  readonly release: string;
  readonly ais: readonly {
    readonly ai: string;
    readonly title: string;
    readonly fnc1: boolean;
    readonly digitalLinkAttribute: boolean;
    readonly components: readonly {
      readonly type: string;
      readonly min: number;
      readonly max: number;
      readonly optional: boolean;
      readonly linters: readonly string[];
    }[];
    readonly requires: readonly (readonly string[])[];
    readonly excludes: readonly string[];
    readonly digitalLinkPrimaryKey: readonly (readonly string[])[] | null;
  }[];
}

export interface Component {
  readonly min: number;
  readonly max: number;
  readonly isOptional: boolean;
  /** Its character set first, then what else is asked of it. */
  readonly linters: readonly Linter[];
}

export interface Ai {
  /** Its digits; empty for an unknown identifier whose length is unknown too. */
  readonly ai: string;
  readonly title: string;
  /** A separator must follow, unless it is the last. */
  readonly needsSeparator: boolean;
  /** Whether it may stand in the query of a Digital Link; null when unknown. */
  readonly isAttribute: boolean | null;
  readonly components: readonly Component[];
  readonly min: number;
  readonly max: number;
  /** For each requirement the groups that satisfy it: all of one group must be there. */
  readonly requires: readonly (readonly (readonly Pattern[])[])[];
  readonly excludes: readonly Pattern[];
}

/** One identifier or several: "310n" stands for 3100 to 3109. */
export interface Pattern {
  readonly text: string;
  /** What all of them begin with. */
  readonly fixed: string;
}

/** Looks identifiers up. */
export class AiTable {
  readonly release: string;
  /** Allowed paths of a Digital Link, each its identifiers joined by spaces: "01", "01 10", "01 10 21" … */
  readonly #paths = new Set<string>();
  /** The same by their primary keys, in the order of their texts. */
  readonly #pathsByKey = new Map<string, (readonly string[])[]>();
  readonly #byAi = new Map<string, Ai>();
  /** How long identifiers with these first two digits are; 0 when there are none. */
  readonly #lengths = new Uint8Array(100);

  constructor(data: AiTableData) {
    this.release = data.release;
    for (const row of data.ais) {
      const prefix = Number(row.ai.slice(0, 2));
      const length = this.#lengths[prefix];
      if (length !== 0 && length !== row.ai.length) throw new Error(`the table gives ${row.ai} another length than its kin`);
      this.#lengths[prefix] = row.ai.length;
      this.#byAi.set(row.ai, compiled(row));
    }
    for (const { ai, digitalLinkPrimaryKey } of data.ais) {
      const paths = pathsOf(ai, digitalLinkPrimaryKey).sort();
      for (const path of paths) this.#paths.add(path);
      if (paths.length > 0)
        this.#pathsByKey.set(
          ai,
          paths.map((path) => path.split(" ")),
        );
    }
  }

  /** The identifier of exactly this text; with `allowUnknown` one that the table does not know but has room for. */
  find(ai: string, allowUnknown = false): Ai | undefined {
    return this.#byAi.get(ai) ?? (allowUnknown ? this.#unknown(ai) : undefined);
  }

  /** The identifier at this place of a text without brackets. */
  at(text: string, position: number, allowUnknown = false): Ai | undefined {
    const prefix = prefixAt(text, position);
    if (prefix < 0) return undefined;
    const length = this.#lengths[prefix] as number; // 0 to 99 has a length
    if (length > 0) {
      const digits = text.slice(position, position + length);
      return this.#byAi.get(digits) ?? (allowUnknown ? this.#unknown(digits) : undefined);
    }
    return undefined;
  }

  isPath(ais: readonly string[]): boolean {
    return this.#paths.has(ais.join(" "));
  }

  /** Every path that begins with this primary key; empty when it is none. */
  pathsBehind(key: string): readonly (readonly string[])[] {
    return this.#pathsByKey.get(key) ?? [];
  }

  /** An identifier that a later table may have: of the length of its kin, and neither the beginning of a known one nor begun by one. */
  #unknown(ai: string): Ai | undefined {
    if (!/^\d{2,4}$/.test(ai)) return undefined;
    const prefix = Number(ai.slice(0, 2));
    const length = this.#lengths[prefix];
    if (length !== 0 && length !== ai.length) return undefined;
    const fixed = length === 0 ? undefined : fixedLengths.get(prefix);
    return {
      ...nothingKnown,
      ai,
      needsSeparator: fixed === undefined,
      components: [{ min: fixed ?? 1, max: fixed ?? 90, isOptional: false, linters: typeLinters("cset82") }],
      min: fixed ?? 1,
      max: fixed ?? 90,
    };
  }
}

const nothingKnown = { title: "", isAttribute: null, requires: [], excludes: [] } as const;

/** Lengths of values without separator, by the first two digits. GS1 General Specifications figure 7.8.5-2. */
const fixedLengths: ReadonlyMap<number, number> = new Map([
  [0, 18],
  [1, 14],
  [2, 14],
  [3, 14],
  [4, 16],
  ...[11, 12, 13, 14, 15, 16, 17, 18, 19].map((prefix) => [prefix, 6] as const),
  [20, 2],
  ...[31, 32, 33, 34, 35, 36].map((prefix) => [prefix, 6] as const),
  [41, 13],
]);

function prefixAt(text: string, position: number): number {
  const tens = text.charCodeAt(position) - 48;
  const ones = text.charCodeAt(position + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function compiled(row: AiTableData["ais"][number]): Ai {
  const components = row.components.map(({ type, min, max, optional, linters: named }) => ({
    min,
    max,
    isOptional: optional,
    linters: [...typeLinters(type), ...named.map(linterOf)],
  }));
  return {
    ai: row.ai,
    title: row.title,
    needsSeparator: row.fnc1,
    isAttribute: row.digitalLinkAttribute,
    components,
    min: components.reduce((sum, { min, isOptional }) => sum + (isOptional ? 0 : min), 0),
    max: components.reduce((sum, { max }) => sum + max, 0),
    requires: row.requires.map((groups) => groups.map((group) => group.split("+").map(patternOf))),
    excludes: row.excludes.map(patternOf),
  };
}

const patternOf = (text: string): Pattern => ({ text, fixed: text.replace(/n+$/, "") });

function linterOf(name: string): Linter {
  const linter = linters.get(name);
  if (!linter) throw new Error(`the table asks for a linter that there is not: ${name}`);
  return linter;
}

const typeLinters = (type: string): readonly Linter[] => [linterOf(type === "numeric" ? "csetnumeric" : type)];

/** Every choice of qualifiers behind a primary key, in their order. */
function pathsOf(ai: string, keys: readonly (readonly string[])[] | null): string[] {
  const paths = new Set<string>();
  for (const qualifiers of keys ?? []) {
    let choices = [ai];
    for (const qualifier of qualifiers) choices = [...choices, ...choices.map((path) => `${path} ${qualifier}`)];
    for (const path of choices) paths.add(path);
  }
  return [...paths];
}
