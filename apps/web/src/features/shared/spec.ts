import { type AnyRecord, registry } from "@lotline/schema";
import { isRecordName } from "../../kit/path.ts";

/** The record file of a name that the server told; a page that is older than the server may not know it. */
export const specOf = (name: string): AnyRecord | undefined => (isRecordName(name) ? registry[name] : undefined);
