import { defineRecord, quantity, ref } from "../kit/index.ts";

/** How much of one unit is how much of another: in general (1 kg = 1,000 g), or of one item (1 bag of RM-201 = 25 kg). */
export const unitConversion = defineRecord({
  name: "UnitConversion",
  area: "master",
  number: "UC-{seq:4}",
  label: { en: "Unit conversion", zh: "单位换算" },
  plural: { en: "Unit conversions", zh: "单位换算" },
  fields: {
    item: ref({ en: "Item", zh: "物料" }, "Item", {
      optional: true,
      fixed: true,
      help: { en: "Empty: it holds for every item.", zh: "不填则适用于所有物料。" },
    }),
    fromQuantity: quantity({ en: "Amount", zh: "数量" }, { fixed: true, unitOf: "fromUnit" }),
    fromUnit: ref({ en: "Of unit", zh: "单位" }, "Unit", { fixed: true }),
    toQuantity: quantity({ en: "Is this much", zh: "等于" }, { fixed: true, unitOf: "toUnit" }),
    toUnit: ref({ en: "Of the other unit", zh: "换算单位" }, "Unit", { fixed: true }),
  },
  states: {
    draft: { en: "Draft", zh: "草稿" },
    approved: { en: "Approved", zh: "已批准" },
    withdrawn: { en: "Withdrawn", zh: "已撤销" },
  },
  initial: "draft",
  actions: {
    approve: {
      label: { en: "Approve", zh: "批准" },
      from: ["draft"],
      to: "approved",
      permit: "item.approve",
      sign: { meaning: "APPROVED" },
      duty: "approver",
      notBy: ["author"],
      locks: ["fromUnit", "toUnit"],
      primary: true,
    },
    withdraw: {
      label: { en: "Withdraw", zh: "撤销" },
      from: ["draft", "approved"],
      to: "withdrawn",
      permit: "item.approve",
      reason: true,
    },
  },
  read: "unit.read",
  create: { permit: "item.change" },
  list: {
    columns: ["number", "item", "fromQuantity", "fromUnit", "toQuantity", "toUnit", "createdAt", "state"],
    sort: "number",
    search: ["number"],
  },
  due: { draft: { action: "approve", within: { days: 5 } } },
  retention: "device",
});

/** Equal amounts of two units; exact, because it is a ratio and no factor. */
export interface Ratio {
  readonly fromQuantity: string;
  readonly toQuantity: string;
}

// Quantities have at most six decimals (numeric(18,6)).
const micros = (quantity: string): bigint => {
  const [whole = "0", fraction = ""] = quantity.replace("-", "").split(".");
  const amount = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
  return quantity.startsWith("-") ? -amount : amount;
};

const plain = (amount: bigint): string => {
  const [sign, size] = amount < 0n ? ["-", -amount] : ["", amount];
  const fraction = String(size % 1_000_000n)
    .padStart(6, "0")
    .replace(/0+$/, "");
  return `${sign}${size / 1_000_000n}${fraction ? `.${fraction}` : ""}`;
};

/** An amount in the other unit, exactly; null when six decimals do not hold it: nothing is rounded. */
export function converted(quantity: string, { fromQuantity, toQuantity }: Ratio): string | null {
  const [product, divisor] = [micros(quantity) * micros(toQuantity), micros(fromQuantity)];
  return divisor === 0n || product % divisor !== 0n ? null : plain(product / divisor);
}
