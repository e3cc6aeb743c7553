/** The help as pages of its own, /help?topic=receive: the list of topics, the text, the tours and what the marks mean. */
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useWords } from "../../kit/lang.tsx";
import { Skeleton } from "../../kit/states.tsx";
import { TourList } from "../tour/TourList.tsx";
import css from "./help.module.css";
import { Marks } from "./Marks.tsx";
import { TopicText } from "./TopicText.tsx";
import { findTopics } from "./topics.ts";
import { useTopics } from "./useTopics.ts";

export default function HelpPage() {
  const { t } = useWords();
  const topics = useTopics();
  const navigate = useNavigate();
  const { topic, text = "" } = useSearch({ strict: false });
  const found = text.trim() ? findTopics(topics ?? [], text) : (topics ?? []);
  const shown = found.find(({ id }) => id === topic) ?? found[0];
  return (
    <div className={css.page}>
      <header className={css.pageHead}>
        <h1>{t("help.title")}</h1>
        <input
          type="search"
          className={css.search}
          aria-label={t("help.search")}
          placeholder={t("help.search")}
          value={text}
          onChange={(event) => void navigate({ to: "/help", search: { text: event.currentTarget.value }, replace: true })}
        />
      </header>
      {!topics && <Skeleton rows={8} />}
      <div className={css.columns}>
        <nav aria-label={t("help.topics")} className={css.topics}>
          {found.map(({ id, title }) => (
            <Link key={id} to="/help" search={{ topic: id, text }} aria-current={id === shown?.id ? "page" : undefined}>
              {title}
            </Link>
          ))}
        </nav>
        <div>
          <div role="status">
            {topics && found.length === 0 && <p className={css.note}>{t("help.nothing", { text: text.trim() })}</p>}
          </div>
          {shown && <TopicText topic={shown} />}
        </div>
        <div className={css.side}>
          <TourList path={undefined} />
          <Marks />
        </div>
      </div>
    </div>
  );
}
