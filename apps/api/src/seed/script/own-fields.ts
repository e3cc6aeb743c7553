import type { Handled } from "../hands.ts";
import type { Scene } from "./scene.ts";

/** The company's own fields: what the product does not declare and they want to see, filter by and sign with the rest. */
const fields = {
  "Supplier.paymentTerms": {
    labelEn: "Payment terms",
    labelZh: "付款条件",
    kind: "choice",
    required: false,
    options: [
      { value: "prepaid", en: "Prepaid", zh: "预付" },
      { value: "net30", en: "30 days net", zh: "月结 30 天" },
      { value: "net60", en: "60 days net", zh: "月结 60 天" },
    ],
    order: 10,
  },
  "Lot.arrivalTemperature": {
    labelEn: "Temperature on arrival",
    labelZh: "到货温度",
    kind: "decimal",
    unit: "°C",
    required: false,
    min: "-40",
    max: "60",
    itemKinds: ["raw", "component"],
    order: 10,
  },
} as const;

const citations: { readonly [key in keyof typeof fields]: string } = {
  "Supplier.paymentTerms": "QP-07 Purchasing / 采购控制程序",
  "Lot.arrivalTemperature": "QP-11 Receiving / 收货与储存控制程序",
};

/** Proposed by one person and approved by another, as every rule is. */
export async function defineOwnFields(scene: Scene): Promise<void> {
  await scene.at("2025-09-03", "11:00");
  for (const [key, content] of Object.entries(fields) as [keyof typeof fields, object][]) {
    const rule = await (await scene.by("linjing")).create("Rule", {
      ruleName: "attribute",
      key,
      content,
      validFrom: scene.day,
      citation: citations[key],
    });
    await (await scene.by("xuheng")).act("Rule", rule, "approve");
  }
}

/** What QA notes on a lot that has just arrived. */
export async function noteArrival(scene: Scene, lot: Handled, arrivalTemperature: string): Promise<void> {
  await (await scene.by("linjing")).edit("Lot", lot, { attributes: { arrivalTemperature } });
}
