/** A code taken apart: the verdict, the code with its wrong places, problems, elements, identifiers and forms. */
import type { Word } from "@lotline/schema/words";
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

interface Props {
  readonly code: string;
  readonly of: Examined;
  readonly name: Readonly<Record<Agency, string>>;
}

export function Apart({ code, of, name }: Props) {
  const { t } = useWords();
  const { agency, problems } = of;
  const warnings = agency === null ? [] : of.warnings;
  const isGood = problems.length === 0;
  return (
    <>
      <p className={css.verdict} role="status">
        <StatusGlyph name={isGood ? "circleTick" : "squareCross"} tone={isGood ? "ok" : "no"} />
        {agency === null
          ? t("decode.none")
          : isGood
            ? t("decode.good", { agency: name[agency] })
            : t("decode.broken", { agency: name[agency], n: problems.length })}
      </p>
      {!isGood && <Marked code={code} problems={problems} />}
      <div className={css.columns}>
        <div>
          {!isGood && <Problems title={t("decode.broke")} of={problems} numbered />}
          {warnings.length > 0 && <Problems title={t("decode.notes")} of={warnings} />}
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
  const { t } = useWords();
  return (
    <section className={css.marked} aria-label={t("decode.marked")}>
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
  const { t, say } = useWords();
  const columns: TableColumn<Problem>[] = [
    ...(numbered ? [{ key: "n", head: "#", right: true, cell: (_: Problem, index: number) => index + 1 }] : []),
    { key: "place", head: t("decode.place"), right: true, cell: ({ position }) => position + 1 },
    { key: "element", head: t("decode.element"), cell: ({ ai }) => ai !== null && <Code>{ai}</Code> },
    { key: "why", head: t("decode.why"), cell: (problem) => say(wordsOf({ ...problem, ai: null })) },
    { key: "rule", head: t("decode.rule"), cell: ({ code }) => <Code>{code}</Code> },
  ];
  return (
    <Table
      title={title}
      columns={columns}
      rows={of}
      rowKey={({ code, ai, position, detail }) => `${code} ${ai} ${position} ${detail}`}
      empty={t("decode.noneBroken")}
    />
  );
}

function Elements({ of: { agency, elements } }: { of: Decoded }) {
  const { t, say } = useWords();
  const rows = elements.map((element, index) => ({ ...element, index }));
  const columns: TableColumn<(typeof rows)[number]>[] = [
    { key: "ai", head: t("decode.element"), cell: ({ ai }) => <Code>{agency === "GS1" ? `(${ai})` : ai}</Code> },
    { key: "title", head: t("decode.titleOf"), cell: ({ ai }) => say(titleOf(agency, ai)) },
    {
      key: "value",
      head: t("decode.value"),
      cell: ({ value }) => <span className={css.long}>{value}</span>,
    },
  ];
  return (
    <Table
      title={t("decode.elements")}
      columns={columns}
      rows={rows}
      rowKey={({ index }) => `${index}`}
      empty={t("decode.noElements")}
    />
  );
}

/** What the parts are called; an unknown part keeps its own name. */
const partWords = {
  di: "decode.di",
  lot: "decode.lot",
  serial: "decode.serial",
  manufacturedOn: "decode.manufacturedOn",
  expiresOn: "decode.expiresOn",
  packedOn: "decode.packedOn",
  bestBeforeOn: "decode.bestBeforeOn",
  validUntil: "decode.validUntil",
  quantity: "decode.quantity",
  softwareVersion: "decode.softwareVersion",
  sterilizationLot: "decode.sterilizationLot",
  donationId: "decode.donationId",
  lic: "decode.lic",
  pcn: "decode.pcn",
  unitOfMeasure: "decode.unitOfMeasure",
  checkCharacter: "decode.checkCharacter",
  linkCharacter: "decode.linkCharacter",
  expiryFormat: "decode.expiryFormat",
  expiryRaw: "decode.expiryRaw",
  registrant: "decode.registrant",
  packageLevel: "decode.packageLevel",
  item: "decode.item",
  insuranceCode: "decode.insuranceCode",
  kind: "decode.kind",
} as const satisfies Readonly<Record<string, Word>>;

const isPart = (key: string): key is keyof typeof partWords => Object.hasOwn(partWords, key);

function Identifiers({ of: { di, pi, details } }: { of: Decoded }) {
  const { t } = useWords();
  const parts = Object.entries({ di, ...pi, ...details }).filter(([, value]) => value !== null && value !== "");
  if (parts.length === 0) return null;
  return (
    <Group title={t("decode.parts")}>
      {parts.map(([key, value]) => (
        <Line key={key} label={isPart(key) ? t(partWords[key]) : key}>
          <span className={css.long}>{value}</span>
        </Line>
      ))}
    </Group>
  );
}

function Written({ of: { canonical, digitalLink } }: { of: Decoded }) {
  const { t } = useWords();
  return (
    <Group title={t("decode.written")}>
      <Form label={t("decode.canonical")} text={canonical} />
      {digitalLink !== null && <Form label={t("decode.link")} text={digitalLink} />}
    </Group>
  );
}

function Form({ label, text }: { label: string; text: string }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  return (
    <Line label={label}>
      <span className={css.copy}>
        <span className={css.long}>{text}</span>
        <IconButton
          icon={IconCopy}
          name={copied ? t("do.copied") : t("decode.copy", { label })}
          onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}
        />
      </span>
    </Line>
  );
}
