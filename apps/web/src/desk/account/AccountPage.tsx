/** One's own sign-in: the second factor, passkeys, and where one is signed in. */
import { useApolloClient, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { Button, ButtonLink } from "../../kit/Button.tsx";
import { useZone } from "../../kit/clock.tsx";
import { failureOf } from "../../kit/failure.ts";
import { inZone } from "../../kit/format.ts";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { useSession } from "../../kit/session.tsx";
import { ErrorState, Skeleton } from "../../kit/states.tsx";
import css from "./account.module.css";
import { Enrolment, Proof } from "./Enrolment.tsx";
import { Passkeys } from "./Passkeys.tsx";
import { factorQuery, removeMutation } from "./queries.ts";
import { SessionTable } from "./SessionTable.tsx";
import { SigningCode } from "./SigningCode.tsx";

export function AccountPage() {
  const { t } = useWords();
  return (
    <div className={css.page}>
      <h1>{t("account.title")}</h1>
      <SecondFactor />
      <SigningCode />
      <SessionTable everybody={false} />
      <p className={css.text}>{t("sessions.ownText")}</p>
    </div>
  );
}

function SecondFactor() {
  const { t } = useWords();
  const { refresh } = useSession();
  const client = useApolloClient();
  const { data, error, refetch } = useQuery(factorQuery, { fetchPolicy: "network-only" });
  const [doing, setDoing] = useState<"enrol" | "remove">();
  const again = () => void refetch().catch(() => undefined);
  const done = () => {
    setDoing(undefined);
    refresh();
    again();
  };
  const cancel = () => setDoing(undefined);
  const remove = async (password: string, code: string) => {
    await client.mutate({ mutation: removeMutation, variables: { password, code } });
    done();
  };
  if (!data) return error ? <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} /> : <Skeleton rows={2} />;
  const { enrolled } = data.secondFactor;
  return (
    <>
      <section className={css.panel} aria-labelledby="second-factor">
        <h2 id="second-factor">{t("factor.title")}</h2>
        <p className={css.text}>{t("factor.about")}</p>
        <Standing {...data.secondFactor} />
        {doing === "enrol" && <Enrolment replaces={enrolled} onSetUp={again} onDone={done} onCancel={cancel} />}
        {doing === "remove" && <Proof withCode onProve={remove} onCancel={cancel} word="factor.remove" />}
        {!doing && (
          <div className={css.buttons}>
            <Button look={enrolled ? "outline" : "primary"} onClick={() => setDoing("enrol")}>
              {t(enrolled ? "factor.replace" : "factor.setUp")}
            </Button>
            {enrolled && (
              <Button look="quiet" onClick={() => setDoing("remove")}>
                {t("factor.remove")}
              </Button>
            )}
            <ButtonLink to="/password" look="quiet">
              {t("password.title")}
            </ButtonLink>
          </div>
        )}
      </section>
      <Passkeys withCode={enrolled} />
    </>
  );
}

function Standing({ enrolled, since, recoveryLeft }: { enrolled: boolean; since: string | null; recoveryLeft: number }) {
  const { t } = useWords();
  const zone = useZone();
  return (
    <p className={css.state}>
      <StatusGlyph name={enrolled ? "circleTick" : "circle"} tone={enrolled ? "ok" : "control"} />
      {enrolled ? t("factor.on", { date: since ? (inZone(since, zone)?.date ?? "") : "", n: recoveryLeft }) : t("factor.off")}
    </p>
  );
}
