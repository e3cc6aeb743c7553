/** GS1 Digital Link URIs: https://host/stem/01/{gtin}/10/{lot}?17={expiry}. Standard: GS1 Digital Link URI Syntax 1.6. */
import { type Problem, problem } from "../problem.ts";
import { type FoundElement, fits, type Gs1Options, lintValue, mostElements } from "./element.ts";
import type { Ai, AiTable } from "./table.ts";
import { escapeUri, type UriPart, unescapeUri } from "./uri.ts";

export const canonicalStem = "https://id.gs1.org";
const scheme = /^(?:https?|HTTPS?):\/\//;
const foreignCharacter = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/;
const notOfDomain = /[_~?#@!$&'()*+,;=%]/;

/** Whether a text is meant as a Digital Link: its scheme in small or in capital letters. */
export const isUri = (text: string): boolean => scheme.test(text);

/** Reads a Digital Link; names all that is wrong with its values, but stops at the first fault of its form. */
export function readDigitalLink(table: AiTable, text: string, problems: Problem[], options: Gs1Options = {}): FoundElement[] {
  const foreign = text.search(foreignCharacter);
  if (foreign >= 0) return stop(problems, problem("URI_CHARACTER", foreign, { length: 1 }));
  const from = scheme.exec(text)?.[0].length;
  if (from === undefined) return stop(problems, problem("URI_SCHEME", 0));
  const path = text.indexOf("/", from);
  if (path <= from) return stop(problems, problem("URI_WITHOUT_PATH", from));
  const bad = text.slice(from, path).search(notOfDomain);
  if (bad >= 0) return stop(problems, problem("URI_DOMAIN", from + bad, { length: 1 }));
  const fragment = text.indexOf("#", path);
  const end = fragment < 0 ? text.length : fragment;
  const mark = text.slice(0, end).indexOf("?", path);
  const reader = new Reader(table, text, problems, options);
  if (!reader.path(path, mark < 0 ? end : mark)) return [];
  if (mark >= 0 && !reader.query(mark + 1, end)) return reader.elements;
  reader.checkPlaces();
  return reader.elements;
}

function stop(problems: Problem[], found: Problem): [] {
  problems.push(found);
  return [];
}

/** Words for identifiers, given up by GS1 but still found. */
const alphas: ReadonlyMap<string, string> = new Map(
  Object.entries({
    cpid: "8010",
    cpsn: "8011",
    cpv: "22",
    gcn: "255",
    gdti: "253",
    giai: "8004",
    ginc: "401",
    gln: "414",
    glnx: "254",
    gmn: "8013",
    grai: "8003",
    gsin: "402",
    gsrn: "8018",
    gsrnp: "8017",
    gtin: "01",
    itip: "8006",
    lot: "10",
    party: "417",
    refno: "8020",
    ser: "21",
    srin: "8019",
    sscc: "00",
  }),
);

class Reader {
  readonly elements: FoundElement[] = [];
  #inPath = 0;
  readonly #table: AiTable;
  readonly #text: string;
  readonly #problems: Problem[];
  readonly #options: Gs1Options;

  constructor(table: AiTable, text: string, problems: Problem[], options: Gs1Options) {
    this.#table = table;
    this.#text = text;
    this.#problems = problems;
    this.#options = options;
  }

  /** The pairs of the path, from the rightmost primary key on: what stands before it is the stem. */
  path(from: number, to: number): boolean {
    const starts = this.#pairs(from, to);
    if (!starts) {
      this.#problems.push(problem("NO_PRIMARY_KEY", from, { length: to - from }));
      return false;
    }
    for (const { known, valueAt, valueEnd } of starts) {
      if (!this.#add(known, valueAt, valueEnd, "path")) return false;
    }
    this.#inPath = this.elements.length;
    return true;
  }

  /** Walks back over pairs until one is a primary key. */
  #pairs(from: number, to: number): { known: Ai; valueAt: number; valueEnd: number }[] | undefined {
    const found = [];
    let valueEnd = to;
    while (valueEnd > from) {
      const slash = this.#text.lastIndexOf("/", valueEnd - 1);
      const before = slash > from ? this.#text.lastIndexOf("/", slash - 1) : -1;
      if (before < from) return undefined;
      const known = this.#named(this.#text.slice(before + 1, slash));
      if (!known) return undefined;
      found.unshift({ known, valueAt: slash + 1, valueEnd });
      if (this.#table.pathsBehind(known.ai).length > 0) return found;
      valueEnd = before;
    }
    return undefined;
  }

  #named(name: string): Ai | undefined {
    const alpha = this.#options.allowAlphas ? alphas.get(name) : undefined;
    return this.#table.find(alpha ?? name, this.#options.allowUnknownAis);
  }

  /** Identifiers of the query; words in it belong to others and are left alone, numbers must be identifiers. */
  query(from: number, to: number): boolean {
    let position = from;
    while (position < to) {
      const next = this.#text.indexOf("&", position);
      const end = next < 0 || next > to ? to : next;
      const equals = this.#text.slice(position, end).indexOf("=");
      const name = equals < 0 ? "" : this.#text.slice(position, position + equals);
      if (/^\d+$/.test(name)) {
        const known = this.#table.find(name, this.#options.allowUnknownAis);
        if (!known) {
          this.#problems.push(problem("UNKNOWN_AI", position, { ai: name, length: name.length }));
          return false;
        }
        if (!this.#add(known, position + equals + 1, end, "query")) return false;
      }
      position = end + 1;
    }
    return true;
  }

  #add(known: Ai, from: number, to: number, part: UriPart): boolean {
    const { ai } = known;
    if (from === to) {
      this.#problems.push(problem("EMPTY_VALUE", from, { ai }));
      return false;
    }
    const plain = unescapeUri(this.#text.slice(from, to), part);
    if (plain === null) {
      this.#problems.push(problem("NULL_CHARACTER", from, { ai, length: to - from }));
      return false;
    }
    const isShort = ai === "01" && this.#options.allowShortGtins && /^(.{8}|.{12}|.{13})$/.test(plain);
    const value = isShort ? plain.padStart(14, "0") : plain;
    // The place of an encoded character is not worth counting: the value's own is named.
    if (fits(known, ai, value, from, this.#problems)) lintValue(known, ai, value, this.#problems, () => from);
    if (this.elements.length === mostElements) {
      this.#problems.push(problem("TOO_MANY_ELEMENTS", from));
      return false;
    }
    this.elements.push({ ai, value, known, at: from });
    return true;
  }

  /** The path holds a key with its qualifiers in order, the query nothing that is said twice or belongs into the path. */
  checkPlaces(): void {
    const path = this.elements.slice(0, this.#inPath).map(({ ai }) => ai);
    const [first] = this.elements;
    if (!this.#table.isPath(path)) {
      this.#problems.push(problem("QUALIFIER_ORDER", first?.at ?? 0, { ai: first?.ai ?? null, detail: path.join(" ") }));
      return;
    }
    this.elements.slice(this.#inPath).forEach(({ ai, known, at }, i) => {
      const wrong = this.#wrongInQuery(ai, known, path, this.elements.slice(0, this.#inPath + i));
      if (wrong) this.#problems.push(problem(wrong, at, { ai }));
    });
  }

  #wrongInQuery(ai: string, known: Ai, path: readonly string[], before: readonly FoundElement[]): string | undefined {
    if (before.some((other) => other.ai === ai)) return "DUPLICATE_AI";
    if (!isAttribute(known, this.#options)) return "NOT_AN_ATTRIBUTE";
    const fitsPath = path.some((_, i) => this.#table.isPath([...path.slice(0, i + 1), ai, ...path.slice(i + 1)]));
    return fitsPath ? "BELONGS_IN_PATH" : undefined;
  }
}

const isAttribute = ({ isAttribute: said }: Ai, { allowUnknownAttributes = false }: Gs1Options): boolean =>
  said ?? allowUnknownAttributes;

/**
 * Writes elements as a Digital Link: the first primary key with as many of its qualifiers as there are, the others in the query,
 * those of fixed length first. @returns null with the reason added when they cannot be one
 */
export function writeDigitalLink(
  table: AiTable,
  elements: readonly FoundElement[],
  problems: Problem[],
  stem = canonicalStem,
  options: Gs1Options = {},
): string | null {
  const key = elements.find(({ ai }) => table.pathsBehind(ai).length > 0);
  if (!key) {
    problems.push(problem("NO_PRIMARY_KEY", 0));
    return null;
  }
  const path = bestPath(table, key.ai, elements);
  const query = elements.filter(({ ai }, i) => !path.includes(ai) && elements.findIndex((other) => other.ai === ai) === i);
  const wrong = query.find(({ known }) => !isAttribute(known, options));
  if (wrong) {
    problems.push(problem("NOT_AN_ATTRIBUTE", wrong.at, { ai: wrong.ai }));
    return null;
  }
  const inPath = path.flatMap((ai) => elements.find((element) => element.ai === ai) ?? []);
  const sorted = [...query.filter(({ known }) => !known.needsSeparator), ...query.filter(({ known }) => known.needsSeparator)];
  const pairs = sorted.map(({ ai, value }) => `${ai}=${escapeUri(value, "query")}`);
  return [
    stem.replace(/\/$/, ""),
    ...inPath.map(({ ai, value }) => `/${ai}/${escapeUri(value, "path")}`),
    pairs.length > 0 ? `?${pairs.join("&")}` : "",
  ].join("");
}

/** Of the paths behind this key the first with most of the elements in it. */
function bestPath(table: AiTable, key: string, elements: readonly FoundElement[]): readonly string[] {
  let best: readonly string[] = [key];
  let most = 0;
  for (const ais of table.pathsBehind(key)) {
    const count = elements.filter(({ ai }) => ai !== key && ais.includes(ai)).length;
    if (count > most) [best, most] = [ais, count];
  }
  return best;
}
