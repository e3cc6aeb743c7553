/** The record as it was at a moment, read from the audit trail; the moment stands in the address. */
import { useQuery } from "@apollo/client/react";
import { type AnyRecord, type Fields, isAttributePath, type RecordName, registry } from "@lotline/schema";
import { TextInput } from "@mantine/core";
import { IconClockRecord } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, type SubmitEvent, useState } from "react";
import { Button, ButtonLink } from "../Button.tsx";
import { useNow, useZone } from "../clock.tsx";
import { useShown } from "../data/attributes.ts";
import { asOfDocument } from "../data/documents.ts";
import { textOf } from "../data/row.ts";
import { failureOf } from "../failure.ts";
import { type PastProps, useFeature, useLazy } from "../feature.tsx";
import { formatInstant, inZone, readZoned } from "../format.ts";
import { useWords } from "../lang.tsx";
import { StatusWord } from "../mark/StatusWord.tsx";
import { Popover } from "../Popup.tsx";
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
  const at = search.asOf;
  const today = inZone(now, zone);
  const [text, setText] = useState(at ? formatInstant(at, zone) : `${today?.date ?? ""} 00:00`);
  const instant = readZoned(text, zone);
  const go = (asOf: string | undefined) => void navigate({ to: ".", search: asOf ? { asOf } : {} });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (instant) go(instant);
  };
  if (at) return <Button onClick={() => go(undefined)}>{t("record.asOfNow")}</Button>;
  return (
    <Popover
      label={t("record.asOf")}
      position="bottom-end"
      width={260}
      target={
        <Button look="quiet" icon={IconClockRecord} data-tour="asOf">
          {t("record.asOf")}
        </Button>
      }
    >
      {() => (
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
      )}
    </Popover>
  );
}

interface Images {
  readonly record: { readonly id: string; readonly asOf: Image | null } | null;
}

/** The record at a moment. */
export function AsOfView({ name, number, at }: { name: RecordName; number: string; at: string }) {
  const { t, say } = useWords();
  const zone = useZone();
  const { data, error, refetch } = useQuery<Images>(asOfDocument(name), {
    variables: { number, at },
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
          <ButtonLink to="." search={{ from: at }}>
            {t("version.compare")}
          </ButtonLink>
        </span>
      </p>
      <Fieldsets name={name} image={image}>
        {data.record && <RevisionsThen name={name} id={data.record.id} at={at} />}
      </Fieldsets>
      {data.record && <Past name={name} id={data.record.id} at={at} />}
    </>
  );
}

/** What its own page shows of then. */
function Past(props: PastProps) {
  const { component: Own } = useLazy(useFeature(props.name).past);
  return Own ? <Own {...props} /> : null;
}

/** The fields by their groups. */
function Fieldsets({ name, image, children }: { name: RecordName; image: Image; children: ReactNode }) {
  const { t, say } = useWords();
  const fields: Fields = useShown(name).fields;
  const own = Object.keys(fields).filter((field) => isAttributePath(field) && field in image);
  const groups = [
    ...fieldGroups(registry[name]),
    ...(own.length > 0 ? [{ key: "own", word: "record.ownFields" as const, names: own }] : []),
  ].map((group) => ({ ...group, names: group.names.filter((field) => field in fields) }));
  return (
    <div className={css.groups}>
      {groups.map((group) => (
        <section key={group.key} className={css.group} aria-label={t(group.word)}>
          <div className={css.groupHead}>
            <h2>{t(group.word)}</h2>
          </div>
          <dl>
            {group.names.map((field) => (
              <div key={field} className={css.line}>
                <dt>{fields[field] && say(fields[field].label)}</dt>
                <dd>
                  {(image[field] ?? null) === null && fields[field]?.masked === undefined ? (
                    "–"
                  ) : (
                    <ChangeValue field={fields[field]} value={image[field] ?? null} />
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {children}
    </div>
  );
}
