/** The list "Set up the company", and the sets that are shipped to begin with. */
import { type StarterRecord, starterKey, starterSets } from "@lotline/schema/setup";
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { AppError, refused } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import { create } from "../../../kernel/lifecycle.ts";
import type { Tx } from "../../../kernel/tx.ts";
import type { WebRequest } from "../web-request.ts";
import { liveSince, standingsOf } from "./steps.ts";

@ObjectType()
class SetupMissing {
  @Field(() => TitleLabel) text!: TitleLabel;
  @Field(() => String, { nullable: true }) to!: string | null;
}

@ObjectType()
class SetupStepInfo {
  @Field(() => String) key!: string;
  @Field(() => Boolean) isDone!: boolean;
  /** The first of what is missing; of people only for those who may read role grants. */
  @Field(() => [SetupMissing]) missing!: readonly SetupMissing[];
  @Field(() => Int) missingCount!: number;
}

@ObjectType()
class CompanySetup {
  @Field(() => [SetupStepInfo]) steps!: readonly SetupStepInfo[];
  /** The rule by which the QA head has signed the go-live, and its first day. */
  @Field(() => String, { nullable: true }) liveRule!: string | null;
  @Field(() => String, { nullable: true }) liveFrom!: string | null;
}

@ObjectType()
class SetupProgress {
  @Field(() => Int) done!: number;
  @Field(() => Int) all!: number;
  /** The first step that is not done. */
  @Field(() => String, { nullable: true }) next!: string | null;
}

const shown = 8;
// Each a sentence; the report has all of them with what stands for them.
const shownStaffing = 3;
const aboutPeople = new Set(["people", "roles", "staffing"]);

@Resolver()
export class SetupResolver {
  @Query(() => CompanySetup)
  async companySetup(@Ctx() request: WebRequest): Promise<CompanySetup> {
    const reader = await request.reader();
    const mayPeople = reader.actor.permits.has("grant.read");
    const live = await liveSince(reader);
    const steps = (await standingsOf(reader)).map(({ step: { key }, isDone, missing }) => ({
      key,
      isDone,
      missing: aboutPeople.has(key) && !mayPeople ? [] : missing.slice(0, key === "staffing" ? shownStaffing : shown),
      missingCount: missing.length,
    }));
    return { steps, liveRule: live?.number ?? null, liveFrom: live?.from ?? null };
  }

  /** How far it is, for Home; null in the demo company and once the go-live is signed. */
  @Query(() => SetupProgress, { nullable: true })
  async setupProgress(@Ctx() request: WebRequest): Promise<SetupProgress | null> {
    const reader = await request.reader();
    if (request.installation.demo || (await liveSince(reader))) return null;
    const steps = await standingsOf(reader);
    return {
      done: steps.filter(({ isDone }) => isDone).length,
      all: steps.length,
      next: steps.find(({ isDone }) => !isDone)?.step.key ?? null,
    };
  }

  /** Makes chosen rows of a starter set as records of the person, all or none. @returns how many */
  @Mutation(() => Int)
  async takeStarter(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("record", () => String) record: string,
    @Arg("keys", () => [String]) keys: readonly string[],
    @Arg("site", () => ID, { nullable: true }) site?: string,
  ): Promise<number> {
    if (!Object.hasOwn(starterSets, record)) throw new AppError("NOT_FOUND");
    const name = record as StarterRecord;
    const rows = starterSets[name].filter((row) => keys.includes(starterKey(row)));
    if (rows.length === 0) throw refused({ code: "NOTHING_CHOSEN", text: { en: "Nothing is chosen.", zh: "未选择任何项目。" } });
    await request.command({ id: commandId, operation: `takeStarter${name}`, input: { keys, site: site ?? null } }, async (tx) => {
      const at = name === "Location" ? await siteOf(tx, site) : undefined;
      let last = "";
      for (const row of rows) {
        const input = at && "number" in row ? { ...row, site: at.id, number: `${at.number}-${row.number}` } : row;
        last = (await create(tx, name, input)).id;
      }
      return { record: name, id: last };
    });
    return rows.length;
  }
}

async function siteOf(tx: Tx, site: string | undefined) {
  if (site) return tx.get("Site", site);
  throw refused({
    code: "SITE_MISSING",
    text: { en: `${specOf("Location").plural.en} belong to a site; choose one.`, zh: "库位属于场所，请选择场所。" },
  });
}
