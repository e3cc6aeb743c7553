/** Why an action is refused: all reasons at once, as sentences with what clears them, open below the action bar. */
import { actionsOf, type RecordName, registry } from "@lotline/schema";
import { IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { IconButton } from "../Button.tsx";
import { useNow, useZone } from "../clock.tsx";
import { inZone } from "../format.ts";
import { useWords } from "../lang.tsx";
import { ReasonList } from "../ReasonList.tsx";
import css from "../reasons.module.css";
import type { Verdict } from "./types.ts";

interface Props {
  name: RecordName;
  number: string;
  verdict: Verdict;
  onClose: () => void;
}

export function ReasonPanel({ name, number, verdict, onClose }: Props) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const panel = useRef<HTMLElement>(null);
  const label = actionsOf(registry[name])[verdict.name]?.label;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus goes to the panel each time another action's reasons open
  useEffect(() => panel.current?.focus(), [verdict.name]);
  const title = t("action.whyRefused", { action: label ? say(label) : verdict.name });
  return (
    <section ref={panel} className={css.panel} aria-label={title} tabIndex={-1}>
      <header className={css.head}>
        <h2>{title}</h2>
        <span className={css.note}>
          {t("action.failing", { n: verdict.reasons.length })} · {t("action.checked", { time: inZone(now, zone)?.seconds ?? "" })}
        </span>
        <IconButton icon={IconX} name={t("do.close")} onClick={onClose} />
      </header>
      <ReasonList reasons={verdict.reasons} here={`${name} ${number}`} />
    </section>
  );
}
