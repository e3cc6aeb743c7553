import { performance } from "node:perf_hooks";
import { Arg, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root, registerEnumType } from "type-graphql";
import { notFound } from "../../../base/error.ts";
import { knownRecord } from "../../../derive/entity.ts";
import { objectOf } from "../../../graphql/classes.ts";
import { DecimalScalar, InstantScalar, instantOf } from "../../../graphql/scalars.ts";
import type { Request } from "../../../read/request.ts";
import { customersOf } from "./customers.ts";
import { graphOf } from "./graph.ts";
import { recordRoot, type TraceRoot } from "./root.ts";
import { type Direction, type Trace, traceSummary } from "./summary.ts";
import { totalsByLot, totalsOf } from "./totals.ts";
import { StockTotals, totalsInfo } from "./totals-info.ts";
import { whyOf } from "./why.ts";

// Registered here, before the schema is built: inside a field's thunk it would be too late.
const directions = { FORWARD: "FORWARD", BACKWARD: "BACKWARD", BOTH: "BOTH" } as const;
registerEnumType(directions, { name: "TraceDirection" });

@ObjectType("TraceRow")
class TraceRowInfo {
  @Field(() => objectOf("Item"), { nullable: true }) item!: object | null;
  @Field(() => Int) level!: number;
  @Field(() => Int) lots!: number;
  @Field(() => StockTotals) totals!: StockTotals;
}

@ObjectType()
class TraceLot {
  @Field(() => objectOf("Lot"), { nullable: true }) lot!: object | null;
  @Field(() => StockTotals) totals!: StockTotals;
}

@ObjectType()
class TraceLotPage {
  @Field(() => [TraceLot]) rows!: readonly TraceLot[];
  @Field(() => Boolean) hasNextPage!: boolean;
  @Field(() => ID, { nullable: true }) endCursor!: string | null;
}

@ObjectType("TraceCustomer")
class TraceCustomerInfo {
  @Field(() => objectOf("Customer"), { nullable: true }) customer!: object | null;
  @Field(() => objectOf("Item"), { nullable: true }) item!: object | null;
  @Field(() => Int) lots!: number;
  @Field(() => DecimalScalar) shipped!: string;
  @Field(() => DecimalScalar) returned!: string;
  @Field(() => DecimalScalar) inTransit!: string;
}

@ObjectType("TraceNode")
class TraceNodeInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) kind!: string;
  @Field(() => String) number!: string;
  @Field(() => objectOf("Item"), { nullable: true }) item!: object | null;
  @Field(() => String, { nullable: true }) state!: string | null;
  @Field(() => Boolean) onHold!: boolean;
  @Field(() => String, { nullable: true }) event!: string | null;
  @Field(() => String, { nullable: true }) record!: string | null;
  @Field(() => Int) lots!: number;
  @Field(() => Int, { nullable: true }) level!: number | null;
  @Field(() => Boolean) isRoot!: boolean;
}

@ObjectType("TraceEdge")
class TraceEdgeInfo {
  @Field(() => ID) from!: string;
  @Field(() => ID) to!: string;
  @Field(() => DecimalScalar) quantity!: string;
  @Field(() => Int) lots!: number;
}

@ObjectType("TraceGraph")
class TraceGraphInfo {
  @Field(() => Boolean) complete!: boolean;
  @Field(() => [TraceNodeInfo]) nodes!: readonly TraceNodeInfo[];
  @Field(() => [TraceEdgeInfo]) edges!: readonly TraceEdgeInfo[];
}

@ObjectType()
class TraceReason {
  @Field(() => ID) posting!: string;
  @Field(() => String) kind!: string;
  @Field(() => String) record!: string;
  @Field(() => String) number!: string;
  @Field(() => DecimalScalar) quantity!: string;
  @Field(() => objectOf("Person"), { nullable: true }) person!: object | null;
  @Field(() => InstantScalar) at!: Date;
}

/** The answer; its heavier parts are read when they are asked for. */
@ObjectType("Trace")
class TraceInfo {
  /** Nothing is left out: every lot reached is at a site that the reader may see. */
  @Field(() => Boolean) complete!: boolean;
  @Field(() => Int) hidden!: number;
  @Field(() => Int) visited!: number;
  @Field(() => InstantScalar) snapshot!: Date;
  @Field(() => InstantScalar, { nullable: true }) asOf!: Date | null;
  @Field(() => Int) elapsedMs!: number;
  @Field(() => [objectOf("Lot")]) roots!: readonly object[];
  @Field(() => [TraceRowInfo]) rows!: readonly TraceRowInfo[];
  trace!: Trace;
}

const mostLots = 500;

