/** Why what is typed here cannot be saved at this device, told before it is sent; the server refuses it too (REQ-ACC-07). */
import type { AnyRecord, Field, Label } from "@lotline/schema";
import { textOf } from "../data/row.ts";
import { useWords } from "../lang.tsx";
import { StatusGlyph } from "../mark/StatusGlyph.tsx";
import { type TerminalBar as Bar, useSession } from "../session.tsx";
import css from "./form.module.css";
import type { Form } from "./useForm.ts";

/** Whether any of these fields or sets of rows is critical. */
const isCritical = ({ fields, lines }: AnyRecord, names: readonly string[]): boolean =>
  names.some(
    (name) => fields[name]?.critical || Object.values<Field>(lines?.[name]?.fields ?? {}).some((field) => field.critical),
  );

/** The bar that stands in the way of saving: of a new record always, of a change as soon as something critical differs. */
export function barOf(
  bars: readonly Bar[],
  form: Pick<Form, "name" | "mode" | "record" | "changed">,
  site: string,
): Label | undefined {
  if (form.mode === "edit" && !isCritical(form.record, form.changed)) return undefined;
  return bars.find((bar) => bar.record === form.name && bar.verb === form.mode && (bar.site === null || bar.site === site))
    ?.reason;
}

/** The same for the person at the screen. */
export function useTerminalBar(form: Form): Label | undefined {
  const { barredHere, sites } = useSession().session;
  // A form that asks for no site makes its record at the person's only one.
  const site = textOf(form.row?.site) || textOf(form.state.values.site) || (sites.length === 1 ? (sites[0]?.id ?? "") : "");
  return barOf(barredHere, form, site);
}

export function TerminalBar({ reason }: { reason: Label }) {
  const { t, say } = useWords();
  return (
    <p className={css.barred} role="note" aria-label={t("terminal.blocked")}>
      <StatusGlyph name="squareCross" tone="no" /> <strong>{t("terminal.blocked")}</strong> {say(reason)}
    </p>
  );
}
