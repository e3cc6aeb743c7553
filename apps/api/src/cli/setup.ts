import type { FirstPerson } from "../seed/first-people.ts";
import { type FirstPost, firstPosts, loginForm, loginFormText } from "../seed/first-posts.ts";
import { SetupError } from "../setup-error.ts";
import { type Call, type Command, needed, textOf, UsageError } from "./command.ts";
import { newSecret } from "./person.ts";
import { asking, type Place, seal, settingsOf, withDatabase } from "./place.ts";

export const setup: Command = {
  name: "setup",
  about: { en: "Creates the first two administrators of an empty system.", zh: "在空系统中创建首批两名管理员。" },
  options: {
    ...postOptions("system", "system administrator", "系统管理员"),
    ...postOptions("security", "security administrator", "安全管理员"),
    "ask-passwords": {
      type: "boolean",
      about: {
        en: "Both type their own password here, instead of getting a one-time one.",
        zh: "由两人在此输入各自的密码，而不是生成一次性密码。",
      },
    },
  },
  more: {
    en: "Without --ask-passwords the one-time passwords are shown once; each is replaced with `user password` before anything else.",
    zh: "未使用 --ask-passwords 时，一次性密码仅显示一次；须先用 `user password` 修改。",
  },
  run: async (call) => {
    const config = settingsOf(call);
    const logins = firstPosts.map((post) => loginOf(call, post));
    if (logins[0] === logins[1]) throw new UsageError("The two administrators are two people.", "两名管理员须为两个人。");
    return withDatabase(call, config, async (place) => {
      const [{ migrate }, { install }, { createFirstPeople }] = await Promise.all([
        import("../database/migrate.ts"),
        import("../database/install.ts"),
        import("../seed/first-people.ts"),
      ]);
      await requireNobody(place);
      await migrate(place.urls, call.say);
      await install(place.urls);
      const people: (FirstPerson & { password: string })[] = [];
      for (const post of firstPosts) people.push(await firstPerson(call, post));
      const numbers = await createFirstPeople(place.urls.owner, people);
      await seal(place);
      const made = people.map(({ login, mustChange, password, roles }, index) => ({
        number: numbers[index],
        login,
        roles,
        ...(mustChange ? { password } : {}),
        mustChange,
      }));
      return { json: { people: made }, text: made.map((p) => wordsOf(call, p)).join("\n") };
    });
  },
};

function postOptions(key: FirstPost["key"], en: string, zh: string): Command["options"] {
  const option = (part: string, needs: boolean, label: { en: string; zh: string }) => [
    `${key}-${part}`,
    { type: "string", value: part === "login" ? "login" : "text", needed: needs, about: label },
  ];
  return Object.fromEntries([
    option("login", true, { en: `User name of the ${en}.`, zh: `${zh}的用户名。` }),
    option("name-en", true, { en: `Name of the ${en} (English).`, zh: `${zh}的姓名（英文）。` }),
    option("name-zh", false, {
      en: `Name of the ${en} (Chinese); otherwise the English one.`,
      zh: `${zh}的姓名（中文）；缺省同英文。`,
    }),
  ]);
}

/** A user name under the same rule as later ones. */
function loginOf(call: Call, post: FirstPost): string {
  const login = needed(call, `${post.key}-login`).toLowerCase();
  if (loginForm.test(login)) return login;
  throw new UsageError(`--${post.key}-login: ${loginFormText.en}`, `--${post.key}-login：${loginFormText.zh}`);
}

/** Refuses before anything is touched or asked; createFirstPeople looks again inside its transaction. */
async function requireNobody({ urls }: Place): Promise<void> {
  const somebody = await asking(urls.owner, async (client) => {
    const { rows } = await client.query<{ there: boolean }>("select to_regclass('public.person') is not null as there");
    return rows[0]?.there ? (await client.query("select from person where id <> 1 limit 1")).rows.length > 0 : false;
  });
  if (somebody)
    throw new SetupError(
      "NOT_EMPTY",
      "The system already has people; add more with `user add`.",
      "系统中已有人员；请用 `user add` 添加。",
    );
}

async function firstPerson(call: Call, post: FirstPost): Promise<FirstPerson & { password: string }> {
  const { hashSecret, oneTimePassword, passwordFault } = await import("../modules/platform/index.ts");
  const login = loginOf(call, post);
  const nameEn = needed(call, `${post.key}-name-en`);
  const isAsked = call.options["ask-passwords"] === true;
  // No variable of the environment: two people do not share one.
  const password = isAsked
    ? await newSecret(call, null, call.pick({ en: `Password of ${login}`, zh: `${login} 的密码` }))
    : oneTimePassword();
  const fault = isAsked ? passwordFault(password, login) : null;
  if (fault) throw new SetupError("PASSWORD_WEAK", fault.en, fault.zh);
  const { title, roles } = post;
  const nameZh = textOf(call, `${post.key}-name-zh`) ?? nameEn;
  return {
    login,
    nameEn,
    nameZh,
    titleEn: title.en,
    titleZh: title.zh,
    roles,
    password,
    passwordHash: await hashSecret(password),
    mustChange: !isAsked,
  };
}

function wordsOf(call: Call, p: { number: string | undefined; login: string; password?: string }): string {
  const password = p.password ? call.pick({ en: `: one-time password ${p.password}`, zh: `：一次性密码 ${p.password}` }) : "";
  return `${p.number} ${p.login}${password}`;
}
