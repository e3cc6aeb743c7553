import {
  because,
  type Issue,
  type New,
  type Reason,
  type Rec,
  type RecordName,
  readAddress,
  readView,
  withOwnColumns,
  writeAddress,
  writeView,
} from "@lotline/schema";
import { attributesOf } from "../../base/attributes.ts";
import type { Actor, Reader } from "../../base/context.ts";
import { invalid, refused } from "../../base/error.ts";
import { specOf } from "../../base/names.ts";
import { knownRecord } from "../../derive/entity.ts";
import { permitReason } from "../../kernel/authorize.ts";
import { behaviour } from "../../kernel/behaviour.ts";
import type { Tx } from "../../kernel/tx.ts";

const sharing = "view.share";

const issue = (path: string, code: string, en: string, zh: string): Issue => ({ path, code, text: { en, zh } });

/** The record type that a view is of. @throws for a name that is none, and for a list the person may not read */
function listOf(actor: Actor, recordType: string): RecordName {
  if (!knownRecord(recordType))
    throw invalid(issue("recordType", "recordType", `There is no list of ${recordType}.`, `没有 ${recordType} 列表。`));
  const { read } = specOf(recordType);
  if (!actor.permits.has(read)) throw refused(permitReason(read));
  // It is in the registry.
  return recordType as RecordName;
}

/** The address as the browser would write it. @throws naming every part that the list does not know */
async function checkedAddress(reader: Reader, record: RecordName, address: string): Promise<string> {
  const search = readAddress(address);
  const spec = withOwnColumns(specOf(record), await attributesOf(reader, record), search);
  const { view, faults } = readView(spec, search);
  if (faults.length > 0)
    throw invalid(
      ...faults.map((fault) =>
        issue("address", "view", `This part of the view is not understood: ${fault}`, `无法识别视图中的这一部分：${fault}`),
      ),
    );
  return writeAddress(writeView(spec, view));
}

/** What others see is changed by holders of the permit only, whoever made it. */
const sharedReasons = (view: Rec<"SavedView">, { actor }: Reader): Reason[] =>
  view.audience === "private" || actor.permits.has(sharing)
    ? []
    : [
        because(
          "VIEW_SHARED",
          `Others use this view; changing it needs the permit ${sharing}. Save yours under another name.`,
          `该视图已共享，更改须有权限 ${sharing}；可另存为您自己的视图。`,
          "SavedView",
          view.number,
        ),
      ];

const notAuthor = because(
  "VIEW_OF_ANOTHER",
  "Only who made a view makes it private: it would be gone for everybody else.",
  "仅创建人可取消共享，否则他人将无法再看到该视图。",
);

/** Saved views: private when made; shared, locked and voided by their actions. */
export const savedViewBehaviour = behaviour({
  record: "SavedView",
  beforeCreate: async (tx, given) => {
    const record = listOf(tx.actor, given.recordType);
    Object.assign(given, { audience: "private", address: await checkedAddress(tx, record, given.address ?? "") });
  },
  beforeEdit: async (tx, view, changes) => {
    tx.require(sharedReasons(view, tx));
    if (changes.address !== undefined)
      changes.address = await checkedAddress(tx, listOf(tx.actor, view.recordType), changes.address ?? "");
  },
  actions: {
    share: {
      effect: async (tx, view, { audience, role }) => {
        if (audience === "role" && !role)
          throw invalid(issue("role", "required", "Which role shall see it?", "请选择可见的角色。"));
        const audienceRole = audience === "role" ? (role ?? null) : null;
        const stays = view.createdBy === tx.actor.id || audienceRole === null || tx.actor.roles.includes(audienceRole);
        tx.require(
          stays
            ? []
            : [
                because(
                  "VIEW_OUT_OF_SIGHT",
                  "You do not hold this role and would no longer see the view, which somebody else made.",
                  "您没有该角色，共享后您将看不到此视图（由他人创建）。",
                ),
              ],
        );
        tx.update("SavedView", view, { audience, audienceRole });
      },
    },
    keepPrivate: {
      guard: (view, { actor }) => (view.createdBy === actor.id ? [] : [notAuthor]),
      effect: async (tx, view) => tx.update("SavedView", view, { audience: "private", audienceRole: null }),
    },
    void: { guard: sharedReasons },
  },
});

const slotOf = ({ recordType, audience, audienceRole }: New<"DefaultView">, person: string): string =>
  [recordType, audience, ...(audience === "role" ? [audienceRole] : audience === "private" ? [person] : [])].join(":");

/** A view that others shall open with is one that they can see. */
async function requireUsable(tx: Tx, of: Pick<Rec<"DefaultView">, "recordType" | "audience" | "audienceRole">, id: string) {
  const view = await tx.get("SavedView", id);
  const seen =
    of.audience === "private" ||
    view.audience === "everyone" ||
    (of.audience === "role" && view.audience === "role" && view.audienceRole === of.audienceRole);
  tx.require([
    ...(view.recordType === of.recordType && view.state !== "voided"
      ? []
      : [because("VIEW_NOT_OF_LIST", "This view is not one of this list.", "该视图不属于此列表。", "SavedView", view.number)]),
    ...(seen
      ? []
      : [
          because(
            "VIEW_NOT_SHARED",
            "They do not see this view: share it with them first.",
            "对方看不到该视图，请先共享。",
            "SavedView",
            view.number,
          ),
        ]),
  ]);
}

/** The view a list opens with: one's own choice freely, that of a role or of everyone with the permit to share. */
export const defaultViewBehaviour = behaviour({
  record: "DefaultView",
  beforeCreate: async (tx, given) => {
    listOf(tx.actor, given.recordType);
    if ((given.audience === "role") !== ((given.audienceRole ?? null) !== null))
      throw invalid(
        issue("audienceRole", "required", "A role goes with a default for a role.", "角色默认视图须指定角色，其他不填。"),
      );
    if (given.audience !== "private" && !tx.actor.permits.has(sharing)) throw refused(permitReason(sharing));
    given.slot = slotOf(given, tx.actor.id);
    if (given.view) await requireUsable(tx, { ...given, audienceRole: given.audienceRole ?? null }, given.view);
  },
  beforeEdit: async (tx, saved, changes) => {
    if (saved.audience !== "private" && !tx.actor.permits.has(sharing)) throw refused(permitReason(sharing));
    if (changes.view) await requireUsable(tx, saved, changes.view);
  },
});
