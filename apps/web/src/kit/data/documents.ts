/** The documents of the kit's screens, parsed once each; their text is built in @lotline/schema/documents. */
import type { RecordName } from "@lotline/schema";
import * as text from "@lotline/schema/documents";
import { type DocumentNode, parse } from "graphql";

export { lineSets, pluralOf } from "@lotline/schema/documents";

const memo = new Map<string, DocumentNode>();
function parsed(source: string): DocumentNode {
  const known = memo.get(source);
  if (known) return known;
  const made = parse(source, { noLocation: true });
  memo.set(source, made);
  return made;
}

export const listDocument = (name: RecordName, extra?: string): DocumentNode => parsed(text.listDocument(name, extra));
export const groupsDocument = (name: RecordName): DocumentNode => parsed(text.groupsDocument(name));
export const totalsDocument = (name: RecordName): DocumentNode => parsed(text.totalsDocument(name));
export const findDocument = (name: RecordName): DocumentNode => parsed(text.findDocument(name));
export const byIdDocument = (name: RecordName): DocumentNode => parsed(text.byIdDocument(name));
export const oneDocument = (name: RecordName, extra?: string): DocumentNode => parsed(text.oneDocument(name, extra));
export const asOfDocument = (name: RecordName): DocumentNode => parsed(text.asOfDocument(name));
export const timelineDocument = (name: RecordName): DocumentNode => parsed(text.timelineDocument(name));
export const versionsDocument = (name: RecordName): DocumentNode => parsed(text.versionsDocument(name));
export const compareDocument = (name: RecordName): DocumentNode => parsed(text.compareDocument(name));
export const asOfListDocument = (name: RecordName): DocumentNode => parsed(text.asOfListDocument(name));
export const createDocument = (name: RecordName): DocumentNode => parsed(text.createDocument(name));
export const editDocument = (name: RecordName): DocumentNode => parsed(text.editDocument(name));
export const actionDocument = (name: RecordName, action: string): DocumentNode => parsed(text.actionDocument(name, action));
