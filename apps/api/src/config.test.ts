import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readConfig, refuseDemoInProduction } from "./config.ts";
import { SetupError } from "./setup-error.ts";

const root = "/srv/lotline";
const read = (env: Record<string, string>) => readConfig(env, root);
const mistakesOf = (env: Record<string, string>): string[] => {
  try {
    read(env);
  } catch (error) {
    if (error instanceof SetupError) {
      expect(error.zh.split("\n")).toHaveLength(error.en.split("\n").length);
      return error.en.split("\n");
    }
    throw error;
  }
  return [];
};

describe("settings from the environment", () => {
  it("have safe defaults: a demo on this machine only", () => {
    expect(read({})).toEqual({
      profile: "development",
      demo: true,
      demoAt: "T5",
      host: "127.0.0.1",
      port: 4000,
      mayMovePort: true,
      dataDir: "/srv/lotline/data",
      databaseUrl: undefined,
      resetRoles: false,
      tls: undefined,
      trustProxy: false,
      baseUrl: undefined,
      keyFile: "/srv/lotline/data/keys/seal.pem",
      sealLogFile: "/srv/lotline/data/seals.log",
      logLevel: "info",
      trustedOnly: false,
      warnings: [],
    });
  });

  it("are all read", () => {
    const config = read({
      NODE_ENV: "production",
      HOST: "0.0.0.0",
      PORT: "8443",
      LOTLINE_DATA_DIR: "/var/data",
      DATABASE_URL: "postgresql://me:Xk29vvq@db/lotline?sslmode=require",
      LOTLINE_RESET_ROLES: "yes",
      LOTLINE_TLS_CERT: "tls/cert.pem",
      LOTLINE_TLS_KEY: "/etc/key.pem",
      LOTLINE_TRUST_PROXY: "10.0.0.1, 10.1.0.0/16",
      LOTLINE_BASE_URL: "https://erp.example.com/",
      LOTLINE_KEY_FILE: "/etc/seal.pem",
      LOTLINE_SEAL_LOG: "/mnt/seals",
      LOTLINE_LOG_LEVEL: "warn",
      LOTLINE_PASSWORD: "for the command line",
    });
    expect(config).toEqual({
      profile: "production",
      demo: false,
      demoAt: "T5",
      host: "0.0.0.0",
      port: 8443,
      mayMovePort: false,
      dataDir: "/var/data",
      databaseUrl: "postgresql://me:Xk29vvq@db/lotline?sslmode=require",
      resetRoles: true,
      tls: { certFile: "/srv/lotline/tls/cert.pem", keyFile: "/etc/key.pem" },
      trustProxy: ["10.0.0.1", "10.1.0.0/16"],
      baseUrl: "https://erp.example.com",
      keyFile: "/etc/seal.pem",
      sealLogFile: "/mnt/seals",
      logLevel: "warn",
      trustedOnly: true,
      warnings: [],
    });
  });

  it("that are wrong are refused all at once, without repeating a password", () => {
    const mistakes = mistakesOf({
      NODE_ENV: "prod",
      PORT: "70000",
      DEMO: "maybe",
      DATABASE_URL: "mysql://me:hunter2@db/x",
      LOTLINE_TLS_CERT: "cert.pem",
      LOTLINE_TRUST_PROXY: "the proxy",
      LOTLINE_BASE_URL: "https://example.com/erp",
      LOTLINE_LOG_LEVEL: "loud",
    });
    expect(mistakes).toEqual([
      'NODE_ENV must be one of development, test, production, not "prod".',
      "LOTLINE_TLS_CERT and LOTLINE_TLS_KEY are given together or not at all.",
      'DEMO must be 0 or 1, not "maybe".',
      'PORT must be a number from 0 to 65535, not "70000".',
      "DATABASE_URL must be like postgres://user:password@host:5432/database.",
      'LOTLINE_TRUST_PROXY must be the number of proxies (1 to 9) or their addresses separated by commas, not "the proxy".',
      'LOTLINE_BASE_URL must be like https://lotline.example.com without a path, not "https://example.com/erp".',
      'LOTLINE_LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, not "loud".',
    ]);
  });

  it("name the mail server, its port and how it is encrypted; never in clear outside this machine in production", () => {
    const smtp = (url: string) => read({ LOTLINE_SMTP_URL: url }).smtp;
    expect(smtp("smtps://lotline:p%40ss@mail.example.com")).toEqual({
      host: "mail.example.com",
      port: 465,
      tls: "implicit",
      user: "lotline",
      password: "p@ss",
    });
    expect(smtp("smtp://mail.example.com")).toMatchObject({ port: 587, tls: "starttls", user: undefined });
    expect(smtp("smtp://[::1]:2525?tls=none")).toMatchObject({ host: "::1", port: 2525, tls: "none" });
    const wrong = [
      "mail.example.com",
      "http://mail",
      "smtp://a@mail",
      "smtp://mail/box",
      "smtps://mail?tls=none",
      "smtp://mail?x=1",
    ];
    for (const url of wrong)
      expect(mistakesOf({ LOTLINE_SMTP_URL: url })).toEqual([
        "LOTLINE_SMTP_URL must be like smtps://user:password@mail.example.com:465, or smtp://…:587 (STARTTLS), or smtp://localhost:25?tls=none.",
      ]);
    const production = (url: string) => mistakesOf({ NODE_ENV: "production", LOTLINE_SMTP_URL: url });
    expect(production("smtp://127.0.0.1:25?tls=none")).toEqual([]);
    expect(production("smtp://mail.example.com?tls=none")).toEqual([
      "LOTLINE_SMTP_URL with tls=none sends passwords and names over the network in clear; use smtps:// or STARTTLS.",
    ]);
  });

  it("[REQ-ACC-01] of a provider of identities are read together, and refused all at once", () => {
    const whole = {
      LOTLINE_BASE_URL: "https://erp.example.com",
      LOTLINE_OIDC_ISSUER: "https://login.example.com/realm",
      LOTLINE_OIDC_CLIENT_ID: "lotline",
      LOTLINE_OIDC_CLIENT_SECRET: "hunter2",
    };
    const provider = { issuer: "https://login.example.com/realm", clientId: "lotline", clientSecret: "hunter2" };
    expect(read(whole).provider).toEqual({ ...provider, name: "login.example.com" });
    expect(read({ ...whole, LOTLINE_OIDC_NAME: "Example ID" }).provider).toEqual({ ...provider, name: "Example ID" });
    expect(mistakesOf({ LOTLINE_OIDC_ISSUER: "http://login.example.com" })).toEqual([
      'LOTLINE_OIDC_ISSUER must be an https:// address without a query, not "http://login.example.com".',
      "LOTLINE_OIDC_ISSUER needs LOTLINE_BASE_URL: the provider sends browsers back to it.",
      "LOTLINE_OIDC_CLIENT_ID is missing.",
      "Set one of LOTLINE_OIDC_CLIENT_SECRET and LOTLINE_OIDC_CLIENT_SECRET_FILE.",
    ]);
    expect(mistakesOf({ LOTLINE_OIDC_NAME: "x", LOTLINE_OIDC_CLIENT_ID: "y" })).toEqual([
      "LOTLINE_OIDC_CLIENT_ID, LOTLINE_OIDC_NAME mean nothing without LOTLINE_OIDC_ISSUER.",
    ]);
    const { LOTLINE_OIDC_CLIENT_SECRET: _, ...open } = whole;
    expect(mistakesOf({ ...open, LOTLINE_OIDC_CLIENT_SECRET_FILE: "/nowhere/secret" })).toEqual([
      "LOTLINE_OIDC_CLIENT_SECRET_FILE=/nowhere/secret cannot be read.",
    ]);
  });

  it("that are misspelt are named", () => {
    expect(read({ LOTLINE_DATADIR: "/x" }).warnings).toEqual([
      { en: "There is no setting LOTLINE_DATADIR.", zh: "没有名为 LOTLINE_DATADIR 的设置。" },
    ]);
  });

  it("warn outside production when others can reach the server unencrypted", () => {
    expect(read({ HOST: "0.0.0.0" }).warnings).toHaveLength(1);
    expect(read({ HOST: "localhost" }).warnings).toEqual([]);
  });

  it("are all explained in .env.example, with their defaults", () => {
    const example = readFileSync(new URL("../../../.env.example", import.meta.url), "utf8");
    const named = [...example.matchAll(/^#?\s?([A-Z_]+)=/gm)].map((match) => match[1]);
    const source = ["./config.ts", "./config-provider.ts"]
      .map((file) => readFileSync(new URL(file, import.meta.url), "utf8"))
      .join("");
    const used = [...source.matchAll(/"((?:LOTLINE_[A-Z_]+)|NODE_ENV|PORT|HOST|DEMO|DATABASE_URL)"/g)].map((match) => match[1]);
    expect(new Set(named)).toEqual(new Set(used));
  });
});

describe("the production profile", () => {
  const production = { NODE_ENV: "production" };

  it("[REQ-ACC-01] starts empty and refuses the demo", () => {
    expect(read(production).demo).toBe(false);
    expect(mistakesOf({ ...production, DEMO: "1" })).toEqual(["DEMO=1 is not allowed with NODE_ENV=production."]);
  });

  it("[REQ-ACC-11] refuses to be reachable from outside without TLS or a declared proxy", () => {
    const outside = { ...production, HOST: "0.0.0.0" };
    expect(mistakesOf(outside)).toEqual([
      "HOST=0.0.0.0 is reachable from outside: set LOTLINE_TLS_CERT and LOTLINE_TLS_KEY, or declare the proxy that encrypts in LOTLINE_TRUST_PROXY.",
    ]);
    expect(mistakesOf({ ...outside, LOTLINE_TLS_CERT: "c", LOTLINE_TLS_KEY: "k" })).toEqual([]);
    expect(mistakesOf({ ...outside, LOTLINE_TRUST_PROXY: "1", LOTLINE_BASE_URL: "https://erp.example.com" })).toEqual([]);
    expect(mistakesOf({ ...production, HOST: "::1" })).toEqual([]);
  });

  it("asks behind a proxy for the encrypted address", () => {
    const mistake = "Behind a proxy LOTLINE_BASE_URL must name the https:// address that browsers use.";
    expect(mistakesOf({ ...production, LOTLINE_TRUST_PROXY: "1" })).toEqual([mistake]);
    expect(mistakesOf({ ...production, LOTLINE_TRUST_PROXY: "1", LOTLINE_BASE_URL: "http://erp.example.com" })).toEqual([
      mistake,
    ]);
  });

  it("refuses example passwords of the database and the key of the demo", () => {
    for (const password of ["", ":postgres", ":Lotline"]) {
      expect(mistakesOf({ ...production, DATABASE_URL: `postgres://me${password}@db/lotline` })).toEqual([
        "The password in DATABASE_URL is empty or one from an example; give the database user a strong one.",
      ]);
    }
    expect(mistakesOf({ ...production, LOTLINE_KEY_FILE: "apps/api/src/seed/demo-key.pem" })).toEqual([
      "LOTLINE_KEY_FILE=/srv/lotline/apps/api/src/seed/demo-key.pem lies in the program's own files, where only the demo key is; make a key of your own.",
    ]);
  });

  it("[REQ-ACC-01] refuses a database with demo accounts, the demo key or a shifted clock", () => {
    const facts = { demoAccounts: ["zhang.wei"], isDemoKey: true, clockOffset: 86_400_000 };
    expect(() => refuseDemoInProduction(read(production), facts)).toThrow(
      /demo accounts with known passwords \(zhang\.wei\)[\s\S]*is the demo key[\s\S]*clock is shifted \(86400000\)/,
    );
    expect(() => refuseDemoInProduction(read({}), facts)).not.toThrow();
    expect(() => refuseDemoInProduction(read(production), { demoAccounts: [], isDemoKey: false, clockOffset: 0 })).not.toThrow();
  });
});
