/** Administration: what may be set, its present value in words, since when and by whom approved, and what waits for approval. */
import { useQuery } from "@apollo/client/react";
import { ruleMeanings } from "@lotline/schema/rule-meanings";
import { Link } from "@tanstack/react-router";
import { Suspense } from "react";
import { ButtonLink } from "../../../kit/Button.tsx";
import { useNow, useZone } from "../../../kit/clock.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { formatInstant, inZone } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { newPath, recordPath } from "../../../kit/path.ts";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { useMay } from "../../../kit/session.tsx";
import { ErrorState } from "../../../kit/states.tsx";
import { beginningOf, shippedKeys } from "../rule/forms.ts";
import { type Setting, settingsQuery } from "../rule/settings.ts";
import { contentWords, keyWords } from "../rule/words.ts";
import css from "./admin.module.css";
import { type AdminEntry, adminEntries, topics } from "./entries.ts";

export default function AdminPage() {
  const { t, say } = useWords();
  const may = useMay();
  const { data, error, refetch } = useQuery(settingsQuery, {
    variables: {},
    skip: !may("rule.read"),
    fetchPolicy: "network-only",
  });
  const shown = adminEntries.filter(({ permit }) => permit === undefined || may(permit));
  const waiting = (data?.ruleSettings ?? []).filter(({ coming }) => coming.length > 0);
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("admin.title")}</h1>
        <p>{t("admin.intro")}</p>
      </header>
      {error && <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />}
      {waiting.length > 0 && (
        <section className={css.topic} aria-label={t("admin.waiting")}>
          <h2>{t("admin.waiting")}</h2>
          <Values settings={waiting} />
        </section>
      )}
      {Object.entries(topics).map(([topic, label]) => {
        const entries = shown.filter((entry) => entry.topic === topic);
        return (
          entries.length > 0 && (
            <section key={topic} className={css.topic} aria-label={say(label)}>
              <h2>{say(label)}</h2>
              <div className={css.links}>
                {entries.flatMap((entry) => (entry.rules || entry.more ? [] : [<Head key={entry.to} entry={entry} />]))}
              </div>
              {entries.flatMap((entry) =>
                entry.rules || entry.more ? [<Entry key={say(entry.label)} entry={entry} settings={data?.ruleSettings} />] : [],
              )}
            </section>
          )
        );
      })}
    </div>
  );
}

/** So many values stand open; more are folded. */
const few = 6;

function Head({ entry: { label, about, to, search } }: { entry: AdminEntry }) {
  const { say } = useWords();
  return (
    <div>
      <h3>
        <Link to={to} {...(search ? { search } : {})}>
          {say(label)}
        </Link>
      </h3>
      <p>{say(about)}</p>
    </div>
  );
}

/** `settings` none: they are not read yet, or not for this person. */
function Entry({ entry, settings }: { entry: AdminEntry; settings: readonly Setting[] | undefined }) {
  const { t } = useWords();
  const may = useMay();
  const { rules = [], more: More } = entry;
  const mine =
    settings &&
    withShipped(
      settings.filter(({ ruleName }) => rules.includes(ruleName)),
      rules,
    );
  return (
    <article className={css.entry}>
      <div className={css.head}>
        <Head entry={entry} />
        {rules.length > 0 && may("rule.propose") && (
          <ButtonLink to={newPath("Rule")} search={rules.length === 1 ? { ruleName: rules[0] } : {}}>
            {t("admin.propose")}
          </ButtonLink>
        )}
      </div>
      {mine && mine.length > few && (
        <details>
          <summary>{t("admin.values", { n: mine.length })}</summary>
          <Values settings={mine} />
        </details>
      )}
      {mine && mine.length > 0 && mine.length <= few && <Values settings={mine} />}
      {More && (
        <Suspense>
          <More />
        </Suspense>
      )}
      {rules.length > 0 && mine?.length === 0 && <p className={css.quiet}>{t("admin.nothing")}</p>}
    </article>
  );
}

/** What a firm has not set follows the record files: shown as well, so that nobody has to know them. */
function withShipped(settings: readonly Setting[], rules: readonly string[]): readonly Setting[] {
  const own = rules.flatMap((ruleName) =>
    shippedKeys(ruleName)
      .filter((key) => !settings.some((one) => one.ruleName === ruleName && one.key === key))
      .map((key): Setting => ({ ...unset, ruleName, key, content: beginningOf(ruleName, key) })),
  );
  return own.length === 0 ? settings : [...settings, ...own].sort((a, b) => (a.ruleName + a.key < b.ruleName + b.key ? -1 : 1));
}

const unset = { number: null, validFrom: null, citation: null, approvedBy: null, approvedAt: null, coming: [] } as const;

function Values({ settings }: { settings: readonly Setting[] }) {
  const { t } = useWords();
  return (
    <div className={css.scroll}>
      <table className={css.values}>
        <thead>
          <tr>
            <th scope="col">{t("admin.what")}</th>
            <th scope="col">{t("admin.value")}</th>
            <th scope="col">{t("admin.since")}</th>
            <th scope="col">{t("admin.approved")}</th>
            <th scope="col">{t("admin.coming")}</th>
          </tr>
        </thead>
        <tbody>
          {settings.map((setting) => (
            <Value key={`${setting.ruleName} ${setting.key}`} of={setting} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ of }: { of: Setting }) {
  const { t, say } = useWords();
  const may = useMay();
  const zone = useZone();
  const today = inZone(useNow(), zone)?.date ?? "";
  const meaning = ruleMeanings[of.ruleName];
  const words = of.content === null || of.content === undefined ? null : contentWords(of.ruleName, of.key, of.content, today);
  return (
    <tr>
      <td>
        {meaning ? say(meaning) : of.ruleName}
        {of.key !== "default" && <strong className={css.key}> {say(keyWords(of.ruleName, of.key))}</strong>}
      </td>
      <td className={css.said}>
        {words ? say(words) : of.content === null && t("admin.notYet")}{" "}
        {of.number && (
          <Link to={recordPath("Rule", of.number)} aria-label={`${t("admin.version")} ${of.number}`}>
            <Code>{of.number}</Code>
          </Link>
        )}
      </td>
      <td>{of.validFrom}</td>
      <td>
        {of.approvedBy
          ? `${say(of.approvedBy)} ${formatInstant(of.approvedAt, zone).slice(0, 10)}`
          : of.content !== null && t("admin.shipped")}
      </td>
      <td>
        {of.coming.map(({ number, state, validFrom }) => (
          <div key={number} className={css.coming}>
            <StatusGlyph name={state === "draft" ? "circleHalf" : "circle"} tone="wait" />
            <Link to={recordPath("Rule", number)}>
              <Code>{number}</Code>
            </Link>
            {t(state === "draft" ? "admin.draft" : "admin.from", { date: validFrom })}
          </div>
        ))}
        {of.coming.length === 0 && may("rule.propose") && (
          <Link to={newPath("Rule")} search={{ ruleName: of.ruleName, key: of.key }}>
            {t("admin.change")}
          </Link>
        )}
      </td>
    </tr>
  );
}
