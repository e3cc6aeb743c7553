/** The logo of a letterhead: one of the images attached to its rule, held by its hash so that no other file can take its place. */
import { useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { type Row, rowsOf, textOf } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";
import { valueAt } from "./form-parts.ts";
import css from "./rule.module.css";

const imagesOf = (row: Row | undefined) =>
  rowsOf(row?.attachments).filter(({ mediaType }) => mediaType === "image/png" || mediaType === "image/jpeg");

interface Props {
  row: Row | undefined;
  value: unknown;
  onChange: (sha256: string | null) => void;
}

export function LogoChoice({ row, value, onChange }: Props) {
  const { t } = useWords();
  const images = imagesOf(row);
  const chosen = textOf(value);
  const isElsewhere = chosen !== "" && !images.some(({ sha256 }) => sha256 === chosen);
  return (
    <fieldset className={css.many}>
      <legend>{t("print.logo")}</legend>
      <label>
        <input type="radio" name="logo" checked={chosen === ""} onChange={() => onChange(null)} />
        {t("print.noLogo")}
      </label>
      {isElsewhere && (
        <label>
          <input type="radio" name="logo" checked readOnly />
          {t("print.sameLogo")}
        </label>
      )}
      {images.map((image) => (
        <label key={image.id}>
          <input type="radio" name="logo" checked={chosen === image.sha256} onChange={() => onChange(textOf(image.sha256))} />
          <img className={css.logo} src={`/files/${image.id}?preview`} alt="" />
          {textOf(image.name)}
        </label>
      ))}
      <span className={css.hint}>{t("print.logoHint")}</span>
    </fieldset>
  );
}

/** The logo on the page of its rule. */
export function Logo({ row }: { row: Row }) {
  const { t } = useWords();
  const [isBroken, setBroken] = useState(false);
  const image = imagesOf(row).find(({ sha256 }) => sha256 === valueAt(row.content, "logo"));
  if (!image) return null;
  return (
    <section className={css.words} aria-label={t("print.logo")}>
      {isBroken ? (
        <Button disabled>{textOf(image.name)}</Button>
      ) : (
        <img className={css.logo} src={`/files/${image.id}?preview`} alt={textOf(image.name)} onError={() => setBroken(true)} />
      )}
    </section>
  );
}
