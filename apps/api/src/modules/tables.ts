import type { EntitySchema } from "@mikro-orm/core";
import { inventoryTables } from "./inventory/tables.ts";
import { platformTables } from "./platform/tables.ts";
import { qualityTables } from "./quality/tables.ts";

/** Tables of the areas that are not records: ledgers, readings, sessions. */
// biome-ignore lint/suspicious/noExplicitAny: entity schemas of every shape
export const areaTables = (): EntitySchema<any, any, any>[] => [...platformTables(), ...inventoryTables(), ...qualityTables()];
