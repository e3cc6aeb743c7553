/** The tours for a person's work, to begin, to go on with, or to walk again. */
import { IconFlag } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "../../kit/Button.tsx";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { useMay, useSession } from "../../kit/session.tsx";
import { goTo, useProgress } from "./progress.ts";
import css from "./tour.module.css";
import { type Tour, tours } from "./tours.ts";

interface Props {
  /** Only tours of this page; all of the person's work when undefined. */
  readonly path: string | undefined;
  readonly onStart?: () => void;
}

export function TourList({ path, onStart }: Props) {
  const { t, say } = useWords();
  const may = useMay();
  const { session, demo } = useSession();
  const navigate = useNavigate();
  const { steps, done } = useProgress(session.personId);
  // They lead through records that only the demo company has.
  if (!demo) return null;
  const here = (tour: Tour) =>
    path === undefined || path === "/" || tour.steps.some(({ to }) => to.split(/[?/]/)[1] === path.split("/")[1]);
  const offered = tours.filter((tour) => may(tour.permit) && here(tour));
  const others = path === undefined ? tours.filter((tour) => !may(tour.permit)) : [];
  const start = (tour: Tour, step: number) => {
    goTo(session.personId, tour.id, step);
    onStart?.();
    void navigate({ to: tour.steps[step]?.to ?? "/" });
  };
  if (offered.length + others.length === 0) return null;
  return (
    <section className={css.list} aria-label={t("help.tours")}>
      <h2>{t("help.tours")}</h2>
      {path === undefined && <p className={css.note}>{t("tour.intro")}</p>}
      <ul>
        {offered.map((tour) => {
          const at = steps[tour.id];
          return (
            <li key={tour.id}>
              <span>
                {say(tour.title)}{" "}
                {done.includes(tour.id) && (
                  <span className={css.note}>
                    <StatusGlyph name="tick" tone="ok" size={12} /> {t("tour.done")}
                  </span>
                )}
              </span>
              {at !== undefined && at > 0 && <Button onClick={() => start(tour, at)}>{t("tour.resume")}</Button>}
              <Button icon={IconFlag} onClick={() => start(tour, 0)}>
                {at !== undefined && at > 0 ? t("tour.again") : t("tour.start")}
              </Button>
            </li>
          );
        })}
        {others.map((tour) => (
          <li key={tour.id} className={css.note}>
            <span>{say(tour.title)}</span>
            <span>{t("tour.signIn", { names: say(tour.demo) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
