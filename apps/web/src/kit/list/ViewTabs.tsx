/** The saved views of a list as tabs in its head; the current one is marked, and what differs from it can be kept or dropped. */

import { type AnyRecord, type RecordName, readAddress, type Search } from "@lotline/schema";
import { IconChevronDown, IconDots, IconLock, IconPlus } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { Button, IconButton } from "../Button.tsx";
import { useTell } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { Menu } from "../Popup.tsx";
import { listPath } from "../path.ts";
import { FailureText } from "../states.tsx";
import {
  canonical,
  openSearch,
  type SavedView,
  type SavedViews,
  useMayChange,
  useSaving,
  viewOf,
  viewParameter,
} from "./saved-views.ts";
import css from "./views.module.css";

const ViewDialog = lazy(() => import("./ViewDialog.tsx").then(({ ViewDialog: component }) => ({ default: component })));
const ViewMenu = lazy(() => import("./ViewMenu.tsx").then(({ ViewMenu: component }) => ({ default: component })));

interface Props {
  name: RecordName;
  record: AnyRecord;
  saved: SavedViews;
  /** Names of the address that are no part of a view. */
  others: readonly string[];
}

const mostTabs = 6;

/** Tabs that fit; the current one is always among them. */
export function splitTabs(
  views: readonly SavedView[],
  current: SavedView | undefined,
): { shown: SavedView[]; rest: SavedView[] } {
  const shown = views.slice(0, mostTabs);
  if (current && !shown.includes(current)) shown.splice(mostTabs - 1, 1, current);
  return { shown, rest: views.filter((view) => !shown.includes(view)) };
}

export function ViewTabs({ name, record, saved, others }: Props) {
  const { t, say } = useWords();
  const search = useSearch({ from: "/$record" });
  const [dialog, setDialog] = useState<"saveAs" | "rename">();
  const current = viewOf(record, saved.views, search, others);
  const here = canonical(record, search, others);
  const isModified = here !== (current ? canonical(record, readAddress(current.address ?? ""), others) : "");
  const { shown, rest } = splitTabs(saved.views, current);
  return (
    <>
      <nav className={css.tabs} aria-label={t("view.tabs")}>
        <Tab name={name} search={openSearch(undefined)} current={!current && !isModified} label={t("view.all")} />
        {shown.map((view) => (
          <Tab
            key={view.id}
            name={name}
            search={openSearch(view)}
            current={view === current}
            label={say(view.title)}
            locked={view.state === "locked"}
          />
        ))}
        {rest.length > 0 && <More name={name} views={rest} />}
        <Button look="quiet" icon={IconPlus} onClick={() => setDialog("saveAs")}>
          {t("view.new")}
        </Button>
      </nav>
      {isModified && <Modified name={name} current={current} address={here} saved={saved} onSaveAs={() => setDialog("saveAs")} />}
      {current && (
        <Suspense fallback={<IconButton icon={IconDots} name={t("view.menu")} disabled />}>
          <ViewMenu name={name} view={current} saved={saved} onRename={() => setDialog("rename")} />
        </Suspense>
      )}
      {dialog && (
        <Suspense>
          <ViewDialog
            name={name}
            view={dialog === "rename" ? current : undefined}
            address={here}
            saved={saved}
            onClose={() => setDialog(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}

function Tab({
  name,
  search,
  current,
  label,
  locked = false,
}: {
  name: RecordName;
  search: Search;
  current: boolean;
  label: string;
  locked?: boolean;
}) {
  const { t } = useWords();
  return (
    <Link className={css.tab} to={listPath(name)} search={search} aria-current={current ? "page" : undefined} preload={false}>
      {locked && <IconLock size={13} stroke={1.6} aria-label={t("view.locked")} role="img" />}
      <span>{label}</span>
    </Link>
  );
}

function More({ name, views }: { name: RecordName; views: readonly SavedView[] }) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  return (
    <Menu
      width={260}
      target={
        <Button look="quiet">
          {t("view.more", { n: views.length })}
          <IconChevronDown size={13} stroke={1.6} aria-hidden />
        </Button>
      }
    >
      {({ Item }) =>
        views.map((view) => (
          <Item key={view.id} onClick={() => void navigate({ to: listPath(name), search: openSearch(view) })}>
            {say(view.title)}
          </Item>
        ))
      }
    </Menu>
  );
}

/** What differs from the view that was opened: dropped, or kept in it or under another name. */
function Modified({
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
