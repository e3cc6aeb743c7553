/** What support needs to know of a failure, without a secret: codes, names of requests and times; no values, no texts typed. */
import type { Failure } from "./failure.ts";

export interface Request {
  readonly operation: string;
  readonly at: string;
  readonly ms: number;
  /** "ok", or the kind and code of its failure. */
  readonly outcome: string;
}

const most = 20;
let requests: readonly Request[] = [];
let version = "";

/** The version of the server, told once it is known. */
export function noteVersion(known: string): void {
  version = known;
}

export function noteRequest(request: Request): void {
  requests = [...requests.slice(1 - most), request];
}

/** The code of a failure in a word. */
export function codeOf(failure: Failure): string {
  switch (failure.kind) {
    case "internal":
      return [failure.code, failure.reference].filter(Boolean).join(" ");
    case "refused":
    case "signature":
      return [failure.kind, ...failure.reasons.map(({ code }) => code)].join(" ");
    case "invalid":
      return [failure.kind, ...failure.issues.map(({ path, code }) => `${path}:${code}`)].join(" ");
    default:
      return failure.kind;
  }
}

interface Place {
  readonly path: string;
  readonly search: string;
  readonly language: string;
  readonly browser: string;
  readonly window: string;
  readonly lost: boolean;
}

/** The text to copy. Of the address only the names of its parameters: their values are what people look for. */
export function diagnosticsText(failure: Failure, at: Date, place: Place): string {
  const { path, search, ...rest } = place;
  return JSON.stringify(
    {
      at: at.toISOString(),
      version,
      failure: codeOf(failure),
      page: path,
      parameters: [...new URLSearchParams(search).keys()],
      ...rest,
      requests,
    },
    null,
    2,
  );
}
