/** The button of the columns; what it opens is loaded when it is. */
import { IconColumns } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { Button } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import { Popover } from "../Popup.tsx";
import { Skeleton } from "../states.tsx";
import type { ColumnsProps } from "./ColumnsList.tsx";

const ColumnsList = lazy(() => import("./ColumnsList.tsx"));

export function ColumnsPanel(props: ColumnsProps) {
  const { t } = useWords();
  return (
    <Popover
      label={t("list.columns")}
      position="bottom-end"
      width={320}
      target={
        <Button look="quiet" icon={IconColumns}>
          {t("list.columns")}
        </Button>
      }
    >
      {() => (
        <Suspense fallback={<Skeleton rows={8} />}>
          <ColumnsList {...props} />
        </Suspense>
      )}
    </Popover>
  );
}
