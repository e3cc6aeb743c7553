/** What a scanned code means here: its elements, the records it names, and why what it stands for may not be used. */
import { type Label, type Reason, type RecordName, registry } from "@lotline/schema";
import { type Problem, wordsOf } from "@lotline/udi";
import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import { longestScan, readScan, type Scan, type ScanElements } from "../../../base/scan.ts";
import { plainFields } from "../../../graphql/classes.ts";
import { DateScalar } from "../../../graphql/scalars.ts";
import { ReasonInfo, TitleLabel } from "../../../graphql/shared-types.ts";
import type { Request } from "../../../read/request.ts";
import { SearchHit } from "../../platform/index.ts";
import { lookUp, unfit } from "./look-up.ts";

@ObjectType(plainFields)
class ScanProblem {
  @Field(() => String) code!: string;
  @Field(() => TitleLabel) text!: Label;
  /** Where in the code, from 0. */
  @Field(() => Int) position!: number;
}

@ObjectType(plainFields)
class ScanAnswer {
  /** How the code is called in a sentence: its lot, else its serial number, else its product, else itself. */
  @Field(() => String) code!: string;
  /** elements, code or unreadable. */
  @Field(() => String) kind!: Scan["kind"];
  @Field(() => String, { nullable: true }) agency?: string;
  @Field(() => String, { nullable: true }) di?: string;
  @Field(() => String, { nullable: true }) lot?: string;
  @Field(() => String, { nullable: true }) serial?: string;
  @Field(() => DateScalar, { nullable: true }) expiresOn?: string;
  /** Why nothing of it was used. */
  @Field(() => [ScanProblem]) problems!: readonly ScanProblem[];
  @Field(() => [SearchHit]) hits!: readonly SearchHit[];
  /** Why what was scanned may not be used, or is not what the code says. */
  @Field(() => [ReasonInfo]) reasons!: readonly Reason[];
}

const isRecord = (name: string | undefined): name is RecordName => name !== undefined && Object.hasOwn(registry, name);

const told = (problem: Problem): ScanProblem => ({ code: problem.code, text: wordsOf(problem), position: problem.position });

@Resolver()
export class ScanResolver {
  /** Resolves what was scanned; with `record` only records of that type are meant. Nothing is written. */
  @Query(() => ScanAnswer)
  async scanned(
    @Ctx() request: Request,
    @Arg("text", () => String) text: string,
    @Arg("record", () => String, { nullable: true }) record?: string,
  ): Promise<ScanAnswer> {
    const reader = await request.reader();
    const scan = readScan(text.slice(0, longestScan + 1));
    const nothing = { code: scan.text.slice(0, 100), kind: scan.kind, problems: [], hits: [], reasons: [] };
    if (scan.kind === "unreadable") return { ...nothing, problems: scan.problems.map(told) };
    const hits = await lookUp(reader, scan, isRecord(record) ? record : undefined);
    const reasons = await unfit(reader, scan, hits);
    if (scan.kind === "code") return { ...nothing, hits, reasons };
    return { ...nothing, ...shown(scan.elements), code: nameOf(scan.elements, scan.text), agency: scan.agency, hits, reasons };
  }
}

const nameOf = ({ lot, serial, di, sscc }: ScanElements, text: string): string =>
  lot ?? serial ?? di ?? sscc ?? text.slice(0, 100);

/** Dates only where the day is known. */
const shown = ({ di, lot, serial, expiresOn }: ScanElements) => ({
  di,
  lot,
  serial,
  expiresOn: expiresOn?.length === 10 ? expiresOn : undefined,
});
