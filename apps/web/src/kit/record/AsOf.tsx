/** The record as it was at a moment, read from the audit trail; the moment stands in the address. */
import { useQuery } from "@apollo/client/react";
import { type AnyRecord, type Field, type Fields, isAttributePath, type RecordName, registry } from "@lotline/schema";
import { Popover, TextInput } from "@mantine/core";
import { IconClockRecord } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, type SubmitEvent, useState } from "react";
import { Button } from "../Button.tsx";
import { useNow, useZone } from "../clock.tsx";
import { useShown } from "../data/attributes.ts";
import { asOfDocument } from "../data/documents.ts";
import { textOf } from "../data/row.ts";
import { failureOf } from "../failure.ts";
import { formatInstant, inZone, readZoned } from "../format.ts";
import { useWords } from "../lang.tsx";
import { StatusWord } from "../mark/StatusWord.tsx";
import { EmptyState, ErrorState, Skeleton } from "../states.tsx";
import { ChangeValue } from "./ChangeValue.tsx";
import { fieldGroups } from "./groups.ts";
import type { Image } from "./in-force.ts";
import { RevisionsThen } from "./Revisions.tsx";
import css from "./record.module.css";

/** Asks for the moment, or leads back to now. */
export function AsOfControl() {
  const { t } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const navigate = useNavigate();
  const search = useSearch({ from: "/$record/$number" });
  const [open, setOpen] = useState(false);
  const at = search.asOf;
  const today = inZone(now, zone);
  const [text, setText] = useState(at ? formatInstant(at, zone) : `${today?.date ?? ""} 00:00`);
  const instant = readZoned(text, zone);
  const go = (asOf: string | undefined) => {
    setOpen(false);
    void navigate({ to: ".", search: asOf ? { asOf } : {} });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (instant) go(instant);
  };
  if (at) return <Button onClick={() => go(undefined)}>{t("record.asOfNow")}</Button>;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={260} trapFocus returnFocus>
      <Popover.Target>
        <Button look="quiet" icon={IconClockRecord} data-tour="asOf" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("record.asOf")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("record.asOf")}>
        <form onSubmit={submit} className={css.asOfForm}>
          <TextInput
            label={t("record.asOfAt")}
            placeholder="2026-07-15 12:00"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={instant === undefined}
            data-autofocus
          />
          <Button type="submit" look="primary" disabled={instant === undefined}>
            {t("do.open")}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

interface Images {
  readonly record: { readonly id: string; readonly asOf: Image | null; readonly other?: Image | null } | null;
}

/** The record at a moment; beside it, when asked for, what each field held at another one. */
export function AsOfView({ name, number, at }: { name: RecordName; number: string; at: string }) {
  const { t, say } = useWords();
  const zone = useZone();
  const { to } = useSearch({ from: "/$record/$number" });
  const { data, error, refetch } = useQuery<Images>(asOfDocument(name), {
    variables: { number, at, to: to ?? at, compared: to !== undefined },
    fetchPolicy: "no-cache",
  });
  if (error) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data) return <Skeleton rows={8} />;
  const image = data.record?.asOf;
  if (!image) return <EmptyState title={t("record.asOfNothing")} />;
  const { label, states } = registry[name];
  const state = textOf(image.state);
  const stateLabel = (states as AnyRecord["states"])?.[state];
  return (
    <>
      <p className={css.banner} role="status">
        {t("record.asOfBanner", { label: say(label), number, time: formatInstant(at, zone, true) })}
        <span>
          {state && <StatusWord name={state} record={name} label={stateLabel ? say(stateLabel) : state} />}{" "}
          {t("word.version", { n: textOf(image.version) })}
        </span>
      </p>
      <Compare key={to} />
      <Fieldsets name={name} image={image} other={to === undefined ? undefined : (data.record?.other ?? {})} to={to}>
        {data.record && <RevisionsThen name={name} id={data.record.id} at={at} />}
      </Fieldsets>
    </>
  );
}

/** Asks for the second moment; it stands in the address beside the first. */
function Compare() {
  const { t } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const navigate = useNavigate();
  const search = useSearch({ from: "/$record/$number" });
  const [text, setText] = useState(formatInstant(search.to ?? new Date(now).toISOString(), zone));
  const instant = readZoned(text, zone);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (instant) void navigate({ to: ".", search: { ...search, to: instant } });
  };
  return (
    <form onSubmit={submit} className={css.compare}>
      <TextInput
        label={t("record.asOfCompare")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={instant === undefined}
      />
      <Button type="submit" disabled={instant === undefined}>
        {t("record.asOfCompareDo")}
      </Button>
    </form>
  );
}

/** The fields by their groups; with an `other` image what differs is marked and its other value stands beside. */
function Fieldsets({
  name,
  image,
  other,
  to,
  children,
}: {
  name: RecordName;
  image: Image;
  other: Image | undefined;
  to: string | undefined;
  children: ReactNode;
}) {
  const { t } = useWords();
  const zone = useZone();
  const fields: Fields = useShown(name).fields;
  const own = Object.keys(fields).filter((field) => isAttributePath(field) && (field in image || field in (other ?? {})));
  const groups = [
    ...fieldGroups(registry[name]),
    ...(own.length > 0 ? [{ key: "own", word: "record.ownFields" as const, names: own }] : []),
  ].map((group) => ({ ...group, names: group.names.filter((field) => field in fields) }));
  const differs = (field: string) => other !== undefined && (image[field] ?? null) !== (other[field] ?? null);
  const count = groups.flatMap((group) => group.names.filter(differs)).length;
  return (
    <>
      {to !== undefined && (
        <p role="status" className={css.compared}>
          {t("record.asOfDiffer", { n: count, time: formatInstant(to, zone) })}
        </p>
      )}
      <div className={css.groups}>
        {groups.map((group) => (
          <section key={group.key} className={css.group} aria-label={t(group.word)}>
            <div className={css.groupHead}>
              <h2>{t(group.word)}</h2>
            </div>
            <dl>
              {group.names.map((field) => (
                <AsOfLine
                  key={field}
                  field={fields[field]}
                  value={image[field] ?? null}
                  other={differs(field) ? (other?.[field] ?? null) : undefined}
                />
              ))}
            </dl>
          </section>
        ))}
        {children}
      </div>
    </>
  );
}

function AsOfLine({ field, value, other }: { field: Field | undefined; value: string | null; other: string | null | undefined }) {
  const { t, say } = useWords();
  const shown = (text: string | null) =>
    text === null && field?.masked === undefined ? "–" : <ChangeValue field={field} value={text} />;
  return (
    <div className={css.line} data-differs={other !== undefined || undefined}>
      <dt>{field && say(field.label)}</dt>
      <dd>
        {shown(value)}
        {other !== undefined && (
          <>
            {" "}
            <span className={css.then}>{t("record.asOfLater")}</span> <strong>{shown(other)}</strong>
          </>
        )}
      </dd>
    </div>
  );
}
