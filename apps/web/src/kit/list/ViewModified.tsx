/** What differs from the view that was opened: dropped, or kept in it or under another name. */
import { type RecordName, readAddress } from "@lotline/schema";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "../Button.tsx";
import { useTell } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { listPath } from "../path.ts";
import { FailureText } from "../states.tsx";
import { openSearch, type SavedView, type SavedViews, viewParameter } from "./saved-views.ts";
import { useMayChange, useSaving } from "./saving-views.ts";
import css from "./views.module.css";

export default function ViewModified({
  name,
  current,
  address,
  saved,
  onSaveAs,
}: {
  name: RecordName;
  current: SavedView | undefined;
  address: string;
  saved: SavedViews;
  onSaveAs: () => void;
}) {
  const { t } = useWords();
  const navigate = useNavigate();
  const tell = useTell();
  const saving = useSaving();
  const mayChange = useMayChange();
  const save = async () => {
    if (!current || !mayChange(current)) return onSaveAs();
    if (!(await saving.edit("SavedView", current, { address }))) return;
    await saved.again();
    tell(t("view.saved"));
    void navigate({ to: ".", search: { ...readAddress(address), [viewParameter]: current.number }, replace: true });
  };
  return (
    <div className={css.modified}>
      <span className={css.mark} role="status">
        {t("view.modified")}
      </span>
      {saving.failure && (
        <span role="alert" className={css.failure}>
          <FailureText failure={saving.failure} />
        </span>
      )}
      <Button look="quiet" onClick={() => void navigate({ to: listPath(name), search: openSearch(current) })}>
        {t("view.reset")}
      </Button>
      <Button busy={saving.busy} onClick={() => void save()}>
        {current && mayChange(current) ? t("view.save") : t("view.saveAs")}
      </Button>
    </div>
  );
}
