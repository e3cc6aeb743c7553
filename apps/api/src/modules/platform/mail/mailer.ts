/** Speaks to the mail server (nodemailer): one mail at a time, every wait bounded. */
import { createTransport } from "nodemailer";

/** A mail server and how to speak to it. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly tls: "implicit" | "starttls" | "none";
  readonly user: string | undefined;
  readonly password: string | undefined;
}

export interface Letter {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for each try: a server that got it twice can tell. */
  readonly messageId: string;
  readonly language: "zh" | "en";
}

export interface Mailer {
  /** @returns what the server answered. @throws MailRefused when it will never take it, any other error when it may later */
  send(letter: Letter): Promise<string>;
  close(): void;
}

/** The server has refused for good: an address that does not exist, a sender it does not let. */
export class MailRefused extends Error {}

// Together less than the time after which a delivery counts as lost.
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 5_000 };

/** A mailer for one server. */
export function createMailer({ host, port, tls, user, password }: MailServer): Mailer {
  const transport = createTransport({
    host,
    port,
    secure: tls === "implicit",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    ...(user ? { auth: { user, pass: password ?? "" } } : {}),
    ...timeouts,
    // Nothing is read from files or addresses that a text could name.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ from, to, subject, text, html, messageId, language }) {
      const headers = { "Auto-Submitted": "auto-generated", "Content-Language": language };
      try {
        const info = await transport.sendMail({ from, to: { name: "", address: to }, subject, text, html, messageId, headers });
        return String(info.response);
      } catch (error) {
        const code = codeOf(error);
        if (code >= 500 && code < 600) throw new MailRefused(error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

const codeOf = (error: unknown): number =>
  typeof error === "object" && error !== null && "responseCode" in error ? Number(error.responseCode) : 0;
