/** A label as the server draws it, what its symbols read as, and what still stands against it. */
import { type Enumeration, type Fields, registry } from "@lotline/schema";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { Code } from "../../kit/mark/Text.tsx";
import { ReasonList } from "../../kit/ReasonList.tsx";
import css from "./label.module.css";
import type { LabelPreview } from "./preview.ts";

export function LabelPicture({ preview, name }: { preview: LabelPreview; name: string }) {
  const { t } = useWords("label");
  if (!preview.svg) return <p className={css.hint}>{t("lbl.nothing")}</p>;
  return (
    <img
      className={css.picture}
      src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(preview.svg)}`}
      alt={`${t("lbl.previewOf", { name })} ${preview.udi ?? ""}`.trim()}
    />
  );
}

const symbolField = (registry.LabelTemplate.lines?.parts.fields as Fields | undefined)?.symbol;
const symbolNames: Enumeration["values"] = symbolField?.kind === "choice" ? symbolField.of.values : {};

export function SymbolsRead({ preview }: { preview: LabelPreview }) {
  const { t, say } = useWords("label");
  if (preview.symbols.length === 0) return null;
  return (
    <ul className={css.symbols} aria-label={t("lbl.symbols")}>
      {preview.symbols.map(({ kind, text, read, isSame }) => {
        const called = symbolNames[kind];
        return (
          <li key={`${kind} ${text}`}>
            <StatusGlyph name={isSame ? "tick" : "cross"} tone={isSame ? "ok" : "no"} size={13} />
            <span>
              {called ? say(called) : kind}
              {" · "}
              {isSame ? t("lbl.readSame") : read === null ? t("lbl.readNothing") : t("lbl.readOther", { text: read })}
              <br />
              <Code>{text}</Code>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

export function StandsAgainst({ preview }: { preview: LabelPreview }) {
  const { t } = useWords("label");
  if (preview.reasons.length === 0)
    return (
      <p className={css.hint}>
        <StatusGlyph name="tick" tone="ok" size={13} /> {t("lbl.ready")}
      </p>
    );
  return (
    <section aria-label={t("lbl.stands")}>
      <ReasonList reasons={preview.reasons} />
    </section>
  );
}
