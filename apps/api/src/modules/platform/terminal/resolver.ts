/** Binding a device to a terminal, at that device; and whether the asking one is it. */
import { randomBytes } from "node:crypto";
import type { Label, Rec } from "@lotline/schema";
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { refused } from "../../../base/error.ts";
import { objectOf } from "../../../graphql/classes.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import { permitReason } from "../../../kernel/authorize.ts";
import { tokenHash } from "../session.ts";
import type { WebRequest } from "../web-request.ts";
import { enrolDevice, lastSeen } from "./terminal.ts";

const permit = "terminal.enrol";

@Resolver(() => objectOf("Terminal"))
export class TerminalResolver {
  /** "This device is it": the browser that asks is given a secret of its own, and the terminal knows its hash. */
  @Mutation(() => Boolean)
  async enrolTerminal(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("id", () => ID) id: string,
    @Arg("version", () => Int) version: number,
  ): Promise<boolean> {
    const secret = randomBytes(32).toString("base64url");
    const device = { hash: tokenHash(secret), name: request.client.agent };
    const done = await request.command({ id: commandId, operation: "enrolTerminal", input: { id, version } }, async (tx) => {
      if (!tx.actor.permits.has(permit)) throw refused(permitReason(permit));
      return { record: "Terminal", id: (await enrolDevice(tx, id, version, device)).id };
    });
    // A command that is sent again has given its secret already; to whom, only that browser knows.
    if (done?.replayed === false) request.terminal.set(secret);
    return true;
  }

  /** Whether the device that asks is bound to it. */
  @FieldResolver(() => Boolean)
  async here(@Root() { id }: Rec<"Terminal">, @Ctx() request: WebRequest): Promise<boolean> {
    return (await request.reader()).actor.standing?.terminal?.id === id;
  }

  /** When somebody was signed in there last. */
  @FieldResolver(() => TitleLabel, { nullable: true })
  lastSeen(@Root() { id }: Rec<"Terminal">, @Ctx() request: WebRequest): Promise<Label | null> {
    return request.load("terminal lastSeen", id, async (reader, ids) => {
      const seen = await lastSeen(reader, ids);
      return ids.map((one) => seen.get(one) ?? null);
    });
  }
}