/** The trace of a lot, a supplier's lot or a document, both ways. */
@Resolver(() => TraceInfo)
export class TraceResolver {
  @Query(() => TraceInfo)
  async trace(
    @Ctx() request: Request,
    @Arg("direction", () => directions, { defaultValue: "BOTH" }) direction: string,
    @Arg("text", () => String, { nullable: true }) text?: string,
    @Arg("record", () => String, { nullable: true }) record?: string,
    @Arg("id", () => ID, { nullable: true }) id?: string,
    @Arg("asOf", () => InstantScalar, { nullable: true }) asOf?: string,
  ): Promise<TraceInfo> {
    const reader = await request.mayRead("Lot");
    const begun = performance.now();
    const root = rootOf(text, record, id);
    // The enumeration above has exactly these values.
    const trace = await traceSummary(reader, root, direction as Direction, asOf == null ? null : instantOf("asOf", asOf));
    if (trace.roots.length === 0) throw notFound(record ?? "Lot", text ?? id ?? "");
    const elapsedMs = Math.round(performance.now() - begun);
    const roots = await Promise.all(trace.roots.filter((node) => !node.startsWith("-")).map((lot) => request.row("Lot", lot)));
    return {
      trace,
      elapsedMs,
      asOf: trace.asOf,
      hidden: trace.hidden,
      visited: trace.visited,
      complete: trace.hidden === 0,
      snapshot: reader.now,
      roots: roots.filter((lot) => lot !== null),
      rows: await Promise.all(
        trace.rows.map(async ({ item, level, lots, byType, ...totals }) => ({
          level,
          lots,
          totals: totalsInfo(totals, byType),
          item: await request.row("Item", item),
        })),
      ),
    };
  }

  @FieldResolver(() => TraceLotPage)
  async lots(
    @Root() { trace }: TraceInfo,
    @Ctx() request: Request,
    @Arg("item", () => ID, { nullable: true }) item?: string,
    @Arg("first", () => Int, { nullable: true }) first?: number,
    @Arg("after", () => ID, { nullable: true }) after?: string,
  ): Promise<TraceLotPage> {
    const limit = Math.min(Math.max(first ?? 100, 1), mostLots);
    const all = [...new Set(trace.sides.flatMap((side) => side.lots))];
    const page = { item: item ?? null, after: after ?? null, limit: limit + 1, asOf: trace.asOf };
    const found = await totalsByLot(await request.reader(), all, page);
    const rows = await Promise.all(
      found
        .slice(0, limit)
        .map(async ({ lot, byType }) => ({ lot: await request.row("Lot", lot), totals: totalsInfo(totalsOf(byType), byType) })),
    );
    return { rows, hasNextPage: found.length > limit, endCursor: found.slice(0, limit).at(-1)?.lot ?? null };
  }

  /** Who got how much; null for a reader who may not see customers. */
  @FieldResolver(() => [TraceCustomerInfo], { nullable: true })
  async customers(@Root() { trace }: TraceInfo, @Ctx() request: Request): Promise<TraceCustomerInfo[] | null> {
    const reader = await request.reader();
    if (!reader.actor.permits.has("customer.read")) return null;
    const lots = [
      ...new Set(trace.sides.filter(({ side }) => side === "forward" || trace.sides.length === 1).flatMap((side) => side.lots)),
    ];
    const rows = await customersOf(reader, lots, trace.asOf);
    return Promise.all(
      rows.map(async (row) => ({
        ...row,
        customer: await request.row("Customer", row.customer),
        item: await request.row("Item", row.item),
      })),
    );
  }

  @FieldResolver(() => TraceGraphInfo)
  async graph(@Root() { trace }: TraceInfo, @Ctx() request: Request): Promise<TraceGraphInfo> {
    const graph = await graphOf(await request.reader(), trace);
    return {
      ...graph,
      nodes: await Promise.all(graph.nodes.map(async (node) => ({ ...node, item: await request.row("Item", node.item) }))),
    };
  }

  /** Why two nodes of the graph are joined. */
  @Query(() => [TraceReason])
  async traceWhy(
    @Ctx() request: Request,
    @Arg("from", () => ID) from: string,
    @Arg("to", () => ID) to: string,
  ): Promise<TraceReason[]> {
    const rows = await whyOf(await request.mayRead("Lot"), from, to);
    return Promise.all(rows.map(async (row) => ({ ...row, person: await request.row("Person", row.person) })));
  }
}

function rootOf(text?: string, record?: string, id?: string): TraceRoot {
  if (text !== undefined && text.trim() !== "") return { text };
  if (record !== undefined && id !== undefined && knownRecord(record) && /^[1-9]\d{0,17}$/.test(id))
    return recordRoot(record, id);
  throw notFound(record ?? "Lot", id ?? "");
}
