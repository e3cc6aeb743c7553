/**
 * The way over the provider: begun from here, bound to this browser, and what its end means. Signing in opens a session of a person
 * who is known; in a session it proves its person anew (prompt=login, max_age=0), for one signature, one change or the lock.
 */
import { randomBytes } from "node:crypto";
import type { Reason } from "@lotline/schema";
import { AppError, refused } from "../../../base/error.ts";
import { type Attempt, beginAttempt, forgiveAttempt, waitReason } from "../delay.ts";
import { factorOf, useFactor } from "../second-factor.ts";
import { checkInSession, event, openSession, type SessionState, type Sql, secure, unlock } from "../session.ts";
import { codeAsked, codeWrong, keepDevice, passkeyAsked } from "../sign-in.ts";
import type { WebRequest } from "../web-request.ts";
import type { Purpose } from "./challenge.ts";
import { type LinkedPerson, linkByRule, linkedPerson } from "./link.ts";
import { passkeysOf, usePasskey } from "./passkey.ts";
import { type Identity, type Provider, ProviderError } from "./provider.ts";
import { providerReasons as told } from "./provider-refusals.ts";
import { requireParty } from "./relying-party.ts";
import { beginRound, proveRound, type Round, type RoundFault, takeRound, waitingRound } from "./round.ts";
import { signInRule } from "./sign-in-rule.ts";

/** @throws REFUSED where the installation names none */
export function requireProvider({ installation }: WebRequest): Provider {
  if (!installation.provider) throw refused(told.NONE);
  return installation.provider;
}

/** Begins the way. @returns the address to which the browser goes @throws REFUSED PROVIDER_NONE, PROVIDER_DOWN, INTENT */
export async function askProvider(
  request: WebRequest,
  purpose: Purpose,
  session: SessionState | null,
  intentId: string | null,
): Promise<string> {
  const provider = requireProvider(request);
  const browser = request.device.token ?? randomBytes(32).toString("base64url");
  const asked = { purpose, personId: session?.personId ?? null, sessionId: session?.id ?? null, intentId };
  const secrets = await secure(request.kernel.orm, asked.personId, "askProvider", (sql) => beginRound(sql, asked, browser));
  const address = await provider.address(secrets, purpose !== "signIn").catch((error: unknown) => {
    throw error instanceof ProviderError ? refused(told[error.fault]) : error;
  });
  request.device.set(browser);
  return address;
}

/** What the end of a way has brought: a purpose fulfilled, or for a sign-in the second factor that is still asked. */
export interface Arrived {
  readonly purpose: Purpose;
  readonly asks: readonly Reason[];
}

/** Ends the way. @param search the query with which the provider sent the browser back @throws worded by purpose */
export async function arrive(request: WebRequest, search: string): Promise<Arrived> {
  const provider = requireProvider(request);
  const state = new URLSearchParams(search).get("state") ?? "";
  const taken = await secure(request.kernel.orm, null, "arriveFromProvider", (sql) =>
    takeRound(sql, state, request.device.token),
  );
  if (!taken) throw new AppError("UNAUTHENTICATED", { reasons: [told.STATE] });
  const { round } = taken;
  const found = await identityOf(provider, round, taken.fault, search, state);
  if (round.purpose === "signIn") return { purpose: "signIn", asks: await arriveAtSignIn(request, round, found) };
  await arriveInSession(request, round, found);
  return { purpose: round.purpose, asks: [] };
}

interface Found {
  readonly identity: Identity | null;
  readonly fault: Reason | null;
}

async function identityOf(
  provider: Provider,
  round: Round,
  fault: RoundFault | null,
  search: string,
  state: string,
): Promise<Found> {
  if (fault) return { identity: null, fault: told[fault] };
  try {
    return { identity: await provider.identity(search, { state, nonce: round.nonce, verifier: round.verifier }), fault: null };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const why = told[error.fault];
    // Nobody has tried to be somebody: it counts as no failure.
    if (error.fault === "DOWN" || error.fault === "DENIED") throw refused(why);
    return { identity: null, fault: why };
  }
}

async function arriveAtSignIn(request: WebRequest, round: Round, { identity, fault }: Found): Promise<readonly Reason[]> {
  const { kernel, client, device } = request;
  const ask = <T>(work: (sql: Sql) => Promise<T>) => secure(kernel.orm, null, "signIn", work);
  const person = identity && ((await ask((sql) => linkedPerson(sql, identity))) ?? (await linkByRule(kernel, ask, identity)));
  const why = fault ?? whyNot(person, identity);
  if (why || !person || !identity) {
    // The issuer's own name of the person is written down: an administrator links by it.
    const detail = { address: client.address, why: why?.code, issuer: identity?.issuer, subject: identity?.subject };
    await ask((sql) => sql(...event("signInFailed", person?.id ?? null, null, detail)));
    throw new AppError("UNAUTHENTICATED", { reasons: [why ?? told.WRONG] });
  }
  const { asks, trusted } = await ask((sql) => factorsAsked(sql, person.id, identity));
  await ask((sql) => proveRound(sql, round, person.id, { trusted }));
  if (asks.length === 0) await enter(request, person.id, trusted ? "provider+factor" : "provider", trusted);
  else await keepDevice(kernel.orm, person.id, device.token);
  return asks;
}

const whyNot = (person: LinkedPerson | null, identity: Identity | null): Reason | null =>
  !person ? unknownIdentity(identity) : person.state === "active" ? null : told.DISABLED;

