/** A real mail server of the test's own, on a free port of this machine; it keeps what it took. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface Received {
  readonly from: string;
  readonly to: string;
  readonly messageId: string;
  readonly subject: string;
  readonly language: string;
  readonly text: string;
  readonly html: string;
  readonly raw: string;
}

export interface MailBox extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  /** Answers to the next recipients instead of taking them: SMTP codes, in order. */
  readonly refusals: number[];
  /** Who signed in, "user:password". */
  readonly signedIn: string[];
}

/** Opens the box. */
export async function openMailBox(): Promise<MailBox> {
  const received: Received[] = [];
  const refusals: number[] = [];
  const signedIn: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      signedIn.push(`${username}:${password}`);
      done(null, { user: username });
    },
    onRcptTo: (_address, _session, done) => {
      const responseCode = refusals.shift();
      done(responseCode ? Object.assign(new Error(`refused with ${responseCode}`), { responseCode }) : null);
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : "";
        received.push(read(Buffer.concat(parts).toString("utf8"), from, rcptTo.map(({ address }) => address).join()));
        done(null, "queued");
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.server.once("listening", resolve));
  // A server that listens has an address and a port.
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}?tls=none`,
    port,
    received,
    refusals,
    signedIn,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

function read(raw: string, from: string, to: string): Received {
  const { head, body } = partOf(raw);
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? "none";
  const parts = body.split(`--${boundary}`).map(partOf);
  const of = (type: string) => decoded(parts.find((part) => part.head.includes(type)));
  const line = (name: string) => new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, "im").exec(head)?.[1] ?? "";
  return {
    from,
    to,
    messageId: line("Message-ID"),
    subject: words(line("Subject")),
    language: line("Content-Language"),
    text: of("text/plain"),
    html: of("text/html"),
    raw,
  };
}

const partOf = (text: string): { head: string; body: string } => {
  const trimmed = text.replace(/^\r\n/, "");
  const at = trimmed.indexOf("\r\n\r\n");
  return { head: trimmed.slice(0, at), body: trimmed.slice(at + 4) };
};

function decoded(part: { head: string; body: string } | undefined): string {
  if (!part) return "";
  const coding = /Content-Transfer-Encoding: (\S+)/i.exec(part.head)?.[1] ?? "7bit";
  if (coding === "base64") return Buffer.from(part.body, "base64").toString("utf8").replaceAll("\r\n", "\n");
  const bytes = coding === "quoted-printable" ? unquoted(part.body) : Buffer.from(part.body, "utf8");
  return bytes.toString("utf8").replaceAll("\r\n", "\n");
}

const unquoted = (text: string): Buffer =>
  Buffer.from(
    text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );

/** The encoded words of a header (RFC 2047). */
const words = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/\r\n[ \t]/g, " ")
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_all, kind: string, body: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(body, "base64").toString("utf8")
        : unquoted(body.replaceAll("_", " ")).toString("utf8"),
    );
