/** A code taken apart: the verdict, the code with its wrong places, problems, elements, identifiers and forms. */
import { fill } from "@lotline/schema/words/translate";
import { type Agency, type Decoded, type Examined, type Problem, titleOf, wordsOf } from "@lotline/udi";
import { IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { IconButton } from "../../../kit/Button.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import { Group, Line } from "../../shared/Lines.tsx";
import css from "./decode.module.css";
import { Meaning } from "./Meaning.tsx";
import { piecesOf } from "./marked.ts";
import { partWords, words } from "./words.ts";

interface Props {
  readonly code: string;
  readonly of: Examined;
  readonly name: Readonly<Record<Agency, string>>;
}

export function Apart({ code, of, name }: Props) {
  const { say } = useWords();
  const { agency, problems } = of;
  const warnings = agency === null ? [] : of.warnings;
  const isGood = problems.length === 0;
  return (
    <>
      <p className={css.verdict} role="status">
        <StatusGlyph name={isGood ? "circleTick" : "squareCross"} tone={isGood ? "ok" : "no"} />
        {agency === null
          ? say(words.none)
          : isGood
            ? fill(say(words.good), { agency: name[agency] })
            : fill(say(words.broken), { agency: name[agency], n: problems.length })}
      </p>
      {!isGood && <Marked code={code} problems={problems} />}
      <div className={css.columns}>
        <div>
          {!isGood && <Problems title={say(words.broke)} of={problems} numbered />}
          {warnings.length > 0 && <Problems title={say(words.notes)} of={warnings} />}
          {agency !== null && <Elements of={of} />}
        </div>
        <div className={css.side}>
          <Meaning code={code} />
          {agency !== null && <Identifiers of={of} />}
          {agency !== null && isGood && <Written of={of} />}
        </div>
      </div>
    </>
  );
}

function Marked({ code, problems }: { code: string; problems: readonly Problem[] }) {
  const { say } = useWords();
  return (
    <section className={css.marked} aria-label={say(words.marked)}>
      {piecesOf(code, problems).map(({ text, wrong }, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
        if (wrong.length === 0) return <span key={index}>{text}</span>;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <span key={index}>
            <mark>{text || "␣"}</mark>
            <sup>{wrong.join(",")}</sup>
          </span>
        );
      })}
    </section>
  );
}

function Problems({ title, of, numbered = false }: { title: string; of: readonly Problem[]; numbered?: boolean }) {
  const { say } = useWords();
  const columns: TableColumn<Problem>[] = [
    ...(numbered ? [{ key: "n", head: "#", right: true, cell: (_: Problem, index: number) => index + 1 }] : []),
    { key: "place", head: say(words.place), right: true, cell: ({ position }) => position + 1 },
    { key: "element", head: say(words.element), cell: ({ ai }) => ai !== null && <Code>{ai}</Code> },
    { key: "why", head: say(words.why), cell: (problem) => say(wordsOf({ ...problem, ai: null })) },
    { key: "rule", head: say(words.rule), cell: ({ code }) => <Code>{code}</Code> },
  ];
  return (
    <Table
      title={title}
      columns={columns}
      rows={of}
      rowKey={({ code, ai, position, detail }) => `${code} ${ai} ${position} ${detail}`}
      empty={say(words.noneBroken)}
    />
  );
}

function Elements({ of: { agency, elements } }: { of: Decoded }) {
  const { say } = useWords();
  const rows = elements.map((element, index) => ({ ...element, index }));
  const columns: TableColumn<(typeof rows)[number]>[] = [
    { key: "ai", head: say(words.element), cell: ({ ai }) => <Code>{agency === "GS1" ? `(${ai})` : ai}</Code> },
    { key: "title", head: say(words.titleOf), cell: ({ ai }) => say(titleOf(agency, ai)) },
    {
      key: "value",
      head: say(words.value),
      cell: ({ value }) => <Code long>{value}</Code>,
    },
  ];
  return (
    <Table
      title={say(words.elements)}
      columns={columns}
      rows={rows}
      rowKey={({ index }) => `${index}`}
      empty={say(words.noElements)}
    />
  );
}

function Identifiers({ of: { di, pi, details } }: { of: Decoded }) {
  const { say } = useWords();
  // An unknown part keeps its own name.
  const partLabel = (key: string) => {
    const known = partWords[key];
    return known ? say(known) : key;
  };
  const parts = Object.entries({ di, ...pi, ...details }).filter(([, value]) => value !== null && value !== "");
  if (parts.length === 0) return null;
  return (
    <Group title={say(words.parts)}>
      {parts.map(([key, value]) => (
        <Line key={key} label={partLabel(key)}>
          <Code long>{value}</Code>
        </Line>
      ))}
    </Group>
  );
}

function Written({ of: { canonical, digitalLink } }: { of: Decoded }) {
  const { say } = useWords();
  return (
    <Group title={say(words.written)}>
      <Form label={say(words.canonical)} text={canonical} />
      {digitalLink !== null && <Form label={say(words.link)} text={digitalLink} />}
    </Group>
  );
}

function Form({ label, text }: { label: string; text: string }) {
  const { t, say } = useWords();
  const [copied, setCopied] = useState(false);
  return (
    <Line label={label}>
      <span className={css.copy}>
        <Code long>{text}</Code>
        <IconButton
          icon={IconCopy}
          name={copied ? t("do.copied") : fill(say(words.copy), { label })}
          onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}
        />
      </span>
    </Line>
  );
}