/** With what the administrator needs to link it. */
const unknownIdentity = (identity: Identity | null): Reason => {
  const { code, text } = told.UNKNOWN;
  const name = identity ? `${identity.subject} @ ${identity.issuer}` : "";
  return { code, text: { en: `${text.en} (${name})`, zh: `${text.zh}（${name}）` } };
};

/** What of our own is asked besides: nothing where the rule trusts how the provider proved the person. */
async function factorsAsked(sql: Sql, personId: string, { amr, acr }: Identity): Promise<{ asks: Reason[]; trusted: boolean }> {
  const rule = await signInRule(sql);
  const trusted = amr.some((one) => rule.trustedAmr.includes(one)) || (acr !== undefined && rule.trustedAcr.includes(acr));
  if (trusted) return { asks: [], trusted };
  const { enrolled } = await factorOf(sql, personId);
  const keys = await passkeysOf(sql, personId);
  return { asks: [...(enrolled ? [codeAsked] : []), ...(keys.length > 0 ? [passkeyAsked] : [])], trusted };
}

async function enter(request: WebRequest, personId: string, how: string, trusted: boolean): Promise<void> {
  const { kernel, client, device } = request;
  device.set(await keepDevice(kernel.orm, personId, device.token));
  request.setToken(await openSession(kernel.orm, personId, client, how, trusted));
}

/** The second factor after the provider, where ours is asked; wrong ones are slowed down as after a password. */
export async function addFactor(
  request: WebRequest,
  state: string,
  given: { code?: string | undefined; passkey?: string | undefined },
): Promise<void> {
  const { kernel, client, device, installation } = request;
  const asked = { purpose: "signIn", personId: null, sessionId: null, intentId: null } as const;
  const party = given.passkey ? requireParty(request) : null;
  const done = await secure(kernel.orm, null, "signIn", async (sql, now) => {
    const waiting = await waitingRound(sql, state, device.token);
    if (!waiting) return { fault: told.STATE };
    const { personId } = waiting;
    const [person] = await sql<{ login: string }>("select login from person where id = ? and state = 'active'", [personId]);
    if (!person) return { fault: told.DISABLED };
    const attempt: Attempt = { login: person.login, address: client.address, device: null };
    const wait = await beginAttempt(sql, now, attempt);
    if (wait > 0) return { fault: waitReason(wait), retryAfter: Math.ceil(wait) };
    const fault = party
      ? (await usePasskey(sql, now, party, asked, given.passkey ?? "", personId)).fault
      : (await useFactor(sql, installation.secrets, personId, given.code ?? ""))
        ? null
        : codeWrong;
    if (fault) await sql(...event("signInFailed", personId, null, { address: client.address, why: fault.code }));
    else {
      await forgiveAttempt(sql, attempt, true);
      await sql("update provider_round set spent_at = clock_timestamp() where id = ?", [waiting.id]);
    }
    return { fault, personId };
  });
  const { fault, personId, retryAfter } = done as { fault: Reason | null; personId?: string; retryAfter?: number };
  if (fault || !personId)
    throw new AppError("UNAUTHENTICATED", { reasons: [fault ?? told.STATE], ...(retryAfter ? { retryAfter } : {}) });
  await enter(request, personId, party ? "provider+passkey" : "provider+code", false);
}

/** Seconds by which the provider's clock may differ from ours. */
const skew = 10;

/** Whether an identity proves the person of a session anew: the same one, and after the question was asked. */
async function proofFault(sql: Sql, round: Round, identity: Identity): Promise<Reason | null> {
  const person = await linkedPerson(sql, identity);
  if (person?.id !== round.personId) return told.OTHER_PERSON;
  if (identity.authTime === undefined) return told.NO_AUTH_TIME;
  const [clock] = await sql<{ now: string }>("select extract(epoch from clock_timestamp())::text as now");
  // Full seconds on their side, so what was asked within the same second is not too old.
  const asked = Math.floor(round.madeAt / 1000);
  return identity.authTime < asked - skew || identity.authTime > Number(clock?.now) + skew ? told.STALE : null;
}

const failures = { sign: "signingFailed", own: "secondFactorFailed", unlock: "unlockFailed" } as const;

/** Counts a wrong end like a wrong password: the fifth in a session ends it and alerts security. */
async function arriveInSession(request: WebRequest, round: Round, found: Found): Promise<void> {
  const { session } = request;
  if (!session || session.id !== round.sessionId) throw new AppError("UNAUTHENTICATED", { reasons: [told.SESSION] });
  let fault: Reason | null = found.fault;
  const also = async (sql: Sql): Promise<boolean> => {
    fault ??= found.identity ? await proofFault(sql, round, found.identity) : told.WRONG;
    return fault === null;
  };
  const purpose = round.purpose === "own" || round.purpose === "unlock" ? round.purpose : "sign";
  const check = { secret: null, given: "", failure: failures[purpose], also } as const;
  const left = await checkInSession(request.kernel.orm, session, check, async (sql, now) => {
    const { issuer, subject, authTime } = found.identity ?? {};
    await proveRound(sql, round, session.personId, { issuer, subject, authTime });
    if (purpose === "unlock") await unlock(sql, now, session);
  });
  if (left !== null)
    throw new AppError(purpose === "sign" ? "SIGNATURE_REFUSED" : "REFUSED", { triesLeft: left, reasons: [fault ?? told.WRONG] });
}
