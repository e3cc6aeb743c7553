/** Purchase orders and receipts: the public face of the area. */
import type { Area } from "../../kernel/behaviour.ts";
import { procurementConsumers } from "./notices.ts";
import { clausesThere } from "./purchase-order/clauses.ts";
import { markOverdue } from "./purchase-order/expected.ts";
import {
  itemsBought,
  itemsRegistered,
  itemsSpecified,
  nothingReceived,
  orderHasLines,
  quantitiesFit,
  somethingReceived,
  supplierActive,
  supplierApproved,
  supplierLicensed,
} from "./purchase-order/gates.ts";
import { purchaseOrderBehaviour } from "./purchase-order/index.ts";
import { printPurchaseOrder } from "./purchase-order/print.ts";
import { certificateThere } from "./receipt/certificate.ts";
import { transportRecorded } from "./receipt/cold-chain.ts";
import {
  arrivedQuantitiesFit,
  datesPossible,
  intoQuarantine,
  lotNumbersFree,
  orderApproved,
  orderLinesKnown,
  receiptHasLines,
  receiptLicensed,
  receiptRegistered,
  withinTolerance,
} from "./receipt/gates.ts";
import { receiptBehaviour } from "./receipt/index.ts";
import { ScannedLineResolver } from "./receipt/scan.ts";
import { requisitionDay, requisitionItem } from "./requisition/gates.ts";
import { procurementReviews } from "./review.ts";

printPurchaseOrder();

export const procurementArea: Area = {
  name: "procurement",
  behaviours: [purchaseOrderBehaviour, receiptBehaviour],
  consumers: [...procurementConsumers, markOverdue],
  conditions: [
    orderHasLines,
    supplierActive,
    supplierApproved,
    supplierLicensed,
    itemsRegistered,
    itemsBought,
    itemsSpecified,
    quantitiesFit,
    clausesThere,
    nothingReceived,
    somethingReceived,
    requisitionItem,
    requisitionDay,
    receiptHasLines,
    orderApproved,
    receiptLicensed,
    receiptRegistered,
    orderLinesKnown,
    withinTolerance,
    intoQuarantine,
    lotNumbersFree,
    datesPossible,
    arrivedQuantitiesFit,
    certificateThere,
    transportRecorded,
  ],
  reviews: procurementReviews,
  resolvers: [ScannedLineResolver],
};
