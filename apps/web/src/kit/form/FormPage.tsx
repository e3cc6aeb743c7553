/** The pages of create and edit. A layout registered for the record takes the place of the kit's. */
import type { AnyRecord, RecordName } from "@lotline/schema";
import { registry } from "@lotline/schema";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useAttributes } from "../data/attributes.ts";
import type { Row } from "../data/row.ts";
import { useFeature, useLazy } from "../feature.tsx";
import { usePicked } from "../field/usePicked.ts";
import { useTell } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { Code } from "../mark/Text.tsx";
import { isRecordName, listPath, recordOfSlug, recordPath } from "../path.ts";
import { useRecord } from "../record/useRecord.ts";
import { useSession } from "../session.tsx";
import { EmptyState, ErrorState, Skeleton } from "../states.tsx";
import { useBegun } from "./begun.ts";
import css from "./form.module.css";
import { RecordForm } from "./RecordForm.tsx";

/** Create; the address may give first values: /purchase-order/new?supplier=3. Longer ones come with the step to it (`begunWith`). */
export function CreatePage() {
  const { record } = useParams({ from: "/$record/new" });
  const name = recordOfSlug(record);
  return name ? <Create key={name} name={name} /> : null;
}

function Create({ name }: { name: RecordName }) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const tell = useTell();
  const record: AnyRecord = registry[name];
  const given = useGiven(name);
  const layout = useLazy(useFeature(name).form);
  const own = useAttributes(name);
  if (own.failure) return <ErrorState failure={own.failure} onRetry={own.again} />;
  if (!given || layout.loading || own.loading) return <Skeleton rows={6} />;
  return (
    <div className={css.page}>
      <h1>{t("form.new", { label: say(record.label) })}</h1>
      <RecordForm
        name={name}
        mode="create"
        row={undefined}
        attributes={own.attributes}
        given={given}
        layout={layout.component}
        onSaved={(number) => {
          tell(`${say(record.label)} ${number}: ${t("form.saved")}`);
          void navigate({ to: recordPath(name, number) });
        }}
        onCancel={() => void navigate({ to: listPath(name) })}
      />
    </div>
  );
}

/** First values: the person's site, and references named in the address by their id. */
function useGiven(name: RecordName): Readonly<Record<string, unknown>> | undefined {
  const search = useSearch({ strict: false });
  const begun = useBegun();
  const { session } = useSession();
  const record: AnyRecord = registry[name];
  const named = Object.entries(search).flatMap(([key, value]) => {
    const field = Object.hasOwn(record.fields, key) ? record.fields[key] : undefined;
    return field && typeof value === "string"
      ? [
          {
            key,
            value,
            isJson: field.kind === "json",
            target: field.kind === "ref" && isRecordName(field.target) ? field.target : undefined,
          },
        ]
      : [];
  });
  // One reference is what links give; further ones are picked by the person.
  const reference = named.find(({ target }) => target !== undefined);
  const picked = usePicked(reference?.target ?? "Site", reference?.target ? [reference.value] : []);
  const ready = !reference || picked.has(reference.value);
  const texts = named.filter(({ target }) => !target);
  const key = JSON.stringify([reference, texts, ready]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: key stands for what the address gives and has been read
  return useMemo(
    () =>
      ready
        ? {
            site: session.sites[0],
            ...begun,
            ...Object.fromEntries(texts.map((entry) => [entry.key, entry.isJson ? parsed(entry.value) : entry.value])),
            ...(reference ? { [reference.key]: picked.get(reference.value) } : {}),
          }
        : undefined,
    [key, begun, session.sites],
  );
}

/** A structured value of the address; what is no JSON is left to the person. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function EditPage() {
  const { record, number } = useParams({ from: "/$record/$number/edit" });
  const name = recordOfSlug(record);
  return name ? <Edit key={`${name} ${number}`} name={name} number={number} /> : null;
}

function Edit({ name, number }: { name: RecordName; number: string }) {
  const { t, say } = useWords();
  const { row, failure, again } = useRecord(name, number);
  const label = say(registry[name].label);
  if (failure) return <ErrorState failure={failure} onRetry={again} />;
  if (row === undefined) return <Skeleton rows={6} />;
  if (row === null) return <EmptyState title={t("record.notFound", { label, number })} hint={t("record.notFoundHint")} />;
  return <EditLoaded name={name} number={number} row={row} />;
}

function EditLoaded({ name, number, row }: { name: RecordName; number: string; row: Row }) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const tell = useTell();
  const layout = useLazy(useFeature(name).form);
  const label = say(registry[name].label);
  const own = useAttributes(name);
  const back = () => void navigate({ to: recordPath(name, number) });
  if (own.failure) return <ErrorState failure={own.failure} onRetry={own.again} />;
  if (layout.loading || own.loading) return <Skeleton rows={6} />;
  return (
    <div className={css.page}>
      <h1>
        {t("form.edit", { label })} <Code>{number}</Code>
      </h1>
      <RecordForm
        name={name}
        mode="edit"
        row={row}
        attributes={own.attributes}
        given={none}
        layout={layout.component}
        onSaved={() => {
          tell(`${label} ${number}: ${t("form.saved")}`);
          back();
        }}
        onProposed={back}
        onCancel={back}
      />
    </div>
  );
}

const none = {};
