/** Help beside the page: the topics of where the person is and of what is his work, then all others by search. Esc closes it. */

import { IconX } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { IconButton } from "../../kit/Button.tsx";
import { useWords } from "../../kit/lang.tsx";
import { useSession } from "../../kit/session.tsx";
import { Skeleton } from "../../kit/states.tsx";
import { TourList } from "../tour/TourList.tsx";
import css from "./help.module.css";
import { TopicText } from "./TopicText.tsx";
import { findTopics, topicsFor } from "./topics.ts";
import { useTopics } from "./useTopics.ts";

export function HelpPanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const topics = useTopics();
  const path = useLocation({ select: (location) => location.pathname });
  const { permits } = useSession().session;
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string>();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const here = topicsFor(topics ?? [], path, permits);
  const found = typed.trim() ? findTopics(topics ?? [], typed) : here;
  const shown = found.find(({ id }) => id === chosen) ?? found[0];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    onClose();
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: Esc closes it from wherever the focus is inside
    <aside ref={panel} tabIndex={-1} className={css.panel} aria-label={t("help.here")} onKeyDown={onKeyDown}>
      <header className={css.head}>
        <strong>{t("help.here")}</strong>
        <Link to="/help">{t("help.open")}</Link>
        <IconButton icon={IconX} name={t("do.close")} onClick={onClose} />
      </header>
      <input
        type="search"
        className={css.search}
        aria-label={t("help.search")}
        placeholder={t("help.search")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {!topics && <Skeleton rows={6} />}
      <nav aria-label={typed.trim() ? t("help.topics") : t("help.forYou")} className={css.chips}>
        {found.map(({ id, title }) => (
          <button key={id} type="button" aria-pressed={id === shown?.id} onClick={() => setChosen(id)}>
            {title}
          </button>
        ))}
      </nav>
      <div role="status">
        {topics && found.length === 0 && <p className={css.note}>{t("help.nothing", { text: typed.trim() })}</p>}
      </div>
      {shown && <TopicText topic={shown} />}
      <TourList path={path} onStart={onClose} />
    </aside>
  );
}
