/** The fields of a device record in the groups by which people look for them; form and page show the same ones. */
import type { Label } from "@lotline/schema";

export interface DeviceGroup {
  readonly key: string;
  readonly title: Label;
  readonly fields: readonly string[];
  /** Sets of rows that belong to it. */
  readonly sets?: readonly string[];
}

const group = (key: string, en: string, zh: string, fields: readonly string[], sets?: readonly string[]): DeviceGroup => ({
  key,
  title: { en, zh },
  fields,
  ...(sets ? { sets } : {}),
});

export const deviceGroups: readonly DeviceGroup[] = [
  group("version", "Item and version", "物料与版本", ["item", "revision", "changeReason"]),
  group(
    "identifiers",
    "Identifiers",
    "产品标识",
    [
      ...["primaryDi", "issuingAgency", "diPublishDate", "unitsOfUse", "unitOfUseDi", "sameAsRegistered", "registeredDi"],
      ...["directMarked", "directMarkSame", "directMarkDi", "basicUdiDi"],
      ...["carrierLinear", "carrierMatrix", "carrierRfid", "carrierOther"],
    ],
    ["packages", "otherDis"],
  ),
  group("pi", "Production identifier (UDI-PI)", "生产标识（UDI-PI）", [
    ...["piLot", "piSerial", "piManufacturingDate", "piExpiryDate", "piDonationId", "piSoftware"],
  ]),
  group("product", "Product", "产品", [
    ...["productName", "tradeName", "modelSpec", "catalogNumber", "description", "deviceKind", "productCategory", "isKit"],
    ...["classificationCode", "oldClassificationCode", "fdaProductCode", "emdnCode", "gmdn", "euRiskClass"],
  ]),
  group("holder", "Registrant and certificates", "注册人与证书", [
    ...["registrantName", "registrantNameEn", "registrantId", "dunsNumber", "srn"],
    ...["certificate", "registrationNumber", "premarketNumber", "euCertificate", "insuranceCode"],
  ]),
  group(
    "use",
    "Use, sterility, safety",
    "使用、无菌与安全",
    [
      ...["singleUse", "maxReuse", "sterile", "needsSterilization", "sterilizationMethod", "mrSafety", "latex"],
      ...["implantable", "combination", "hctp", "rxOtc", "storageNote", "sizeNote"],
    ],
    ["storages", "clinicalSizes"],
  ),
  group(
    "markets",
    "Markets and contacts",
    "市场与联系方式",
    ["udiList", "euMarketBefore", "infoUrl", "withdrawalDate"],
    ["euMarkets", "contacts"],
  ),
  group("change", "Is it a new device?", "是否为新产品标识", ["newDi", "newDiReason"]),
];
