/** The settings of the company's provider of identities (OpenID Connect); all mistakes are told together with the others. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Message } from "./config.ts";

export interface ProviderConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What its button says. */
  readonly name: string;
}

/** The settings that belong to it. */
export const providerSettingNames = [
  "LOTLINE_OIDC_ISSUER",
  "LOTLINE_OIDC_CLIENT_ID",
  "LOTLINE_OIDC_CLIENT_SECRET",
  "LOTLINE_OIDC_CLIENT_SECRET_FILE",
  "LOTLINE_OIDC_NAME",
];

interface Given {
  readonly text: (name: string) => string | undefined;
  readonly baseUrl: string | undefined;
  readonly root: string;
  /** Whether an address can be reached from this machine only. */
  readonly isLoopback: (host: string) => boolean;
}

/** Undefined without an issuer: then nobody signs in by a provider. @param mistakes gets what is wrong, in both languages */
export function providerConfig({ text, baseUrl, root, isLoopback }: Given, mistakes: Message[]): ProviderConfig | undefined {
  const issuer = text("LOTLINE_OIDC_ISSUER");
  const given = providerSettingNames.filter((name) => text(name) !== undefined);
  if (issuer === undefined) {
    if (given.length > 0)
      mistakes.push({
        en: `${given.join(", ")} mean nothing without LOTLINE_OIDC_ISSUER.`,
        zh: `未设置 LOTLINE_OIDC_ISSUER 时,${given.join("、")} 无意义。`,
      });
    return undefined;
  }
  const url = URL.parse(issuer);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (!isSafe || url?.search || url?.hash)
    mistakes.push({
      en: `LOTLINE_OIDC_ISSUER must be an https:// address without a query, not "${issuer}".`,
      zh: `LOTLINE_OIDC_ISSUER 须为不含查询参数的 https:// 地址,而不是"${issuer}"。`,
    });
  if (!baseUrl)
    mistakes.push({
      en: "LOTLINE_OIDC_ISSUER needs LOTLINE_BASE_URL: the provider sends browsers back to it.",
      zh: "使用 LOTLINE_OIDC_ISSUER 须设置 LOTLINE_BASE_URL:身份提供方将浏览器送回该地址。",
    });
  const clientId = text("LOTLINE_OIDC_CLIENT_ID");
  if (!clientId) mistakes.push({ en: "LOTLINE_OIDC_CLIENT_ID is missing.", zh: "缺少 LOTLINE_OIDC_CLIENT_ID。" });
  const clientSecret = secretOf({ text, root }, mistakes);
  return {
    issuer,
    clientId: clientId ?? "",
    clientSecret: clientSecret ?? "",
    name: text("LOTLINE_OIDC_NAME") ?? url?.hostname ?? "",
  };
}

/** From the setting or from a file that belongs to the installation, not both. */
function secretOf({ text, root }: Pick<Given, "text" | "root">, mistakes: Message[]): string | undefined {
  const [secret, file] = [text("LOTLINE_OIDC_CLIENT_SECRET"), text("LOTLINE_OIDC_CLIENT_SECRET_FILE")];
  if ((secret === undefined) === (file === undefined)) {
    mistakes.push({
      en: "Set one of LOTLINE_OIDC_CLIENT_SECRET and LOTLINE_OIDC_CLIENT_SECRET_FILE.",
      zh: "LOTLINE_OIDC_CLIENT_SECRET 与 LOTLINE_OIDC_CLIENT_SECRET_FILE 须设置其中之一。",
    });
    return undefined;
  }
  if (file === undefined) return secret;
  try {
    return readFileSync(resolve(root, file), "utf8").trim();
  } catch {
    mistakes.push({
      en: `LOTLINE_OIDC_CLIENT_SECRET_FILE=${file} cannot be read.`,
      zh: `无法读取 LOTLINE_OIDC_CLIENT_SECRET_FILE=${file}。`,
    });
    return undefined;
  }
}
