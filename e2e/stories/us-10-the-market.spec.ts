/** Goods for a customer of another market: what its database of devices does not show yet stays here (REQ-TRC-09). */
import type { Label } from "@lotline/schema";
import { expect, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { openApp } from "../start-app.ts";

const both = (en: string, zh: string): Label => ({ en, zh });
const record = "09521234000013.A";

for (const language of languagesOf("en"))
  test(`devices for a European customer are not picked while EUDAMED lacks their data; the same lot leaves for a hospital in China (${language}) [REQ-TRC-09]`, async ({
    browser,
  }) => {
    await using app = await openApp();
    const context = await browser.newContext({
      baseURL: app.baseUrl,
      locale: language === "zh" ? "zh-CN" : "en-US",
      viewport: { width: 1440, height: 900 },
    });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    await test.step("an order of a customer in the European Union is packed", async () => {
      await person.come("luoan");
      await person.create("Customer", {
        number: "C-21",
        nameEn: "Rhine Hospital (demo)",
        nameZh: "莱茵医院（演示）",
        address: "1 Demo Allee, Cologne",
        contact: "Ms Weber",
        kind: "hospital",
        market: "EU",
      });
      await person.come("fangyi");
      const salesOrder = await person.create("SalesOrder", { customer: "C-21", orderedOn: "2026-08-20" }, [
        { item: "FG-IS100", quantity: "400" },
      ]);
      await person.act("SalesOrder", "confirm");
      await person.come("dingkai");
      await person.create("Shipment", { salesOrder }, [{ lot: "IS2607B", from: "SZ1-F1", quantity: "400" }]);
    });

    await test.step("it cannot be picked: the reason leads to the device record", async () => {
      await page
        .getByRole("button", { name: person.say(both("Confirm picking", "确认拣货")) })
        .first()
        .click();
      const reasons = page.getByRole("region", { name: /^(Why|为什么)/ });
      await expect(reasons).toContainText(
        person.say(
          both(
            "FG-IS100: European Union (EUDAMED): the data of the DI are “not submitted”; made from 2026-05-28 on they must be published (EU-1).",
            "FG-IS100：欧盟（EUDAMED）：产品标识数据状态为“未提交”；2026-05-28 起生产的须已发布（EU-1）。",
          ),
        ),
      );
      await accessible(page);
      await reasons.getByRole("link", { name: new RegExp(record.replace(".", "\\.")) }).click();
      await expect(page.getByRole("heading", { level: 1 })).toContainText(record);
    });

    await test.step("regulatory affairs reads there what EUDAMED still lacks", async () => {
      const europe = page.getByRole("region", {
        name: person.say(both("European Union (EUDAMED)", "欧盟（EUDAMED）")),
        exact: true,
      });
      await expect(europe).toContainText(person.say(both("not to be shipped", "不得发货")));
      await expect(europe).toContainText("FLD-UDID-252");
    });

    await test.step("the same lot leaves for a hospital in China", async () => {
      await person.come("fangyi");
      const salesOrder = await person.create("SalesOrder", { customer: "C-04", orderedOn: "2026-08-20" }, [
        { item: "FG-IS100", quantity: "400" },
      ]);
      await person.act("SalesOrder", "confirm");
      await person.come("dingkai");
      const other = await person.create("Shipment", { salesOrder }, [{ lot: "IS2607B", from: "SZ1-F1", quantity: "400" }]);
      await person.act("Shipment", "pick");
      await person.come("fangyi");
      await person.open("Shipment", other);
      await person.act("Shipment", "ship");
      await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText(person.say(both("In transit", "在途")));
    });
  });
