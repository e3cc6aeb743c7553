import { unitConversion } from "./conversion.ts";
import { defectCode } from "./defect-code.ts";
import { deviceRecord } from "./device-record.ts";
import { equipment } from "./equipment.ts";
import { item, itemRevision } from "./item.ts";
import { licence } from "./licence.ts";
import { masterChange } from "./master-change.ts";
import { bom, inspectionPlan } from "./plan.ts";
import { location, site, unit } from "./site.ts";
import { customer, supplier, supplierItem } from "./supplier.ts";

export { converted, type Ratio } from "./conversion.ts";
export { severity } from "./defect-code.ts";
export {
  deviceKind,
  deviceMarket,
  issuingAgency,
  mrSafety,
  productCategory,
  publication,
  rxOtc,
  udiList,
  yesNo,
} from "./device-record.ts";
export { productLicences } from "./licence.ts";
export { samplingLevel, samplingRule, skipLotRule } from "./plan.ts";
export { locationType, outsideTypes } from "./site.ts";
export { type StorageTerms, storageFits, storageRange, storageWords } from "./storage.ts";

export const master = {
  Site: site,
  Unit: unit,
  Location: location,
  Item: item,
  ItemRevision: itemRevision,
  UnitConversion: unitConversion,
  Supplier: supplier,
  SupplierItem: supplierItem,
  Customer: customer,
  Licence: licence,
  Equipment: equipment,
  DefectCode: defectCode,
  InspectionPlan: inspectionPlan,
  Bom: bom,
  MasterChange: masterChange,
  DeviceRecord: deviceRecord,
} as const;
