/** A file of a database, read back beside its record. */
import type { Issue, Label } from "@lotline/schema";
import { Arg, Ctx, Field, ObjectType, Query, Resolver } from "type-graphql";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import type { Request } from "../../../read/request.ts";
import { readBack } from "./files.ts";

@ObjectType()
class FileIssue {
  @Field(() => String) path!: string;
  @Field(() => TitleLabel) text!: Label;
}

@ObjectType()
class FileDifference {
  @Field(() => String) field!: string;
  @Field(() => TitleLabel) label!: Label;
  @Field(() => TitleLabel) ours!: Label;
  @Field(() => TitleLabel) theirs!: Label;
}

@ObjectType()
class DeviceReadBack {
  @Field(() => [FileIssue]) issues!: readonly Pick<Issue, "path" | "text">[];
  @Field(() => [FileDifference]) differences!: readonly FileDifference[];
  /** JSON: what the file says, as the form of a new record takes it. */
  @Field(() => String) values!: string;
}

@Resolver()
export class DeviceFiles {
  /** What a file of a database says: held against the record of this number, or of a device that has none yet. */
  @Query(() => DeviceReadBack)
  async readDeviceFile(
    @Arg("format", () => String) format: string,
    @Arg("text", () => String) text: string,
    @Ctx() request: Request,
    @Arg("number", () => String, { nullable: true }) number?: string,
  ): Promise<DeviceReadBack> {
    const reader = await request.mayRead("DeviceRecord");
    const { issues, differences, data } = await readBack(reader, number ?? null, format, text);
    return { issues, differences, values: JSON.stringify(data) };
  }
}
