import { distribution } from "./distribution/index.ts";
import { document } from "./document/index.ts";
import { governance } from "./governance/index.ts";
import { inventory } from "./inventory/index.ts";
import {
  type ActionNameOf,
  defineRegistry,
  type InputOf,
  type LineNameOf,
  type LineOf,
  type NewLineOf,
  type NewOf,
  type RecOf,
} from "./kit/index.ts";
import { label as labelArea } from "./label/index.ts";
import { master } from "./master/index.ts";
import { platform } from "./platform/index.ts";
import { procurement } from "./procurement/index.ts";
import { production } from "./production/index.ts";
import { quality } from "./quality/index.ts";

export { copyLanguage, copyScope, legalHoldScope } from "./governance/index.ts";
export * from "./insight/index.ts";
export {
  countReason,
  fefoObstacle,
  lotEventKind,
  mostMovementGroups,
  movementKind,
  readSerials,
  writeSerials,
} from "./inventory/index.ts";
export * from "./kit/index.ts";
export { labelPlaceholders, labelText } from "./label/index.ts";
export {
  converted,
  deviceKind,
  deviceMarket,
  issuingAgency,
  mrSafety,
  outsideTypes,
  productCategory,
  productLicences,
  publication,
  type Ratio,
  rxOtc,
  type StorageTerms,
  skipLotRule,
  storageFits,
  storageRange,
  storageWords,
  udiList,
  yesNo,
} from "./master/index.ts";
export {
  type MessageName,
  type MessageSpec,
  messages,
  type NoticeChannel,
  noticeChannels,
  noticeLimits,
  type PayloadOf,
  usualDigestHour,
} from "./messages.ts";
export * from "./platform/index.ts";

/** The areas, lowest first: a lower one never imports a higher one. */
export const areas = [
  "platform",
  "document",
  "master",
  "inventory",
  "label",
  "quality",
  "procurement",
  "production",
  "distribution",
  "governance",
  "insight",
] as const;

/** Every record type of the house, by name. */
export const registry = defineRegistry({
  ...platform,
  ...document,
  ...master,
  ...inventory,
  ...labelArea,
  ...quality,
  ...procurement,
  ...production,
  ...distribution,
  ...governance,
});

export type RecordName = keyof typeof registry;
/** A record as the server sees it; references are ids. */
export type Rec<N extends RecordName> = RecOf<typeof registry, N>;
export type New<N extends RecordName> = NewOf<typeof registry, N>;
export type LineName<N extends RecordName> = LineNameOf<typeof registry, N>;
export type Line<N extends RecordName, K extends LineName<N>> = LineOf<typeof registry, N, K>;
export type NewLine<N extends RecordName, K extends LineName<N>> = NewLineOf<typeof registry, N, K>;
export type ActionName<N extends RecordName> = ActionNameOf<typeof registry, N>;
export type ActionInputOf<N extends RecordName, A extends ActionName<N>> = InputOf<typeof registry, N, A>;

const names = Object.keys(registry);

/** The fixed order in which records are locked: lots, then the other types as the areas stand. */
export const recordOrder = (name: string): number => (name === "Lot" ? -1 : names.indexOf(name));
