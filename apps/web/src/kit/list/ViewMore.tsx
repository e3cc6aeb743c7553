/** The saved views that have no room as tabs. */
import type { RecordName } from "@lotline/schema";
import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import { listPath } from "../path.ts";
import { openSearch, type SavedView } from "./saved-views.ts";

export default function ViewMore({ name, views }: { name: RecordName; views: readonly SavedView[] }) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button look="quiet">
          {t("view.more", { n: views.length })}
          <IconChevronDown size={13} stroke={1.6} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((view) => (
          <Menu.Item key={view.id} onClick={() => void navigate({ to: listPath(name), search: openSearch(view) })}>
            {say(view.title)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
