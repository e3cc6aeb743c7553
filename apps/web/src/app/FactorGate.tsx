/** In front of the application while a role asks for a second factor that the person has not set up; the server answers nothing else. */
import { IconLogout } from "@tabler/icons-react";
import { Enrolment } from "../desk/account/Enrolment.tsx";
import { Button } from "../kit/Button.tsx";
import { useWords } from "../kit/lang.tsx";
import { useSession } from "../kit/session.tsx";
import { Logo } from "./Logo.tsx";
import css from "./password.module.css";
import { LangSwitch } from "./Shell.tsx";

export default function FactorGate() {
  const { t, say } = useWords();
  const { session, signOut, refresh } = useSession();
  return (
    <div className={css.gate}>
      <header className={css.head}>
        <Logo />
        <span className={css.name}>{t("app.name")}</span>
        <LangSwitch long />
        <Button look="quiet" icon={IconLogout} onClick={signOut}>
          {t("shell.signOut")}
        </Button>
      </header>
      <main className={css.first}>
        <h1>{t("factor.firstTitle")}</h1>
        <p className={css.why}>{t("factor.firstText", { name: say(session.name) })}</p>
        <p className={css.why}>{t("factor.about")}</p>
        <Enrolment replaces={false} onDone={refresh} />
      </main>
    </div>
  );
}
