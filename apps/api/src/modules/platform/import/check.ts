/**
 * The first half of a check: every row converted and validated by the record's own schema, its references looked up, its keys
 * compared within the file and with what is there. One statement for a thousand rows and question, so that 10,000 rows take
 * seconds. The second half (rehearse.ts) makes the records and rolls back.
 */
import { type AnyRecord, createSchema, type Field, type ImportTarget, maxLines, nestAttributes, validate } from "@lotline/schema";
import { snake, specOf, tableOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";
import { type Batch, type BatchRow, type RowIssue, rowsOf, targetsOf, textsOf } from "./batch.ts";
import { ChangeChecker } from "./change.ts";
import { convert, emptyIssue, type Filled, filledBy, type Known, knownKey, numbersIn, textAt } from "./convert.ts";

const rowsAtOnce = 1000;

/** What the check found out about a row. */
export interface Finding {
  readonly position: number;
  readonly head: number;
  /** Of the first row of a record without anything wrong. */
  readonly input: object | null;
  readonly issues: readonly RowIssue[] | null;
}

type Given = { [path: string]: unknown };

/** Rows of the file that make one record; one row where there are no child rows. */
interface Group {
  readonly rows: readonly BatchRow[];
}

/** Checks all rows of a batch. @param note is told of every thousand, in the order of the file */
export async function validateRows(
  reader: SqlReader,
  batch: Batch,
  note: (findings: readonly Finding[]) => Promise<void>,
): Promise<void> {
  const targets = await targetsOf(reader, batch.record, batch.lineSet, batch.mode);
  const checker = new Checker(reader, batch, targets);
  let [after, open]: [number, BatchRow[]] = [0, []];
  for (;;) {
    const rows = await rowsOf(reader, batch.id, { after, first: rowsAtOnce });
    after = rows.at(-1)?.position ?? after;
    const isLast = rows.length < rowsAtOnce;
    const groups = checker.groupsOf([...open, ...rows]);
    // The last record may go on behind these rows.
    open = isLast || batch.lineSet === null ? [] : [...(groups.pop()?.rows ?? [])];
    await note(await checker.check(groups));
    if (isLast) return;
  }
}

class Checker {
  readonly #reader: SqlReader;
  readonly #batch: Batch;
  readonly #spec: AnyRecord;
  readonly #filled: readonly Filled[];
  readonly #schema: ReturnType<typeof createSchema>;
  readonly #keyAt: number;
  readonly #changes: ChangeChecker | null;
  /** On which line a key was seen first; keys of groups too. */
  readonly #seen = new Map<string, number>();

  constructor(reader: SqlReader, batch: Batch, targets: readonly ImportTarget[]) {
    this.#reader = reader;
    this.#batch = batch;
    this.#spec = specOf(batch.record);
    this.#filled = filledBy(targets, batch.headers, batch.mapping);
    // The firm's own fields stand among the record's, as in the form.
    const own = targets.filter(({ path, set }) => set === null && path.startsWith("attributes."));
    this.#schema = createSchema({
      ...this.#spec,
      fields: { ...this.#spec.fields, ...Object.fromEntries(own.map(({ path, field }) => [path, field])) },
    });
    this.#keyAt = batch.headers.indexOf(batch.mapping.key ?? "");
    this.#changes = batch.mode === "change" ? new ChangeChecker(reader, batch, targets, this.#filled) : null;
  }

  /** Neighbouring rows with the same key belong together. */
  groupsOf(rows: readonly BatchRow[]): Group[] {
    if (this.#batch.lineSet === null) return rows.map((row) => ({ rows: [row] }));
    const groups: { key: string; rows: BatchRow[] }[] = [];
    for (const row of rows) {
      const key = (textsOf(row)[this.#keyAt] ?? "").trim();
      const last = groups.at(-1);
      if (last && last.key === key && key !== "") last.rows.push(row);
      else groups.push({ key, rows: [row] });
    }
    return groups;
  }

  async check(groups: readonly Group[]): Promise<Finding[]> {
    const known = await this.#lookUp(groups);
    if (this.#changes)
      return this.#changes.check(
        groups.flatMap(({ rows }) => rows),
        known,
      );
    const checked = groups.map((group) => this.#checkGroup(group, known));
    await this.#compare(checked);
    return checked.flatMap(({ rows, input, issues }) => {
      const isWrong = [...issues.values()].some((of) => of.length > 0);
      const head = rows[0]?.position ?? 0;
      return rows.map(({ position }) => ({
        position,
        head,
        input: position === head && !isWrong ? nestAttributes(input) : null,
        issues: (issues.get(position)?.length ?? 0) > 0 ? (issues.get(position) ?? null) : null,
      }));
    });
  }

  /** The ids of all records that these rows may name, one statement for each type. */
  async #lookUp(groups: readonly Group[]): Promise<Known> {
    const wanted = new Map<string, Set<string>>();
    for (const filled of this.#filled) {
      const { field } = filled.target;
      if (field.kind !== "ref") continue;
      const numbers = wanted.get(field.target) ?? new Set<string>();
      wanted.set(field.target, numbers);
      for (const { rows } of groups)
        for (const row of rows) {
          const text = textAt(filled, textsOf(row));
          if (text !== "") for (const number of numbersIn(filled, text, this.#batch.mapping)) numbers.add(number);
        }
    }
    const known = new Map<string, string>();
    for (const [target, numbers] of wanted) {
      if (numbers.size === 0 || !this.#reader.actor.permits.has(specOf(target).read)) continue;
      const rows = await this.#reader.sql<{ id: string; number: string }>(
        `select id, number from ${tableOf(target)} where number = any(?::text[])`,
        [[...numbers]],
      );
      for (const { id, number } of rows) known.set(knownKey(target, number), id);
    }
    return known;
  }

  #checkGroup({ rows }: Group, known: Known): Checked {
    const issues = new Map<number, RowIssue[]>(rows.map(({ position }) => [position, []]));
    const say = (position: number, issue: RowIssue) => issues.get(position)?.push(issue);
    const given: Given = {};
    const lines: Given[] = [];
    for (const [index, row] of rows.entries()) {
      const texts = textsOf(row);
      const line: Given = {};
      for (const filled of this.#filled) {
        const { target } = filled;
        const text = textAt(filled, texts);
        if (target.set === null && index > 0) {
          this.#sameAsHead(filled, text, rows[0] as BatchRow, (issue) => say(row.position, issue));
          continue;
        }
        const name = target.set === null ? target.path : target.path.slice(target.set.length + 1);
        const into = target.set === null ? given : line;
        const converted = convert(filled, text, this.#batch.mapping, known);
        if ("issue" in converted) say(row.position, converted.issue);
        else if (converted.value === null && target.required) say(row.position, emptyIssue(filled));
        else into[name] = converted.value;
      }
      lines.push(line);
    }
    const { lineSet } = this.#batch;
    this.#requireKey(rows, (issue) => say(rows[0]?.position ?? 0, issue));
    const input = lineSet === null ? given : { ...given, [lineSet]: lines };
    const result = validate(this.#schema, input);
    if (!result.ok) for (const issue of result.issues) this.#sayIssue(rows, issue, issues);
    return { rows, issues, input: result.ok ? result.value : input };
  }

  #sameAsHead(filled: Filled, text: string, head: BatchRow, say: (issue: RowIssue) => void): void {
    const first = textAt(filled, textsOf(head));
    if (filled.at === null || text === "" || text === first) return;
    const { label } = filled.target.field;
    say({
      column: filled.header,
      code: "HEAD_DIFFERS",
      text: {
        en: `${label.en} is “${text}” here and “${first}” on line ${head.position}, where the same record begins.`,
        zh: `${label.zh}此处为“${text}”，而同一记录首行（第 ${head.position} 行）为“${first}”。`,
      },
      value: text,
    });
  }

  #requireKey(rows: readonly BatchRow[], say: (issue: RowIssue) => void): void {
    const [first] = rows;
    if (this.#batch.lineSet === null || !first) return;
    const key = (textsOf(first)[this.#keyAt] ?? "").trim();
    const column = this.#batch.mapping.key;
    const before = key === "" ? undefined : this.#seen.get(`group ${key}`);
    if (key === "")
      say({
        column,
        code: "KEY_EMPTY",
        text: { en: `“${column}” is empty: to which record does the row belong?`, zh: `“${column}”为空，无法确定所属记录。` },
      });
    else if (before !== undefined)
      say({
        column,
        code: "KEY_APART",
        text: {
          en: `The rows of “${key}” do not stand together: others begin on line ${before}. Sort the file by this column.`,
          zh: `“${key}”的各行不相邻：另有从第 ${before} 行开始的行。请按该列排序。`,
        },
      });
    else this.#seen.set(`group ${key}`, first.position);
    if (rows.length > maxLines)
      say({
        column,
        code: "tooMany",
        text: { en: `One record has at most ${maxLines} rows.`, zh: `一条记录最多 ${maxLines} 行。` },
      });
  }

  /** Puts an issue of the validation where its cell is; what has been said of that cell already is not said again. */
  #sayIssue(
    rows: readonly BatchRow[],
    issue: { path: string; code: string; text: RowIssue["text"] },
    into: Map<number, RowIssue[]>,
  ): void {
    const { lineSet } = this.#batch;
    const [, index, name] = (lineSet !== null && new RegExp(`^${lineSet}\\.(\\d+)\\.(.+)$`).exec(issue.path)) || [];
    const row = rows[Number(index ?? 0)] ?? rows[0];
    const path = name === undefined ? issue.path : `${lineSet}.${name}`;
    const filled = this.#filled.find(({ target }) => target.path === path);
    const said = row && into.get(row.position);
    if (!said || said.some(({ column }) => filled !== undefined && column === filled.header)) return;
    const label = filled?.target.field.label;
    said.push({
      column: filled?.header ?? null,
      code: issue.code,
      text: label ? { en: `${label.en}: ${issue.text.en}`, zh: `${label.zh}：${issue.text.zh}` } : issue.text,
      value: filled ? textAt(filled, textsOf(row)).slice(0, 200) : undefined,
    });
  }

  /** Keys that stand twice in the file, or that a record there has already. */
  async #compare(checked: readonly Checked[]): Promise<void> {
    const keys = keyFields(this.#spec);
    for (const { path, column } of keys) {
      const taken =
        column === null
          ? new Set<string>()
          : await this.#taken(
              column,
              checked.flatMap(({ input }) => textIn(input[path])),
            );
      for (const { rows, input, issues } of checked) {
        const value = path
          .split("+")
          .flatMap((part) => textIn(input[part]))
          .join(" ");
        const [first] = rows;
        if (value === "" || !first) continue;
        const before = this.#seen.get(`${path} ${value}`);
        const header = this.#filled.find(({ target }) => target.path === path.split("+").at(-1))?.header ?? null;
        if (before !== undefined)
          issues.get(first.position)?.push({
            column: header,
            code: "TWICE_IN_FILE",
            text: { en: `Stands on line ${before} of the file already.`, zh: `与文件第 ${before} 行重复。` },
            value,
          });
        else this.#seen.set(`${path} ${value}`, first.position);
        if (taken.has(value))
          issues.get(first.position)?.push({
            column: header,
            code: "DUPLICATE",
            text: { en: `${value} is already taken.`, zh: `${value} 已被使用。` },
            value,
          });
      }
    }
  }

  async #taken(column: string, values: readonly string[]): Promise<Set<string>> {
    const rows = await this.#reader.sql<{ value: string }>(
      `select ${column} as value from ${tableOf(this.#batch.record)} where ${column} = any(?::text[])`,
      [values],
    );
    return new Set(rows.map(({ value }) => value));
  }
}

interface Checked {
  readonly rows: readonly BatchRow[];
  readonly input: Given;
  readonly issues: ReadonlyMap<number, RowIssue[]>;
}

const textIn = (value: unknown): string[] => (typeof value === "string" && value !== "" ? [value] : []);

/** What no two records may share: an entered number, unique fields, and of a revision the letter within what it revises. */
function keyFields(spec: AnyRecord): { path: string; column: string | null }[] {
  const unique = Object.entries(spec.fields as { [name: string]: Field }).filter(
    ([, field]) => field.unique && field.kind === "text",
  );
  return [
    ...(spec.number === "entered" ? [{ path: "number", column: "number" }] : []),
    ...unique.map(([name]) => ({ path: name, column: snake(name) })),
    ...(spec.revisionOf ? [{ path: `${spec.revisionOf}+revision`, column: null }] : []),
  ];
}
