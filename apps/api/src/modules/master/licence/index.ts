import { productLicences } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import { daysUntil, warningDays } from "../../platform/index.ts";
import { companyDay } from "../site/days.ts";

const requireOrder = (validFrom: string, validTo: string): void => {
  if (validFrom > validTo)
    throw invalid({
      path: "validTo",
      code: "order",
      text: { en: "Valid to must not be before valid from.", zh: "有效期至不得早于生效日期。" },
    });
};

interface Given {
  readonly kind: string;
  readonly supplier?: string | null;
  readonly customer?: string | null;
  readonly covers?: readonly { readonly item?: string | null; readonly itemClass?: string | null }[];
}

function requireScope({ kind, covers = [] }: Given): void {
  // A product licence that named no product would cover whatever comes.
  if ((productLicences as readonly string[]).includes(kind) && covers.length === 0)
    throw invalid({
      path: "covers",
      code: "COVERS_MISSING",
      text: { en: "Please say which items this certificate covers.", zh: "请填写该证书覆盖的物料。" },
    });
  const empty = covers.findIndex(({ item, itemClass }) => Boolean(item) === Boolean(itemClass));
  if (empty >= 0)
    throw invalid({
      path: `covers.${empty}.item`,
      code: "COVERS_ONE",
      text: { en: "Each row names an item or a class of items.", zh: "每行填写一个物料或一个物料类别。" },
    });
}

/** A licence belongs to one supplier, one customer or ourselves; its dates are in order, and a product licence names its products. */
export const licenceBehaviour = behaviour({
  record: "Licence",
  beforeCreate: async (_tx, given) => {
    if (given.supplier && given.customer)
      throw invalid({
        path: "supplier",
        code: "holder",
        text: { en: "A licence belongs to one supplier or one customer, not to both.", zh: "证照只能属于一个供应商或一个客户。" },
      });
    given.holder = given.supplier ? "supplier" : given.customer ? "customer" : "ourselves";
    requireOrder(given.validFrom, given.validTo);
    requireScope(given);
  },
  beforeEdit: async (_tx, licence, changes) =>
    requireOrder(changes.validFrom ?? licence.validFrom, changes.validTo ?? licence.validTo),
  // A new last day begins its warnings anew.
  afterEdit: async (tx, licence) => {
    const [first] = await warningDays(tx, "licence-warning");
    const isNear = daysUntil(await companyDay(tx), licence.validTo) <= (first ?? 0);
    if (isNear || licence.warnedDays === null) return;
    tx.update("Licence", licence, { warnedDays: null });
    // Acting reads the licence afresh.
    await tx.flush();
    if (licence.state === "renewalDue") await tx.act("Licence", licence.id, "settle", {});
  },
});
