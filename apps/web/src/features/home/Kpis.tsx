/** The figures of the board on Home. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { useWords } from "../../kit/lang.tsx";
import { type Kpi, KpiBoard, kpiSelect } from "../shared/kpi/KpiBoard.tsx";

export const kpisQuery: TypedDocumentNode<{ kpis: readonly Kpi[] }, { days: number }> = gql`
  query kpiTiles($days: Int!) { kpis(days: $days) { ${kpiSelect} } }
`;

const days = 90;

export default function Kpis() {
  const { t } = useWords();
  const { data } = useQuery(kpisQuery, { variables: { days }, fetchPolicy: "network-only" });
  if (!data || data.kpis.length === 0) return null;
  return <KpiBoard label={t("kpi.title")} kpis={data.kpis} />;
}
