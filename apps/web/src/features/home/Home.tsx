/** The first page of everybody: the road with today's figures, what waits for the person, what is held and what runs out. */
import { lazy, Suspense } from "react";
import { useClockOffset, useNow, useZone } from "../../kit/clock.tsx";
import { inZone } from "../../kit/format.ts";
import { useWords } from "../../kit/lang.tsx";
import { useMay, useSession } from "../../kit/session.tsx";
import { WorkList } from "../../kit/work/WorkList.tsx";
import css from "./home.module.css";
import { HoldsPanel, LicencesPanel, NearExpiryPanel } from "./Panels.tsx";
import { Road } from "./Road.tsx";

const SetupPanel = lazy(() => import("../platform/setup/SetupPanel.tsx"));
const Kpis = lazy(() => import("./Kpis.tsx"));
const weekdays = ["weekday.0", "weekday.1", "weekday.2", "weekday.3", "weekday.4", "weekday.5", "weekday.6"] as const;

export function Home() {
  const { t } = useWords();
  const zone = useZone();
  const offset = useClockOffset();
  const may = useMay();
  const { demo } = useSession();
  const today = inZone(useNow(60_000), zone);
  const read = inZone(Date.now() + offset, zone);
  return (
    <div className={css.home}>
      <header className={css.head}>
        <h1>{t("home.title")}</h1>
        {today && (
          <span>
            {today.date} {t(weekdays[today.weekday])}
          </span>
        )}
        <span className={css.asOf}>{read && t("home.asOf", { time: read.time })}</span>
      </header>
      {!demo && (
        <Suspense>
          <SetupPanel />
        </Suspense>
      )}
      <Road />
      <Suspense>
        <Kpis />
      </Suspense>
      <div className={css.columns}>
        <WorkList />
        <div className={css.side}>
          {may("hold.read") && <HoldsPanel />}
          {may("lot.read") && <NearExpiryPanel />}
          {may("licence.read") && <LicencesPanel />}
        </div>
      </div>
    </div>
  );
}
