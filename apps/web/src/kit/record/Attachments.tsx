/**
 * The files of a record: chosen, dragged onto the page or pasted, several at once. Each shows its SHA-256; a newer version takes the
 * place of an older one, which stays to be had. Pictures may be looked at, as a view and not as the original.
 */
import { type AttachmentKind, attachmentKind, isAttachmentKind, type RecordName, registry } from "@lotline/schema";
import { IconEye, IconPaperclip, IconPlus, IconReplace, IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button, IconButton } from "../Button.tsx";
import { useNow, useZone } from "../clock.tsx";
import { Dialog } from "../Dialog.tsx";
import { formatBytes, formatInstant, inZone, shortHash } from "../format.ts";
import { useWords } from "../lang.tsx";
import { Code } from "../mark/Text.tsx";
import { useMay } from "../session.tsx";
import dialog from "./dialog.module.css";
import css from "./files.module.css";
import record from "./record.module.css";
import type { Attachment, LoadedRecord } from "./types.ts";
import { filesOf, type Upload } from "./uploads.ts";
import { type Uploads, useUploads } from "./useUploads.ts";

interface Props {
  name: RecordName;
  row: LoadedRecord;
  again: () => void;
}

export function Attachments({ name, row, again }: Props) {
  const { t } = useWords();
  const may = useMay();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const replaced = useRef<Attachment>(undefined);
  const uploads = useUploads(name, row, again);
  const [shown, setShown] = useState<Attachment>();
  const writes = may("attachment.add");
  const over = useDropped(writes, uploads);
  const choose = (file?: Attachment) => {
    replaced.current = file;
    input.current?.click();
  };
  if (row.attachments.length === 0 && !writes) return null;
  return (
    <section id="record-files" tabIndex={-1} className={record.related} aria-labelledby={id}>
      <div className={record.groupHead}>
        <h2 id={id}>{t("record.attachments")}</h2>
        <span>{row.attachments.length > 0 && row.attachments.length}</span>
      </div>
      <ul>
        {newest(row.attachments).map((file) => (
          <FileLine key={file.id} file={file} all={row.attachments} onShow={setShown} onReplace={writes ? choose : undefined} />
        ))}
      </ul>
      {writes && (
        <>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            aria-label={t("file.attach")}
            onChange={(event) => {
              const chosen = [...(event.currentTarget.files ?? [])];
              if (chosen.length > 0) uploads.add(replaced.current ? chosen.slice(0, 1) : chosen, replaced.current);
              event.currentTarget.value = "";
            }}
          />
          <Button look="quiet" icon={IconPlus} onClick={() => choose()}>
            {t("file.attach")}
          </Button>
          <p className={record.small}>{t("file.hint")}</p>
        </>
      )}
      {over && <div className={css.over}>{t("file.drop", { number: row.number })}</div>}
      {uploads.tray.length > 0 && <Tray name={name} row={row} uploads={uploads} />}
      {shown && <Preview file={shown} onClose={() => setShown(undefined)} />}
    </section>
  );
}

/** Takes files that are dragged onto the page or pasted into it. @returns whether some are over it now */
function useDropped(writes: boolean, uploads: Uploads): boolean {
  const { t } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const [over, setOver] = useState(false);
  const at = inZone(now, zone);
  const take = (data: DataTransfer | null) => {
    const files = filesOf(data, t("file.screenshot"), `${at?.date ?? ""}-${(at?.time ?? "").replace(":", "")}`);
    if (files.length > 0) uploads.add(files);
    return files.length > 0;
  };
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    if (!writes) return;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      latest.current(event.dataTransfer);
    };
    // Pasted text goes where it was pasted; only files are taken here.
    const onPaste = (event: ClipboardEvent) => {
      if (latest.current(event.clipboardData)) event.preventDefault();
    };
    document.addEventListener("dragover", onOver);
    document.addEventListener("dragleave", onLeave);
    document.addEventListener("drop", onDrop);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("dragover", onOver);
      document.removeEventListener("dragleave", onLeave);
      document.removeEventListener("drop", onDrop);
      document.removeEventListener("paste", onPaste);
    };
  }, [writes]);
  return over;
}

/** The files that nothing has taken the place of. */
const newest = (files: readonly Attachment[]): Attachment[] =>
  files.filter((file) => !files.some((other) => other.replaces === file.id));

/** What a file took the place of, the newest first. */
function before(file: Attachment, all: readonly Attachment[]): Attachment[] {
  const older = all.find((other) => other.id === file.replaces);
  return older ? [older, ...before(older, all)] : [];
}

interface LineProps {
  file: Attachment;
  all: readonly Attachment[];
  onShow: (file: Attachment) => void;
  onReplace: ((file: Attachment) => void) | undefined;
}

function FileLine({ file, all, onShow, onReplace }: LineProps) {
  const { t } = useWords();
  const older = before(file, all);
  return (
    <li>
      <FileRow file={file} note={older.length > 0 ? t("file.version", { n: older.length + 1 }) : undefined}>
        {previewed(file) && (
          <IconButton icon={IconEye} name={t("file.previewOf", { name: file.name })} onClick={() => onShow(file)} />
        )}
        {onReplace && (
          <IconButton icon={IconReplace} name={`${t("file.replace")} ${file.name}`} onClick={() => onReplace(file)} />
        )}
      </FileRow>
      {older.length > 0 && (
        <details className={css.older}>
          <summary>{t("file.earlier", { n: older.length })}</summary>
          {older.map((one, index) => (
            <FileRow key={one.id} file={one} note={t("file.version", { n: older.length - index })} />
          ))}
        </details>
      )}
    </li>
  );
}

