/** What is special about device records, for those who check, export and show them: loaded apart from the record files. */
export type { DiTrigger, UdiApplicability, UdiPublication } from "../platform/index.ts";
export {
  type Asked,
  type Database,
  type DeviceField,
  type DeviceRow,
  deviceFieldLabel,
  deviceFields,
  type Missing,
  missingFields,
} from "./device-fields.ts";
export { type Touched, touchedTriggers } from "./di-trigger.ts";
export { type PackFault, type PackLevel, type PackRow, type PackTree, packTree } from "./pack-tree.ts";
export {
  type PublicationQuestion,
  type PublicationRules,
  type PublicationStatus,
  type PublicationVerdict,
  publicationCheck,
} from "./publication.ts";
