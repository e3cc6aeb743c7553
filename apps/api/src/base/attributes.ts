import { type Attribute, attributesAmong } from "@lotline/schema";
import type { Reader } from "./context.ts";
import { specOf } from "./names.ts";

/** The attributes of a record as the rules in force define them, withdrawn ones included. */
export async function attributesOf(reader: Reader, record: string): Promise<readonly Attribute[]> {
  return specOf(record).attributes ? attributesAmong(record, await reader.rule("attribute")) : [];
}

/** What those who store values by a definition share and who changes a definition has alone, until the transaction ends. */
export const attributeLock = (record: string): string => `attributes ${record}`;
