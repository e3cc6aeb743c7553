/** The administrator's morning: health, a test mail, a notice by mail with its link, a new signing key, and an old signature that holds. */
import { type AnyRecord, healthLevel, healthSubject, registry } from "@lotline/schema";
import { expect, test } from "@playwright/test";
import { type MailBox, openMailBox } from "../../apps/api/test/smtp.ts";
import { askApi } from "../graphql.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { type App, openApp } from "../start-app.ts";

const mailRule = {
  sender: { address: "lotline@chenglan.example", name: "Lotline" },
  language: "en",
  atOnce: ["comment.mentioned"],
  digest: [],
  never: [],
  quietOutsideWork: true,
};

for (const language of languagesOf("en")) {
  test.describe(`running the installation (${language})`, () => {
    test.use({ locale: language === "zh" ? "zh-CN" : "en-US" });
    let app: App;
    let box: MailBox;
    test.beforeAll(async () => {
      box = await openMailBox();
      app = await openApp({ LOTLINE_SMTP_URL: box.url });
    });
    test.afterAll(async () => {
      await app.stop();
      await box[Symbol.asyncDispose]();
    });

    test("no restore drill shows amber, mails arrive and lead to the record, a new key leaves old signatures valid [REQ-BCP-02] [REQ-SIG-02] [U18]", async ({
      browser,
    }) => {
      const page = await (await browser.newContext({ baseURL: app.baseUrl, reducedMotion: "reduce" })).newPage();
      const person = new Person(page, language);
      // Mail is on once QA has approved who sends what; the address of a person is entered by the administrator.
      await person.come("linjing");
      const { done: rule } = await askApi<{ done: { number: string } }>(
        page,
        "mutation ($c: ID!, $i: CreateRuleInput!) { done: createRule(commandId: $c, input: $i) { number } }",
        { i: { ruleName: "mail", key: "default", content: mailRule, validFrom: "2026-08-01", citation: "internal" } },
      );
      await person.come("xuheng");
      await person.open("Rule", rule.number);
      await person.act("Rule", "approve");
      await person.come("guping");
      for (const login of ["guping", "xuheng"]) {
        const { persons } = await askApi<{ persons: { edges: { node: { id: string; version: number } }[] } }>(
          page,
          `{ persons(first: 1, filter: { login: { eq: "${login}" } }) { edges { node { id version } } } }`,
        );
        const [found] = persons.edges;
        await askApi(
          page,
          "mutation ($c: ID!, $id: ID!, $v: Int!, $i: EditPersonInput!) { editPerson(commandId: $c, id: $id, version: $v, input: $i) { id } }",
          { id: found?.node.id, v: found?.node.version, i: { mail: `${login}@chenglan.example` } },
        );
      }

      await page.goto("/health");
      const row = page.getByRole("row").filter({ hasText: person.say(healthSubject.values.drill) });
      await expect(row).toContainText(person.say(healthLevel.values.amber));
      await expect(row).toContainText("lotline -- drill");
      await page.getByRole("button", { name: person.word("health.testMail") }).click();
      await expect.poll(() => box.received.map(({ to }) => to)).toEqual(["guping@chenglan.example"]);

      await person.come("linjing");
      const { lots } = await askApi<{ lots: { edges: { node: { id: string } }[] } }>(
        page,
        '{ lots(first: 1, filter: { number: { eq: "R201-2607" } }) { edges { node { id } } } }',
      );
      const { mentionable } = await askApi<{ mentionable: { id: string }[] }>(
        page,
        'query ($id: ID!) { mentionable(record: "Lot", id: $id, search: "xuheng") { id } }',
        { id: lots.edges[0]?.node.id },
      );
      await askApi(
        page,
        'mutation ($c: ID!, $id: ID!, $m: [ID!]!) { postComment(commandId: $c, record: "Lot", id: $id, text: "please look", mentions: $m) { id } }',
        { id: lots.edges[0]?.node.id, m: mentionable.map(({ id }) => id) },
      );
      await expect.poll(() => box.received.length).toBe(2);
      const mail = box.received[1];
      expect([mail?.to, mail?.subject]).toEqual(["xuheng@chenglan.example", "[Lotline] You were mentioned: Lot R201-2607"]);
      expect(mail?.text).not.toContain("please look");
      await person.come("xuheng");
      await page.goto(/https?:\S+/.exec(mail?.text ?? "")?.[0] ?? "/");
      await expect(page.getByRole("heading", { level: 1 })).toContainText("R201-2607");

      await person.come("guping");
      const keys = async () =>
        (
          await askApi<{ signingKeys: { edges: { node: { number: string; state: string } }[] } }>(
            page,
            "{ signingKeys(first: 10) { edges { node { number state } } } }",
          )
        ).signingKeys.edges.map(({ node }) => node);
      const present = (await keys()).find(({ state }) => state === "inForce")?.number ?? "";
      await person.open("SigningKey", present);
      await person.act("SigningKey", "askReplacement", {}, { reason: "yearly replacement of the key" });
      await person.come("weiqing");
      await person.open("SigningKey", present);
      await person.act("SigningKey", "confirmReplacement");
      await expect.poll(async () => (await keys()).find(({ number }) => number === present)?.state).toBe("retired");
      await page.reload();
      await expect(page.getByRole("main")).toContainText(
        person.say((registry.SigningKey as AnyRecord).states?.retired ?? { en: "", zh: "" }),
      );
      await person.come("xuheng");
      await person.open("Rule", rule.number);
      await expect(page.getByRole("main").locator("[data-verdict]").first()).toContainText(person.word("sign.valid"));
    });
  });
}
