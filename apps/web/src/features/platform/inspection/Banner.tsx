/** Stands above every page that an inspector sees: by which account, and that looking is written down. */
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import css from "./inspection.module.css";

export default function Banner({ number }: { number: string }) {
  const { t } = useWords();
  return (
    <section className={css.banner} aria-label={t("inspector.banner")}>
      <strong>{t("inspector.banner")}</strong>
      <Code>{number}</Code>
      <span>{t("inspector.rule")}</span>
    </section>
  );
}
