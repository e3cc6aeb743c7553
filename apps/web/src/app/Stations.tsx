/** The second level: the pages of the area, as stations where the work has an order. */
import { Link, useLocation } from "@tanstack/react-router";
import { useWords } from "../kit/lang.tsx";
import { placeOf, useNavAreas } from "./nav.ts";
import css from "./stations.module.css";

export function Stations() {
  const { t, say } = useWords();
  const path = useLocation({ select: (location) => location.pathname });
  const { area, page } = placeOf(useNavAreas(), path);
  if (!area || area.hub || area.pages.length < 2) return null;
  return (
    <nav className={css.stations} data-line={area.line || undefined} aria-label={t("nav.inThisArea", { area: t(area.word) })}>
      {area.pages.map((candidate) => (
        <Link
          key={candidate.to}
          to={candidate.to}
          className={css.station}
          // A page below another one is not the other one.
          activeOptions={{ exact: true }}
          aria-current={candidate === page ? "page" : undefined}
        >
          {say(candidate.label)}
        </Link>
      ))}
    </nav>
  );
}
