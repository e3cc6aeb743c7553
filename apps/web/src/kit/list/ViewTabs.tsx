/** The saved views of a list as tabs in its head; the current one is marked, and what differs from it can be kept or dropped. */

import { type AnyRecord, type RecordName, readAddress, type Search } from "@lotline/schema";
import { IconChevronDown, IconLock, IconPlus } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { Button } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import { Menu } from "../Popup.tsx";
import { listPath } from "../path.ts";
import { canonical, openSearch, type SavedView, type SavedViews, viewOf } from "./saved-views.ts";
import css from "./views.module.css";

const ViewDialog = lazy(() => import("./ViewDialog.tsx"));
const Modified = lazy(() => import("./ViewModified.tsx"));
const ViewMenu = lazy(() => import("./ViewMenu.tsx"));

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
      {isModified && (
        <Suspense>
          <Modified name={name} current={current} address={here} saved={saved} onSaveAs={() => setDialog("saveAs")} />
        </Suspense>
      )}
      {current && (
        <Suspense>
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

/** Those that have no room as tabs. */
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
