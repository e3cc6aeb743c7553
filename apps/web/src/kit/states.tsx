/** What a screen shows when there is nothing, nothing yet, or something went wrong. */
import { IconCopy, IconRefresh } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "./Button.tsx";
import { connection, useLost } from "./connection.ts";
import { codeOf, diagnosticsText } from "./diagnostics.ts";
import type { Failure } from "./failure.ts";
import { useWords } from "./lang.tsx";
import { StatusGlyph } from "./mark/StatusGlyph.tsx";
import { Code, Hidden } from "./mark/Text.tsx";
import { ReasonList } from "./ReasonList.tsx";
import css from "./states.module.css";

/** Why the place is empty, and what can be done about it. */
export function EmptyState({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className={css.empty}>
      <svg className={css.line} width={72} height={14} viewBox="0 0 72 14" aria-hidden>
        <line x1={0} y1={7} x2={72} y2={7} strokeDasharray="3 4" />
        <circle cx={36} cy={7} r={5.2} />
      </svg>
      <p className={css.title}>{title}</p>
      {hint && <p className={css.hint}>{hint}</p>}
      {children && <div className={css.actions}>{children}</div>}
    </div>
  );
}

/** A failure in plain words, with its code, another try and the text to send to support. */
export function ErrorState({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    const text = diagnosticsText(failure, new Date(), {
      path: location.pathname,
      search: location.search,
      language: document.documentElement.lang,
      browser: navigator.userAgent,
      window: `${innerWidth}×${innerHeight}`,
      lost: connection.lost,
    });
    void navigator.clipboard?.writeText(text).then(() => setCopied(true));
  };
  return (
    <div className={css.error} role="alert">
      <p className={css.title}>
        <StatusGlyph name="triangleAlert" tone="no" /> {t("fail.title")}
      </p>
      <FailureText failure={failure} />
      {failure.kind !== "internal" && <p className={css.hint}>{t("fail.code", { code: codeOf(failure) })}</p>}
      <div className={css.actions}>
        {onRetry && (
          <Button icon={IconRefresh} onClick={onRetry}>
            {t("do.retry")}
          </Button>
        )}
        <Button look="quiet" icon={IconCopy} onClick={copy}>
          {copied ? t("do.copied") : t("fail.copy")}
        </Button>
      </div>
    </div>
  );
}

/** The sentences of a failure. */
export function FailureText({ failure }: { failure: Failure }) {
  const { t, say } = useWords();
  switch (failure.kind) {
    case "refused":
      return <ReasonList reasons={failure.reasons} />;
    case "signature":
      return (
        <>
          <p>{t("sign.refused")}</p>
          <ReasonList reasons={failure.reasons} />
        </>
      );
    case "invalid":
      return (
        <ul>
          {failure.issues.map((issue) => (
            <li key={`${issue.path} ${issue.code}`}>
              <Code>{issue.path}</Code> {say(issue.text)}
            </li>
          ))}
        </ul>
      );
    case "conflict":
      return <p>{t("form.conflict")}</p>;
    case "commandConflict":
      return <p>{t("fail.commandConflict")}</p>;
    case "unauthenticated":
      return <p>{failure.reasons.length > 0 ? failure.reasons.map((reason) => say(reason.text)).join(" ") : t("login.ended")}</p>;
    case "locked":
      return <p>{t("lock.text")}</p>;
    case "mustChange":
      return <p>{t("password.firstTitle")}</p>;
    case "unsent":
      return (
        <>
          <p>{t("net.unsent")}</p>
          <p className={css.hint}>{t("net.unsentHint")}</p>
        </>
      );
    case "unreachable":
      return (
        <>
          <p>{t("fail.offline")}</p>
          <p className={css.hint}>{t("fail.offlineHint")}</p>
        </>
      );
    case "internal":
      return (
        <>
          <p>{failure.code === "FORBIDDEN" ? t("fail.forbidden") : t("fail.internal")}</p>
          <p className={css.hint}>
            {t("fail.code", { code: failure.code })}
            {failure.reference && ` · ${t("fail.reference", { reference: failure.reference })}`}
          </p>
        </>
      );
  }
}

/** Flat blocks where content will be, only when it takes longer than 300 ms. */
export function Skeleton({ rows = 8, height = 34 }: { rows?: number; height?: number }) {
  const { t } = useWords();
  const late = useLate(300);
  return (
    <div className={css.skeleton} aria-busy="true">
      <Hidden>{t("app.loading")}</Hidden>
      {late &&
        Array.from({ length: rows }, (_, row) => (
          // The rows are alike and never move.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={row} className={css.block} style={{ height }} />
        ))}
    </div>
  );
}

/** False at first, true after the given time. */
export function useLate(ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return late;
}

/** A bar while the server does not answer, and a word when it is back. */
export function OfflineBar({ onBack }: { onBack: () => void }) {
  const { t } = useWords();
  const lost = useLost();
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !lost) onBack();
    was.current = lost;
  }, [lost, onBack]);
  return (
    <div role="status">
      {lost && (
        <p className={css.offline}>
          <StatusGlyph name="circleBar" tone="ink" /> {t("net.lost")}
        </p>
      )}
    </div>
  );
}
