/** What is special about device records, for those who check, export and show them: loaded apart from the record files. */
export { type PackFault, type PackLevel, type PackRow, type PackTree, packTree } from "./pack-tree.ts";
