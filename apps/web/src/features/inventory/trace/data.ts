/** What the trace asks for, and the picture made of it: lots, orders and customers with their links. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import type { Label } from "@lotline/schema";
import { type Failure, failureOf } from "../../../kit/failure.ts";
import { type MovementPage, movementFields } from "../lot/lot-row.ts";
import { atCustomers } from "../lot/movements.ts";
import { addUp, micros } from "../strip/amounts.ts";
import { type Totals, totalsFields } from "../strip/totals.ts";
import type { TraceEdge, TraceNode } from "./graph.ts";

export const directions = ["both", "forward", "backward"] as const;
export type Direction = (typeof directions)[number];

interface Named {
  readonly id: string;
  readonly number: string;
  readonly title: Label;
}
export interface ItemRef extends Named {
  readonly unit: { readonly symbol: string } | null;
}
interface AnswerNode {
  readonly id: string;
  readonly kind: "LOT" | "EVENT" | "ITEM";
  readonly number: string;
  readonly level: number | null;
  readonly isRoot: boolean;
  readonly onHold: boolean;
  readonly lots: number;
  readonly event: string | null;
  readonly record: string | null;
  readonly state: string | null;
  readonly item: ItemRef | null;
}
export interface AnswerEdge extends TraceEdge {
  readonly quantity: string;
  readonly lots: number;
}
export interface TraceRow {
  readonly level: number;
  readonly lots: number;
  readonly item: ItemRef | null;
  readonly totals: Totals;
}
export interface TraceLot {
  readonly lot: {
    readonly id: string;
    readonly number: string;
    readonly state: string;
    readonly supplierLot: string | null;
    readonly supplier: Named | null;
    readonly item: ItemRef;
  } | null;
  readonly totals: Totals;
}
export interface TraceCustomer {
  readonly customer: Named | null;
  readonly item: ItemRef | null;
  readonly lots: number;
  readonly shipped: string;
  readonly returned: string;
  readonly inTransit: string;
}
export interface Trace {
  readonly complete: boolean;
  readonly hidden: number;
  readonly visited: number;
  readonly snapshot: string;
  readonly elapsedMs: number;
  readonly roots: readonly { readonly id: string; readonly number: string }[];
  readonly rows: readonly TraceRow[];
  readonly lots: { readonly rows: readonly TraceLot[]; readonly hasNextPage: boolean };
  readonly customers: readonly TraceCustomer[] | null;
  readonly graph: { readonly complete: boolean; readonly nodes: readonly AnswerNode[]; readonly edges: readonly AnswerEdge[] };
}

const item = "item { id number title { en zh } unit { id symbol } }";

export const traceQuery: TypedDocumentNode<{ trace: Trace }, { text: string; direction: string }> = gql`
  query trace($text: String!, $direction: TraceDirection!) {
    trace(text: $text, direction: $direction) {
      complete hidden visited snapshot elapsedMs
      roots { id number }
      rows { level lots ${item} totals { ${totalsFields} } }
      lots(first: 500) { hasNextPage rows { lot { id number state supplierLot supplier { id number title { en zh } } ${item} } totals { ${totalsFields} } } }
      customers { customer { id number title { en zh } } ${item} lots shipped returned inTransit }
      graph { complete nodes { id kind number level isRoot onHold lots event record state ${item} } edges { from to quantity lots } }
    }
  }
`;

interface Shipped {
  readonly lots: { readonly edges: readonly { readonly node: { readonly id: string; readonly movements: MovementPage } }[] };
}
/** Lots whose customers are drawn, each by its own ledger; with more of them the list of customers alone tells it. */
export const mostShipped = 60;

export const shippedQuery: TypedDocumentNode<Shipped, { numbers: readonly string[] }> = gql`
  query traceShipped($numbers: [String!]!) {
    lots(filter: { number: { in: $numbers } }, first: ${mostShipped}) { edges { node { id number movements(first: 199) { ${movementFields} } } } }
  }
`;

export interface Why {
  readonly posting: string;
  readonly kind: string;
  readonly record: string;
  readonly number: string;
  readonly quantity: string;
  readonly at: string;
  readonly person: Named | null;
}
export const whyQuery: TypedDocumentNode<{ why: readonly Why[] }, { from: string; to: string }> = gql`
  query traceWhy($from: ID!, $to: ID!) {
    why: traceWhy(from: $from, to: $to) { posting kind record number quantity at person { id number title { en zh } } }
  }
`;

/** A node as it is drawn and told. */
export interface PictureNode extends TraceNode {
  readonly number: string;
  /** What stands below the code. */
  readonly quantity: string | undefined;
  readonly unit: string | undefined;
  readonly title: Label | undefined;
  readonly state: string | undefined;
  readonly onHold: boolean;
  /** How many lots it stands for. */
  readonly lots: number;
  readonly event: string | undefined;
  readonly record: string | undefined;
  readonly supplierLot: string | undefined;
  readonly supplier: Label | undefined;
  readonly totals: Totals | undefined;
  /** Something of it is not accounted for. */
  readonly off: boolean;
}
export interface PictureEdge extends TraceEdge {
  readonly quantity: string;
  readonly unit: string | undefined;
  readonly lots: number;
}
export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

