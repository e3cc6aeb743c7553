/** Sends files to a record one after the other, with progress and a way to stop; what the server refuses comes back in words. */
import type { AttachmentKind, Label } from "@lotline/schema";
import { commandId } from "../command.ts";

export const maxBytes = 20 * 1024 * 1024;

export interface Upload {
  readonly key: string;
  readonly file: File;
  readonly name: string;
  /** What it is; undefined where nobody said. */
  readonly kind: AttachmentKind | undefined;
  /** The attachment it takes the place of. */
  readonly replaces: string | undefined;
  /** Hex; undefined until it is computed, null where the browser cannot (a page on plain HTTP). */
  readonly sha256: string | null | undefined;
  readonly state: "waiting" | "sending" | "sent" | "failed" | "cancelled";
  /** Percent. */
  readonly progress: number;
  readonly problem: readonly Label[];
}

/** SHA-256 of a file as the server will compute it. @returns null where the browser offers no hashing */
export async function hashOf(file: Blob): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The files of a drop or a paste; a pasted picture gets a name with its moment. */
export function filesOf(data: DataTransfer | null, screenshot: string, moment: string): File[] {
  return [...(data?.files ?? [])].map((file) =>
    /^image\.(png|jpe?g)$/.test(file.name)
      ? new File([file], `${screenshot}-${moment}.${file.name.split(".").pop()}`, { type: file.type })
      : file,
  );
}

interface Worded {
  readonly text: Label;
}
interface Answer {
  readonly errors?: readonly {
    readonly extensions?: { readonly issues?: readonly Worded[]; readonly reasons?: readonly Worded[] };
  }[];
}

export interface Sending {
  readonly done: Promise<"sent" | "cancelled" | readonly Label[]>;
  readonly cancel: () => void;
}

/** Puts one file on the wire. fetch tells no progress of what goes up, so it is an XMLHttpRequest. */
export function sendFile(
  record: string,
  id: string,
  upload: Upload,
  lost: Label,
  onProgress: (percent: number) => void,
): Sending {
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({ record, id, name: upload.name, commandId: commandId() });
  if (upload.kind) query.set("kind", upload.kind);
  if (upload.replaces) query.set("replaces", upload.replaces);
  const done = new Promise<"sent" | "cancelled" | readonly Label[]>((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.floor((100 * loaded) / Math.max(1, total)));
    request.onload = () => resolve(request.status === 200 ? "sent" : problemsIn(request.responseText, request.status));
    request.onerror = () => resolve([lost]);
    request.onabort = () => resolve("cancelled");
  });
  request.open("PUT", `/files?${query}`);
  request.send(upload.file);
  return { done, cancel: () => request.abort() };
}

/** The route answers in the form of the API's errors; a gateway in front of it may not. */
function problemsIn(text: string, status: number): readonly Label[] {
  const unknown = { en: `HTTP ${status}`, zh: `HTTP ${status}` };
  try {
    const { errors } = JSON.parse(text) as Answer;
    const { issues = [], reasons = [] } = errors?.[0]?.extensions ?? {};
    const labels = [...issues, ...reasons].map((one) => one.text);
    return labels.length > 0 ? labels : [unknown];
  } catch {
    return [unknown];
  }
}
