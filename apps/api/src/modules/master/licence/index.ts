import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";

const requireOrder = (validFrom: string, validTo: string): void => {
  if (validFrom > validTo)
    throw invalid({
      path: "validTo",
      code: "order",
      text: { en: "Valid to must not be before valid from.", zh: "有效期至不得早于生效日期。" },
    });
};

/** A licence belongs to exactly one supplier or customer and its dates are in order. */
export const licenceBehaviour = behaviour({
  record: "Licence",
  beforeCreate: async (_tx, given) => {
    if (Boolean(given.supplier) === Boolean(given.customer))
      throw invalid({
        path: "supplier",
        code: "holder",
        text: { en: "A licence belongs to exactly one supplier or customer.", zh: "证照须且只能属于一个供应商或客户。" },
      });
    requireOrder(given.validFrom, given.validTo);
  },
  beforeEdit: async (_tx, licence, changes) =>
    requireOrder(changes.validFrom ?? licence.validFrom, changes.validTo ?? licence.validTo),
});
