/** Gives a view its name: a new one under which the present address is saved, or another one for a saved view. */

import { type RecordName, readAddress } from "@lotline/schema";
import { Checkbox, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";
import { Button } from "../Button.tsx";
import { Dialog } from "../Dialog.tsx";
import { useTell } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { Key } from "../mark/Text.tsx";
import { listPath } from "../path.ts";
import { FailureText } from "../states.tsx";
import css from "./builder.module.css";
import { type SavedView, type SavedViews, viewParameter } from "./saved-views.ts";
import { useSaving } from "./saving-views.ts";

interface Props {
  name: RecordName;
  /** The view that gets another name; without one a new view is saved. */
  view: SavedView | undefined;
  /** What a new view holds. */
  address: string;
  saved: SavedViews;
  onClose: () => void;
}

export default function ViewDialog({ name, view, address, saved, onClose }: Props) {
  const { t, lang } = useWords();
  const navigate = useNavigate();
  const tell = useTell();
  const saving = useSaving();
  const [names, setNames] = useState({ en: view?.nameEn ?? "", zh: view?.nameZh ?? "" });
  const [asFirst, setAsFirst] = useState(false);
  const languages = lang === "en" ? (["en", "zh"] as const) : (["zh", "en"] as const);
  const missing = names[lang].trim() === "";
  const title = view ? t("view.rename") : t("view.saveAs");
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (missing) return;
    // A name in one language is the name in both until somebody gives the other.
    const input = { nameEn: names.en.trim() || names.zh, nameZh: names.zh.trim() || names.en };
    const done = view
      ? await saving.edit("SavedView", view, input)
      : await saving.create("SavedView", { ...input, recordType: name, address });
    if (!done) return;
    if (asFirst) await makeFirst(done.id);
    await saved.again();
    tell(t("view.saved"));
    onClose();
    if (!view) void navigate({ to: listPath(name), search: { ...readAddress(address), [viewParameter]: done.number } });
  };
  const makeFirst = (id: string) => {
    const known = saved.defaults.find(({ audience }) => audience === "private");
    return known
      ? saving.edit("DefaultView", known, { view: id })
      : saving.create("DefaultView", { recordType: name, view: id, audience: "private" });
  };
  return (
    <Dialog name={title} onClose={onClose} size={480}>
      <form className={css.dialog} onSubmit={(event) => void submit(event)} noValidate>
        <div className={css.head}>
          <h2>{title}</h2>
          <Key>Esc</Key>
        </div>
        {languages.map((of) => (
          <TextInput
            key={of}
            label={of === lang ? t("view.name") : t(of === "zh" ? "view.nameZh" : "view.nameEn")}
            maxLength={60}
            data-autofocus={of === lang || undefined}
            value={names[of]}
            onChange={(event) => setNames({ ...names, [of]: event.currentTarget.value })}
          />
        ))}
        {!view && (
          <Checkbox
            label={t("view.openWithIt")}
            checked={asFirst}
            onChange={(event) => setAsFirst(event.currentTarget.checked)}
          />
        )}
        {!view && <p className={css.hint}>{t("view.privateHint")}</p>}
        <div role="alert">{saving.failure && <FailureText failure={saving.failure} />}</div>
        <div className={css.foot}>
          <span className={css.gap} />
          <Button onClick={onClose}>{t("do.cancel")}</Button>
          <Button type="submit" look="primary" busy={saving.busy} disabled={missing}>
            {saving.unknown ? t("do.check") : t("do.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
