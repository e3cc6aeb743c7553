/** The button of the columns; what it opens is loaded when it is. */
import { Popover } from "@mantine/core";
import { IconColumns } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { Button } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import { Skeleton } from "../states.tsx";
import type { ColumnsProps } from "./ColumnsList.tsx";

const ColumnsList = lazy(() => import("./ColumnsList.tsx"));

export function ColumnsPanel(props: ColumnsProps) {
  const { t } = useWords();
  return (
    <Popover position="bottom-end" width={320} trapFocus returnFocus>
      <Popover.Target>
        <Button look="quiet" icon={IconColumns}>
          {t("list.columns")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("list.columns")}>
        <Suspense fallback={<Skeleton rows={8} />}>
          <ColumnsList {...props} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
