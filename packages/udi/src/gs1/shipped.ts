/** The table of identifiers that comes with the package, made ready when it is first needed. */
import data from "../data/gs1-ai-table.json" with { type: "json" };
import { AiTable, type AiTableData } from "./table.ts";

let table: AiTable | undefined;

/** The shipped table: release of the GS1 Syntax Dictionary in `release`. */
export function gs1Table(): AiTable {
  table ??= new AiTable(data as AiTableData);
  return table;
}
