/** One page of the help as it is read. */
import { Link } from "@tanstack/react-router";
import { useWords } from "../../kit/lang.tsx";
import { Key } from "../../kit/mark/Text.tsx";
import css from "./help.module.css";
import { type Block, blocksOf, type Inline } from "./markdown.ts";
import type { Topic } from "./topics.ts";

export function TopicText({ topic }: { topic: Topic }) {
  const { t } = useWords();
  return (
    <article className={css.text} aria-labelledby={`topic-${topic.id}`}>
      <h2 id={`topic-${topic.id}`}>{topic.title}</h2>
      {blocksOf(topic.body).map((block, index) => (
        // The blocks of one text never move.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <BlockText key={index} block={block} />
      ))}
      <p className={css.checked}>{t("help.checkedOn", { version: topic.checked })}</p>
    </article>
  );
}

function BlockText({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading":
      return (
        <h3>
          <Inlines of={block.inlines} />
        </h3>
      );
    case "paragraph":
      return (
        <p>
          <Inlines of={block.inlines} />
        </p>
      );
    case "bullets":
      return (
        <ul>
          <Items of={block.items} />
        </ul>
      );
    case "steps":
      return (
        <ol>
          <Items of={block.items} />
        </ol>
      );
  }
}

const Items = ({ of }: { of: readonly (readonly Inline[])[] }) =>
  of.map((inlines) => (
    <li key={inlines.map(({ text }) => text).join("")}>
      <Inlines of={inlines} />
    </li>
  ));

function Inlines({ of }: { of: readonly Inline[] }) {
  return of.map((inline, index) => {
    const key = `${index} ${inline.text}`;
    switch (inline.kind) {
      case "bold":
        return <strong key={key}>{inline.text}</strong>;
      case "code":
        return <Key key={key}>{inline.text}</Key>;
      case "link":
        return (
          <Link key={key} to={inline.to}>
            {inline.text}
          </Link>
        );
      default:
        return <span key={key}>{inline.text}</span>;
    }
  });
}
