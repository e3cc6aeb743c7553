/** What a record is joined to: links to other records, and its files with their hashes. */
import { type RecordName, registry } from "@lotline/schema";
import { IconPaperclip, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useId, useRef, useState } from "react";
import { Button } from "../Button.tsx";
import { useZone } from "../clock.tsx";
import { commandId } from "../command.ts";
import { formatBytes, formatInstant, shortHash } from "../format.ts";
import { useWords } from "../lang.tsx";
import { Code } from "../mark/Text.tsx";
import { isRecordName, recordPath } from "../path.ts";
import { useMay } from "../session.tsx";
import css from "./record.module.css";
import type { Attachment, LoadedRecord, RecordLink } from "./types.ts";

export function Links({ links }: { links: readonly RecordLink[] }) {
  const { t, say } = useWords();
  const id = useId();
  if (links.length === 0) return null;
  return (
    <section className={css.related} aria-labelledby={id}>
      <div className={css.groupHead}>
        <h2 id={id}>{t("record.links")}</h2>
        <span>{links.length}</span>
      </div>
      <ul>
        {links.map((link) => (
          <li key={`${link.kind} ${link.record} ${link.id} ${link.outgoing}`} className={css.line}>
            <span className={css.small}>{isRecordName(link.record) ? say(registry[link.record].label) : link.record}</span>
            <Link to={recordPath(link.record, link.number)}>
              <Code>{link.number}</Code>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

const maxBytes = 20_000_000;

export function Attachments({ name, row, again }: { name: RecordName; row: LoadedRecord; again: () => void }) {
  const { t, say } = useWords();
  const may = useMay();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState("");
  const upload = async (file: File) => {
    setProblem("");
    if (file.size > maxBytes) return setProblem(t("record.fileTooLarge"));
    setBusy(file.name);
    setProblem(await send(name, row.id, file, say, t("fail.offline")));
    setBusy(undefined);
    again();
  };
  if (row.attachments.length === 0 && !may("attachment.add")) return null;
  return (
    <section
      className={css.related}
      aria-labelledby={id}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const [file] = event.dataTransfer.files;
        if (file && may("attachment.add")) void upload(file);
      }}
    >
      <div className={css.groupHead}>
        <h2 id={id}>{t("record.attachments")}</h2>
        <span>{row.attachments.length > 0 && row.attachments.length}</span>
      </div>
      <ul>
        {row.attachments.map((file) => (
          <FileLine key={file.id} file={file} />
        ))}
      </ul>
      {may("attachment.add") && (
        <>
          <input
            ref={input}
            type="file"
            hidden
            aria-label={t("record.upload")}
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              if (file) void upload(file);
              event.currentTarget.value = "";
            }}
          />
          <Button look="quiet" icon={IconPlus} busy={busy !== undefined} onClick={() => input.current?.click()}>
            {busy === undefined ? t("record.upload") : t("record.uploading", { name: busy })}
          </Button>
        </>
      )}
      <p role="alert" className={css.problem}>
        {problem}
      </p>
    </section>
  );
}

function FileLine({ file }: { file: Attachment }) {
  const { say } = useWords();
  const zone = useZone();
  return (
    <li className={css.file}>
      <IconPaperclip size={15} stroke={1.6} aria-hidden />
      <a href={`/files/${encodeURIComponent(file.id)}`} download={file.name}>
        {file.name}
      </a>
      <span className={css.small}>
        {formatBytes(file.size)} · {file.by && say(file.by)} · {formatInstant(file.at, zone)}
      </span>
      <span className={css.small} title={`SHA-256 ${file.sha256}`}>
        <Code>{shortHash(file.sha256)}</Code>
      </span>
    </li>
  );
}

interface FileAnswer {
  readonly errors?: readonly {
    readonly extensions?: { readonly issues?: readonly Worded[]; readonly reasons?: readonly Worded[] };
  }[];
}
interface Worded {
  readonly text: { readonly en: string; readonly zh: string };
}

/** Sends a file to a record. @returns what went wrong, in words; "" when nothing did. */
async function send(
  record: string,
  id: string,
  file: File,
  say: (text: Worded["text"]) => string,
  lost: string,
): Promise<string> {
  const query = new URLSearchParams({ record, id, name: file.name, commandId: commandId() });
  try {
    const response = await fetch(`/files?${query}`, { method: "PUT", body: file, credentials: "same-origin" });
    if (response.ok) return "";
    // The route answers in the form of the API's errors.
    const answer = (await response.json()) as FileAnswer;
    const extensions = answer.errors?.[0]?.extensions;
    const words = [...(extensions?.issues ?? []), ...(extensions?.reasons ?? [])].map(({ text }) => say(text));
    return words.join(" ") || `HTTP ${response.status}`;
  } catch {
    return lost;
  }
}