const nothing = {
  title: undefined,
  state: undefined,
  onHold: false,
  lots: 1,
  event: undefined,
  record: undefined,
  supplierLot: undefined,
  supplier: undefined,
  totals: undefined,
  quantity: undefined,
  unit: undefined,
  off: false,
};

function nodeOf(node: AnswerNode, lots: ReadonlyMap<string, TraceLot>, rows: readonly TraceRow[]): PictureNode {
  const found = lots.get(node.id);
  const unit = node.item?.unit?.symbol;
  const head = {
    ...nothing,
    id: node.id,
    kind: node.kind,
    number: node.number,
    level: node.level ?? 0,
    isRoot: node.isRoot,
    lots: node.lots,
  };
  if (node.kind === "EVENT") return { ...head, event: node.event ?? undefined, record: node.record ?? undefined };
  if (node.kind === "ITEM") {
    const made = addUp(rows.filter((row) => row.item?.id === node.item?.id).map(({ totals }) => totals.made));
    return { ...head, title: node.item?.title, unit, quantity: made };
  }
  return {
    ...head,
    unit,
    title: node.item?.title,
    state: node.state ?? undefined,
    onHold: node.onHold,
    totals: found?.totals,
    quantity: found?.totals.made,
    ...{
      supplierLot: found?.lot?.supplierLot ?? undefined,
      supplier: found?.lot?.supplier?.title,
      off: found !== undefined && micros(found.totals.unaccounted) !== 0n,
    },
  };
}

/** Joins the answer and the ledgers of what was shipped into one picture; customers stand at the far right. */
export function pictureOf(trace: Trace, shipped: Shipped | undefined): Picture {
  const lots = new Map(trace.lots.rows.flatMap((row) => (row.lot ? [[row.lot.id, row] as const] : [])));
  const nodes = trace.graph.nodes.map((node) => nodeOf(node, lots, trace.rows));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges: PictureEdge[] = trace.graph.edges.map((edge) => ({
    ...edge,
    unit: byId.get(edge.from)?.unit ?? byId.get(edge.to)?.unit,
  }));
  const last = Math.max(0, ...nodes.map(({ level }) => level));
  const customers = new Map<string, PictureNode>();
  for (const { node } of shipped?.lots.edges ?? []) {
    const lot = byId.get(node.id);
    if (!lot) continue;
    for (const { customer, delivered, inTransit } of atCustomers(node.movements.rows)) {
      const id = `c${customer.number}`;
      const quantity = addUp([delivered, inTransit]);
      const before = customers.get(id);
      // Quantities of different units are never added up.
      const total =
        before === undefined
          ? quantity
          : before.unit === lot.unit && before.quantity !== undefined
            ? addUp([before.quantity, quantity])
            : undefined;
      customers.set(id, {
        ...nothing,
        id,
        kind: "CUSTOMER",
        level: last + 1,
        isRoot: false,
        number: customer.number,
        title: customer.title,
        record: "Customer",
        unit: lot.unit,
        quantity: total,
      });
      edges.push({ from: lot.id, to: id, quantity, unit: lot.unit, lots: 1 });
    }
  }
  return { nodes: [...nodes, ...customers.values()], edges };
}

export interface TraceAnswer {
  readonly trace: Trace | undefined;
  readonly picture: Picture | undefined;
  readonly failure: Failure | undefined;
  readonly loading: boolean;
  readonly again: () => void;
}

/** Reads a trace; nothing is asked before something was entered. */
export function useTrace(text: string, direction: Direction): TraceAnswer {
  const { data, error, loading, refetch } = useQuery(traceQuery, {
    variables: { text, direction: direction.toUpperCase() },
    skip: text === "",
    fetchPolicy: "no-cache",
  });
  const trace = text === "" ? undefined : data?.trace;
  const numbers =
    !trace || direction === "backward" || !trace.customers
      ? []
      : trace.lots.rows.flatMap(({ lot, totals }) =>
          lot && (micros(totals.shipped) !== 0n || micros(totals.inTransit) !== 0n) ? [lot.number] : [],
        );
  const draws = numbers.length > 0 && numbers.length <= mostShipped && trace?.graph.complete === true;
  const shipped = useQuery(shippedQuery, { variables: { numbers }, skip: !draws, fetchPolicy: "no-cache" });
  const ready = trace && (!draws || shipped.data || shipped.error);
  return {
    trace,
    picture: ready ? pictureOf(trace, draws ? shipped.data : undefined) : undefined,
    failure: error && failureOf(error),
    loading,
    again: () => void refetch().catch(() => undefined),
  };
}
