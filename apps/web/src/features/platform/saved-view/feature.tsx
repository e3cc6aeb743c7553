/** What a saved view has of its own: the way to the list that it shows. */
import { readAddress } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import type { Row } from "../../../kit/data/row.ts";
import { textOf } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { listPath } from "../../../kit/path.ts";

function OpenView({ row }: { row: Row }) {
  const { t } = useWords();
  const search = { ...readAddress(textOf(row.address)), view: textOf(row.number) };
  return (
    <Link to={listPath(textOf(row.recordType))} search={search}>
      {t("view.open")}
    </Link>
  );
}

export const savedViewFeature: RecordFeature = { subtitle: OpenView };
