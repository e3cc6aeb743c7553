/** What stands in front of the application until something is done: its head, with language and sign-out, and the one task. */
import { IconLogout } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Button } from "../kit/Button.tsx";
import { useWords } from "../kit/lang.tsx";
import { useSession } from "../kit/session.tsx";
import { Logo } from "./Logo.tsx";
import css from "./password.module.css";
import { LangSwitch } from "./Shell.tsx";

export function GateFrame({ title, why, children }: { title: string; why: readonly string[]; children: ReactNode }) {
  const { t } = useWords();
  const { signOut } = useSession();
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
        <h1>{title}</h1>
        {why.map((text) => (
          <p key={text} className={css.why}>
            {text}
          </p>
        ))}
        {children}
      </main>
    </div>
  );
}
