/** The body of a record's page, between its reasons and its timeline: its own layout or the kit's, and what stands with every record. */
import { type AnyRecord, registry } from "@lotline/schema";
import { lazy, Suspense } from "react";
import { ownNames, useAttributes } from "../data/attributes.ts";
import { useFeature, useLazy } from "../feature.tsx";
import { useWords } from "../lang.tsx";
import { useMay } from "../session.tsx";
import { Skeleton } from "../states.tsx";
import { Attachments } from "./Attachments.tsx";
import { Comments } from "./Comments.tsx";
import { FieldList } from "./FieldList.tsx";
import { fieldGroups } from "./groups.ts";
import { LineTables } from "./LineTables.tsx";
import { Links } from "./Related.tsx";
import { RelatedRecords } from "./RelatedRecords.tsx";
import { Revisions } from "./Revisions.tsx";
import css from "./record.module.css";
import type { RecordLayoutProps } from "./types.ts";

const OpenChanges = lazy(() => import("./OpenChanges.tsx"));
const Approvals = lazy(() => import("./Approvals.tsx"));

/** All of a record below its head: approvals, its layout, links, files, comments. */
export function RecordBody(props: RecordLayoutProps) {
  const { name, row, again } = props;
  const { layout, related } = useFeature(name);
  const own = useLazy(layout);
  const readsChanges = useMay()(registry.MasterChange.read);
  if (own.loading) return <Skeleton rows={8} />;
  const Layout = own.component ?? DefaultBody;
  const record: AnyRecord = registry[name];
  return (
    <>
      {record.edit?.approved && readsChanges && (
        <Suspense>
          <OpenChanges name={name} id={row.id} />
        </Suspense>
      )}
      {row.approvals && row.approvals.length > 0 && (
        <Suspense>
          <Approvals name={name} rounds={row.approvals} />
        </Suspense>
      )}
      <Layout {...props} />
      <OwnFields {...props} />
      <Revisions name={name} id={row.id} />
      {related && <RelatedRecords related={related} id={row.id} />}
      <Links links={row.links} />
      <Attachments name={name} row={row} again={again} />
      <Comments name={name} row={row} again={again} />
    </>
  );
}

/** What the customer's rules add to the record: what it may have, and what it has of withdrawn ones. */
function OwnFields({ name, row }: RecordLayoutProps) {
  const { t } = useWords();
  const { attributes } = useAttributes(name);
  const names = ownNames(registry[name], attributes, row);
  return names.length === 0 ? null : (
    <div className={css.groups}>
      <FieldList name={name} row={row} title={t("record.ownFields")} names={names} />
    </div>
  );
}

/** The kit's own body: groups of fields in two columns, then the child rows. `without`: fields that the page tells elsewhere. */
export function DefaultBody({ name, row, without = [] }: RecordLayoutProps & { without?: readonly string[] }) {
  const { t } = useWords();
  const groups = fieldGroups(registry[name])
    .map((group) => ({ ...group, names: group.names.filter((field) => !without.includes(field)) }))
    .filter(({ names }) => names.length > 0);
  return (
    <>
      <div className={css.groups}>
        {groups.map((group) => (
          <FieldList key={group.key} name={name} row={row} title={t(group.word)} names={group.names} />
        ))}
      </div>
      <LineTables name={name} row={row} />
    </>
  );
}
