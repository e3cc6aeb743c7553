/** Signing keys as records: asked for, confirmed by a second administrator, carried out by the server that holds the key file. */
import { because, type Label, type Rec } from "@lotline/schema";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Reader } from "../../../base/context.ts";
import { refused } from "../../../base/error.ts";
import type { ListColumn } from "../../../base/list-column.ts";
import { objectOf } from "../../../graphql/classes.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Request } from "../../../read/request.ts";

const inFuture = because(
  "REVOKED_IN_FUTURE",
  "A key is revoked from a moment that has passed; for later it would still be believed.",
  "吊销时刻须为已过去的时间。",
);
const beforeUse = because(
  "REVOKED_BEFORE_USE",
  "The key was not in use then; choose a moment since it was.",
  "该时刻密钥尚未启用，请选择启用之后的时刻。",
);

export const keyBehaviour = behaviour({
  record: "SigningKey",
  actions: {
    confirmReplacement: { effect: async (tx, key) => tx.emit("key.replacement", { key: key.id }) },
    prepare: { effect: async (tx, key, { nextKeyId }) => tx.update("SigningKey", key, { nextKeyId }) },
    retire: { effect: async (tx, key) => tx.update("SigningKey", key, { until: tx.now }) },
    revoke: {
      effect: async (tx, key, { from }) => {
        const moment = new Date(from);
        tx.require([...(moment > tx.now ? [inFuture] : []), ...(moment < key.since ? [beforeUse] : [])]);
        if (Number.isNaN(moment.getTime())) throw refused(inFuture);
        tx.update("SigningKey", key, { revokedFrom: moment });
        tx.emit("key.revoked", { key: key.id });
      },
    },
  },
});

/** How much each key has signed: the answer to what must be looked at when it is lost. */
async function signedBy(reader: Reader, ids: readonly string[]): Promise<Map<string, Label>> {
  const rows = await reader.sql<{ id: string; signatures: number; seals: number }>(
    `select k.id, (select count(*) from signature s where s.key_id = k.key_id)::int as signatures,
       (select count(*) from audit.seal s where s.key_id = k.key_id)::int as seals
     from signing_key k where k.id = any(?::bigint[])`,
    [ids],
  );
  return new Map(
    rows.map(({ id, signatures, seals }) => [
      id,
      { en: `signatures: ${signatures}, seals: ${seals}`, zh: `签名 ${signatures}，封存 ${seals}` },
    ]),
  );
}

@Resolver(() => objectOf("SigningKey"))
export class SigningKeyResolver {
  @FieldResolver(() => TitleLabel, { nullable: true })
  signed(@Root() { id }: Rec<"SigningKey">, @Ctx() request: Request): Promise<Label | null> {
    return request.load("signed with a key", id, async (reader, ids) => {
      const found = await signedBy(reader, ids);
      return ids.map((key) => found.get(key) ?? null);
    });
  }
}

export const keyColumns: readonly ListColumn[] = [{ record: "SigningKey", name: "signed", load: signedBy }];
