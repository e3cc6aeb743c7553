/** How a device is packed: from the smallest sales unit outwards, each package with its own DI, its content and its base units. */
import { type Label, label } from "../kit/label.ts";

/** A package as it is written down: what lies in it, and how many of that. */
export interface PackRow {
  readonly level: string;
  readonly di: string;
  readonly quantity: number;
  readonly containedDi: string;
}

export interface PackLevel extends PackRow {
  /** Smallest sales units in it: the product of the quantities down to them. */
  readonly baseUnits: number;
  /** 1 for a package of sales units, 2 for one of such packages … */
  readonly depth: number;
}

/** What is wrong with a row, by its place and its box. */
export interface PackFault {
  readonly row: number;
  readonly field: "level" | "di" | "quantity" | "containedDi";
  readonly code: string;
  readonly text: Label;
}

export interface PackTree {
  /** Those that lead down to the sales unit, the inner ones first. */
  readonly levels: readonly PackLevel[];
  readonly faults: readonly PackFault[];
}

const mostBaseUnits = 1_000_000_000;

/** Reads the packages of a device: every level with its base units, and everything that keeps them from being a tree. */
export function packTree(primaryDi: string, rows: readonly PackRow[]): PackTree {
  const inner = new Map(rows.map((row) => [row.di, row]));
  const levels: PackLevel[] = [];
  const faults = rows.flatMap((row, index): PackFault[] => [
    ...rowFaults(primaryDi, row, index, rows),
    ...chainFaults(primaryDi, row, index, inner),
  ]);
  for (const row of inner.values()) {
    const chain = chainOf(primaryDi, row, inner);
    if (!chain.complete) continue;
    const baseUnits = chain.rows.reduce((units, { quantity }) => units * quantity, 1);
    levels.push({ ...row, baseUnits, depth: chain.rows.length });
  }
  levels.sort((a, b) => a.depth - b.depth || a.baseUnits - b.baseUnits || (a.di < b.di ? -1 : 1));
  return { levels, faults };
}

interface Chain {
  readonly rows: readonly PackRow[];
  /** It ends at the smallest sales unit. */
  readonly complete: boolean;
  /** The first DI that comes a second time. */
  readonly ring?: string;
}

/** The packages inside one another, from this one down. */
function chainOf(primaryDi: string, from: PackRow, inner: ReadonlyMap<string, PackRow>): Chain {
  const rows: PackRow[] = [];
  const seen = new Set<string>();
  for (let row: PackRow | undefined = from; row; row = inner.get(row.containedDi)) {
    if (seen.has(row.di)) return { rows, complete: false, ring: row.di };
    seen.add(row.di);
    rows.push(row);
    if (row.containedDi === primaryDi) return { rows, complete: true };
  }
  return { rows, complete: false };
}

const fault = (row: number, field: PackFault["field"], code: string, en: string, zh: string): PackFault => ({
  row,
  field,
  code,
  text: label(en, zh),
});

function rowFaults(primaryDi: string, row: PackRow, index: number, rows: readonly PackRow[]): PackFault[] {
  const { di, quantity, containedDi, level } = row;
  const earlier = rows.slice(0, index);
  const found: PackFault[] = [];
  if (!Number.isInteger(quantity) || quantity < 1)
    found.push(
      fault(
        index,
        "quantity",
        "PACK_QUANTITY",
        "A package holds a whole number of at least 1.",
        "包装内数量须为不小于 1 的整数。",
      ),
    );
  if (di === primaryDi)
    found.push(
      fault(
        index,
        "di",
        "PACK_DI_PRIMARY",
        `${di} is the primary DI; a package has its own.`,
        `${di} 是最小销售单元标识，包装须有自己的标识。`,
      ),
    );
  if (di === containedDi)
    found.push(fault(index, "containedDi", "PACK_OF_ITSELF", `${di} cannot contain itself.`, `${di} 不能包含自身。`));
  if (earlier.some((other) => other.di === di))
    found.push(fault(index, "di", "PACK_DI_TWICE", `${di} is used for two packages.`, `${di} 用于两个包装。`));
  const twin = earlier.find((other) => other.di !== di && other.containedDi === containedDi && other.quantity === quantity);
  if (twin && twin.level === level)
    found.push(
      fault(
        index,
        "di",
        "PACK_LEVEL_TWICE",
        `${level} of ${quantity} × ${containedDi} has the DI ${twin.di} already: one DI for each level and quantity.`,
        `${level}（${quantity} × ${containedDi}）已有标识 ${twin.di}：同一级别和数量只用一个标识。`,
      ),
    );
  return found;
}

function chainFaults(primaryDi: string, row: PackRow, index: number, inner: ReadonlyMap<string, PackRow>): PackFault[] {
  if (row.di === row.containedDi || row.di === primaryDi) return [];
  if (row.containedDi !== primaryDi && !inner.has(row.containedDi))
    return [
      fault(
        index,
        "containedDi",
        "PACK_CONTAINED_UNKNOWN",
        `${row.containedDi} is neither the primary DI nor a package of this record.`,
        `${row.containedDi} 既不是最小销售单元标识，也不是本记录的包装。`,
      ),
    ];
  const chain = chainOf(primaryDi, row, inner);
  if (chain.ring === row.di)
    return [
      fault(
        index,
        "containedDi",
        "PACK_CYCLE",
        `The package would contain itself: ${[...chain.rows.map(({ di }) => di), row.di].join(" → ")}.`,
        `包装将包含自身：${[...chain.rows.map(({ di }) => di), row.di].join(" → ")}。`,
      ),
    ];
  if (chain.complete && chain.rows.reduce((units, { quantity }) => units * quantity, 1) > mostBaseUnits)
    return [
      fault(
        index,
        "quantity",
        "PACK_TOO_MANY",
        `It would hold more than ${mostBaseUnits.toLocaleString("en")} sales units.`,
        `所含最小销售单元超过 ${mostBaseUnits.toLocaleString("en")}。`,
      ),
    ];
  return [];
}
