/** On Home until the go-live is signed: how far the company is set up, and what comes next. Nothing in the demo company. */
import { useQuery } from "@apollo/client/react";
import { setupSteps } from "@lotline/schema/setup";
import { ButtonLink } from "../../../kit/Button.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { progressQuery } from "./queries.ts";
import css from "./setup.module.css";

export default function SetupPanel() {
  const { t, say } = useWords();
  const { data } = useQuery(progressQuery, { fetchPolicy: "network-only" });
  const progress = data?.setupProgress;
  if (!progress) return null;
  const next = setupSteps.find(({ key }) => key === progress.next);
  return (
    <section className={css.panel} aria-label={t("setup.title")}>
      <strong>{t("setup.title")}</strong>
      <span>
        {t("setup.progress", { done: progress.done, all: progress.all })}{" "}
        {next ? t("setup.next", { step: say(next.label) }) : t("setup.nextGoLive")}
      </span>
      <ButtonLink to="/setup" look="primary">
        {t("setup.openList")}
      </ButtonLink>
    </section>
  );
}