const previewed = (file: Attachment): boolean => file.mediaType === "image/png" || file.mediaType === "image/jpeg";

function FileRow({ file, note, children }: { file: Attachment; note?: string | undefined; children?: ReactNode }) {
  const { say } = useWords();
  const zone = useZone();
  return (
    <div className={css.file}>
      <IconPaperclip size={15} stroke={1.6} aria-hidden />
      <a href={`/files/${encodeURIComponent(file.id)}`} download={file.name}>
        {file.name}
      </a>
      <span className={record.small}>
        {file.kind && isAttachmentKind(file.kind) && `${say(attachmentKind.values[file.kind])} · `}
        {note && `${note} · `}
        {formatBytes(file.size)} · {file.by && say(file.by)} · {formatInstant(file.at, zone)}
      </span>
      <span className={record.small} title={`SHA-256 ${file.sha256}`}>
        <Code>{shortHash(file.sha256)}</Code>
      </span>
      {children}
    </div>
  );
}

/** What is about to be attached: looked at before it is kept for good. */
function Tray({ name, row, uploads }: { name: RecordName; row: LoadedRecord; uploads: Uploads }) {
  const { t, say } = useWords();
  const { tray, busy } = uploads;
  const waiting = tray.filter((one) => one.state === "waiting");
  const title = t("file.trayTitle", { label: say(registry[name].label), number: row.number });
  return (
    <Dialog name={title} size={640} onClose={() => !busy && uploads.clear()}>
      <div className={dialog.dialog}>
        <h2>{title}</h2>
        <p>{t("file.trayText")}</p>
        <ul aria-live="polite">
          {tray.map((upload) => (
            <TrayLine
              key={upload.key}
              upload={upload}
              row={row}
              onDrop={() => uploads.drop(upload.key)}
              onKind={(kind) => uploads.setKind(upload.key, kind)}
            />
          ))}
        </ul>
        <div className={dialog.buttons}>
          <Button disabled={busy} onClick={uploads.clear}>
            {t(waiting.length > 0 ? "do.cancel" : "do.close")}
          </Button>
          {(waiting.length > 0 || busy) && (
            <Button look="primary" busy={busy} data-autofocus onClick={() => void uploads.send()}>
              {t("file.ready", { n: waiting.length })}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

interface TrayLineProps {
  upload: Upload;
  row: LoadedRecord;
  onDrop: () => void;
  onKind: (kind: AttachmentKind | undefined) => void;
}

function TrayLine({ upload, row, onDrop, onKind }: TrayLineProps) {
  const { t, say } = useWords();
  const replaced = row.attachments.find((file) => file.id === upload.replaces);
  const { state, progress, sha256 } = upload;
  return (
    <li className={css.trayLine} data-state={state}>
      <span className={css.name}>
        {upload.name} <span className={record.small}>{formatBytes(upload.file.size)}</span>
      </span>
      {state !== "sent" && state !== "cancelled" && (
        <IconButton icon={IconX} name={`${t("do.cancel")} ${upload.name}`} onClick={onDrop} />
      )}
      {state === "waiting" && <KindBox upload={upload} onKind={onKind} />}
      <span className={record.small}>
        {replaced && `${t("file.replaceOf", { name: replaced.name })} · `}
        {sha256 === undefined ? t("file.hashing") : sha256 && <Code>SHA-256 {sha256}</Code>}
      </span>
      {state === "sending" && (
        <progress max={100} value={progress} aria-label={t("file.progress", { name: upload.name, percent: progress })} />
      )}
      {state === "sent" && <strong>{t("file.sent")}</strong>}
      {state === "cancelled" && <strong>{t("file.cancelled")}</strong>}
      {upload.problem.map((problem) => (
        <p key={problem.en} role="alert" className={record.problem}>
          {say(problem)}
        </p>
      ))}
    </li>
  );
}

/** What the file is: some rules ask for one of a kind, such as a certificate. */
function KindBox({ upload, onKind }: Pick<TrayLineProps, "upload" | "onKind">) {
  const { t, say } = useWords();
  return (
    <select
      className={css.kind}
      aria-label={t("file.kindOf", { name: upload.name })}
      value={upload.kind ?? ""}
      onChange={({ currentTarget: { value } }) => onKind(isAttachmentKind(value) ? value : undefined)}
    >
      <option value="">{t("file.kindNone")}</option>
      {Object.entries(attachmentKind.values).map(([kind, label]) => (
        <option key={kind} value={kind}>
          {say(label)}
        </option>
      ))}
    </select>
  );
}

function Preview({ file, onClose }: { file: Attachment; onClose: () => void }) {
  const { t } = useWords();
  return (
    <Dialog name={t("file.previewOf", { name: file.name })} size={900} closeOnClickOutside onClose={onClose}>
      <div className={dialog.dialog}>
        <h2>{file.name}</h2>
        <img className={css.preview} src={`/files/${encodeURIComponent(file.id)}?preview`} alt={file.name} />
        <p className={record.small}>
          {t("file.copy")} <Code>SHA-256 {file.sha256}</Code>
        </p>
        <div className={dialog.buttons}>
          <Button data-autofocus onClick={onClose}>
            {t("do.close")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
