/** The tray of files that are about to be attached: hashed, looked at, sent in turn, each of them to be stopped. */
import type { AttachmentKind, Label } from "@lotline/schema";
import { useRef, useState } from "react";
import { useWords } from "../lang.tsx";
import type { LoadedRecord } from "./types.ts";
import { hashOf, maxBytes, type Sending, sendFile, type Upload } from "./uploads.ts";

export interface Uploads {
  readonly tray: readonly Upload[];
  readonly busy: boolean;
  readonly add: (files: readonly File[], replaces?: { readonly id: string }) => void;
  readonly setKind: (key: string, kind: AttachmentKind | undefined) => void;
  readonly drop: (key: string) => void;
  readonly clear: () => void;
  readonly send: () => Promise<void>;
}

export function useUploads(name: string, row: LoadedRecord, again: () => void): Uploads {
  const { t } = useWords();
  const label = (text: string): Label => ({ en: text, zh: text });
  const [tray, setTray] = useState<readonly Upload[]>([]);
  const [busy, setBusy] = useState(false);
  const counter = useRef(0);
  const sending = useRef<{ key: string; sending: Sending }>(undefined);
  const change = (key: string, patch: Partial<Upload>) =>
    setTray((before) => before.map((one) => (one.key === key ? { ...one, ...patch } : one)));

  const hash = async (upload: Upload) => {
    const sha256 = await hashOf(upload.file).catch(() => null);
    setTray((before) => {
      const known = sha256 === null ? undefined : row.attachments.find((file) => file.sha256 === sha256);
      const twin = sha256 !== null && before.some((one) => one.key !== upload.key && one.sha256 === sha256);
      const problem = known ? [label(t("file.same", { name: known.name }))] : twin ? [label(t("file.twice"))] : [];
      return before.map((one) =>
        one.key === upload.key ? { ...one, sha256, ...(problem.length > 0 ? { problem, state: "failed" as const } : {}) } : one,
      );
    });
  };
  const add: Uploads["add"] = (files, replaces) => {
    const made = files.map<Upload>((file) => {
      const fault = file.size > maxBytes ? label(t("file.tooLarge")) : file.size === 0 ? label(t("file.empty")) : undefined;
      counter.current += 1;
      return {
        key: String(counter.current),
        file,
        name: file.name,
        kind: undefined,
        replaces: replaces?.id,
        sha256: fault ? null : undefined,
        state: fault ? "failed" : "waiting",
        progress: 0,
        problem: fault ? [fault] : [],
      };
    });
    setTray((before) => [...before.filter((one) => one.state !== "sent"), ...made]);
    for (const upload of made) if (upload.state === "waiting") void hash(upload);
  };
  const send = async () => {
    setBusy(true);
    for (const upload of tray.filter((one) => one.state === "waiting")) {
      const one = sendFile(name, row.id, upload, label(t("fail.offline")), (progress) => change(upload.key, { progress }));
      sending.current = { key: upload.key, sending: one };
      change(upload.key, { state: "sending" });
      const result = await one.done;
      sending.current = undefined;
      change(upload.key, typeof result === "string" ? { state: result, progress: 100 } : { state: "failed", problem: result });
    }
    setBusy(false);
    again();
  };
  return {
    tray,
    busy,
    add,
    setKind: (key, kind) => change(key, { kind }),
    drop: (key) => {
      if (sending.current?.key === key) sending.current.sending.cancel();
      else setTray((before) => before.filter((one) => one.key !== key));
    },
    clear: () => setTray([]),
    send,
  };
}
