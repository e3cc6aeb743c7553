/** Pages that are not there, and pages that stopped working. */
import type { ErrorComponentProps } from "@tanstack/react-router";
import { ButtonLink } from "../kit/Button.tsx";
import { useWords } from "../kit/lang.tsx";
import { EmptyState, ErrorState } from "../kit/states.tsx";

export function NotFound() {
  const { t } = useWords();
  return (
    <EmptyState title={t("fail.notFound")} hint={t("fail.notFoundHint")}>
      <ButtonLink to="/">{t("nav.home")}</ButtonLink>
    </EmptyState>
  );
}

export function PageError({ error, reset }: ErrorComponentProps) {
  return (
    <ErrorState
      failure={{
        kind: "internal",
        code: "PAGE",
        reference: undefined,
        message: error instanceof Error ? error.message : String(error),
      }}
      onRetry={reset}
    />
  );
}
