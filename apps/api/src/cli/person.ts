/** A named person at the command line: proved by password, with a session, permits and audit like in the browser. */
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import type { Ctx } from "../base/context.ts";
import { AppError } from "../base/error.ts";
import { loadOrCreateKey, readPublicKeys } from "../evidence/keys.ts";
import type { Kernel, Command as KernelCommand } from "../kernel/command.ts";
import type { Tx } from "../kernel/tx.ts";
import { SetupError } from "../setup-error.ts";
import { type Call, needed, textOf } from "./command.ts";
import { type Place, seal, withHouse } from "./place.ts";

export interface Acting {
  readonly kernel: Kernel;
  readonly place: Place;
  readonly ctx: Ctx & { readonly sessionId: string };
  readonly login: string;
}

/** Opens the house, proves who acts, does the work and seals it. A one-time password must be replaced before anything else. */
export async function withPerson<T>(call: Call, work: (acting: Acting) => Promise<T>, mayBeNew = false): Promise<T> {
  const login = needed(call, "as");
  const password = await secretOf(call, "LOTLINE_PASSWORD", call.pick({ en: `Password of ${login}`, zh: `${login} 的密码` }));
  return withHouse(call, async (place) => {
    const { config, urls } = place;
    const { assemble } = await import("../assemble.ts");
    const { endSession, loadOrCreateBox, mustChangePassword, sessionOf, signIn } = await import("../modules/platform/index.ts");
    const key = loadOrCreateKey(config.keyFile);
    const kernel = await assemble(urls.app, { key, publicKeys: readPublicKeys(config.keyFile) }, { pool: 2 });
    try {
      const client = { address: "command line", agent: "lotline" };
      const secrets = loadOrCreateBox(join(dirname(config.keyFile), "secrets.key"));
      const enter = (code?: string) => signIn(kernel.orm, { login, password, code }, client, secrets);
      const { token, personId } = await enter().catch(async (error: unknown) => {
        if (!asksCode(error)) throw error;
        return enter(await secretOf(call, "LOTLINE_CODE", call.pick({ en: "Code of the authenticator app", zh: "动态码" })));
      });
      const session = await sessionOf(kernel.orm, token, client);
      if (!session) throw new AppError("UNAUTHENTICATED");
      try {
        if (!mayBeNew && (await mustChangePassword(kernel.orm, personId))) throw passwordToChange(login);
        const ctx = { personId, sessionId: session.id, source: "cli", request: "", language: call.language } as const;
        return await work({ kernel, place, ctx, login });
      } finally {
        await endSession(kernel.orm, session, "command done");
      }
    } finally {
      await kernel.orm.close(true);
      await seal(place);
    }
  });
}

const asksCode = (error: unknown): boolean =>
  error instanceof AppError && error.details.reasons?.some((reason) => reason.code === "SECOND_FACTOR") === true;

const passwordToChange = (login: string): SetupError =>
  new SetupError(
    "PASSWORD_MUST_CHANGE",
    `This password was given to you for one use. Run first: npm run -s lotline -- user password --as ${login}`,
    `该密码为一次性密码。请先运行：npm run -s lotline -- user password --as ${login}`,
  );

/** A secret from the environment (null: never from there), or asked at the terminal. */
export async function secretOf(call: Call, variable: string | null, question: string): Promise<string> {
  const given = (variable && call.env[variable]) || (await call.ask(question));
  if (given) return given;
  const [en, zh] = variable ? [`set ${variable}`, `请设置 ${variable}`] : ["run this in one", "请在终端中运行"];
  throw new SetupError("PASSWORD_NEEDED", `There is no terminal to ask at; ${en}.`, `没有可供询问的终端；${zh}。`);
}

/** A new secret: from the environment, or asked twice, because nobody sees what is typed. */
export async function newSecret(call: Call, variable: string | null, question: string): Promise<string> {
  const secret = await secretOf(call, variable, question);
  if (variable && call.env[variable]) return secret;
  const again = await call.ask(call.pick({ en: `${question} (again)`, zh: `${question}（再次输入）` }));
  if (again !== secret) throw new SetupError("PASSWORD_DIFFERS", "The two entries differ.", "两次输入不一致。");
  return secret;
}

/** One command of the acting person about one person, found by login. */
export async function aboutPerson(
  acting: Acting,
  login: string,
  what: Pick<KernelCommand, "operation" | "reason">,
  change: (tx: Tx, person: { id: string; number: string; version: number }) => Promise<void>,
): Promise<{ number: string; login: string }> {
  const { command } = await import("../kernel/command.ts");
  const { notFound } = await import("../base/error.ts");
  let number = "";
  const wanted = login.toLowerCase();
  await command(acting.kernel, acting.ctx, { id: randomUUID(), input: { login: wanted }, ...what }, async (tx) => {
    const person = await tx.findOne("Person", { login: wanted });
    if (!person) throw notFound("Person", login);
    number = person.number;
    await change(tx, person);
    return { record: "Person", id: person.id };
  });
  return { number, login: wanted };
}

/** The reason given with the call, as the commands take it. */
export const reasonOf = (call: Call): { reason?: string } => {
  const reason = textOf(call, "reason");
  return reason === undefined ? {} : { reason };
};
