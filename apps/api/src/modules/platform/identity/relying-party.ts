/** Under which name browsers keep passkeys for this installation, and from which pages it takes them (WebAuthn §5.1.2). */
import { isIP } from "node:net";
import type { Reason } from "@lotline/schema";
import { refused } from "../../../base/error.ts";
import type { WebRequest } from "../web-request.ts";

export interface RelyingParty {
  /** A name of the internet; browsers take no address of numbers. */
  readonly id: string;
  readonly origins: readonly string[];
}

const unfit: Reason = {
  code: "PASSKEY_ADDRESS",
  text: {
    en: "Passkeys work where Lotline is reached by an encrypted address with a name (https://…), or by http://localhost on this machine.",
    zh: "仅当通过带域名的加密地址（https://…）或本机 http://localhost 访问 Lotline 时，才能使用通行密钥。",
  },
};

/** By the address browsers use; without one, only for a page of this machine's own `localhost`. Null where passkeys cannot be. */
export function partyOf({ installation, client }: Pick<WebRequest, "installation" | "client">): RelyingParty | null {
  const { baseUrl } = installation;
  const url = URL.parse(baseUrl ?? `http://${client.host ?? ""}`);
  if (!url) return null;
  const name = url.hostname;
  const isHere = name === "localhost";
  const isNamed = url.protocol === "https:" && isIP(name.replaceAll(/[[\]]/g, "")) === 0;
  if (!isHere && !(baseUrl && isNamed)) return null;
  return { id: name, origins: baseUrl ? [url.origin] : [url.origin, url.origin.replace("http:", "https:")] };
}

/** @throws PASSKEY_ADDRESS where passkeys cannot be: plain HTTP from elsewhere, or an address of numbers */
export function requireParty(request: Pick<WebRequest, "installation" | "client">): RelyingParty {
  const party = partyOf(request);
  if (!party) throw refused(unfit);
  return party;
}
