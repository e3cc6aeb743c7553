/** Stands above every page while emergency access is open: which, how long it still lasts, and the button that ends it. */
import { type Label, role } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { useNow } from "../../../kit/clock.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { recordPath } from "../../../kit/path.ts";
import type { OpenEmergency } from "../../../kit/session.tsx";
import { useWhen } from "../../../kit/useWhen.ts";
import css from "./emergency.module.css";
import { Act, useAfresh } from "./OpenDialog.tsx";

export default function Banner({ access }: { access: OpenEmergency }) {
  const { t, say } = useWords();
  const afresh = useAfresh();
  const [ending, setEnding] = useState(false);
  const left = Date.parse(access.until) - useNow(1000);
  // Its rights are gone with its time; what the page offers follows.
  useWhen(left <= 0, afresh);
  if (left <= 0) return null;
  const roles: Readonly<Record<string, Label>> = role.values;
  const held = roles[access.role];
  const time = `${Math.floor(left / 60_000)}:${String(Math.floor((left % 60_000) / 1000)).padStart(2, "0")}`;
  return (
    <section className={css.banner} aria-label={t("emergency.title")}>
      <StatusGlyph name="triangleAlert" tone="wait" />
      <strong>{t("emergency.title")}</strong>
      <Link to={recordPath("EmergencyAccess", access.number)}>
        <Code>{access.number}</Code>
      </Link>
      <span>{t("emergency.as", { role: held ? say(held) : access.role })}</span>
      <span className={css.left}>
        {t("emergency.left")} <Code>{time}</Code>
      </span>
      <span className={css.rule}>{t("emergency.rule")}</span>
      <Button onClick={() => setEnding(true)}>{t("emergency.end")}</Button>
      {ending && <Act number={access.number} action="end" onClose={() => setEnding(false)} />}
    </section>
  );
}
