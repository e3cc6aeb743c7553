/**
 * The unified fields of a device record with their names and requiredness in each database, as data: NMPA by tag (YY/T 1752 and
 * 1753 as understood, to be confirmed against the official template), GUDID by the openFDA device/udi schema, EUDAMED by field id.
 */
import type { Label } from "../kit/label.ts";
import { deviceRecord } from "./device-record.ts";

type OwnField = keyof typeof deviceRecord.fields;
type OwnSet = keyof NonNullable<typeof deviceRecord.lines>;

/** A field of the record, a set of its rows, or the four carriers together. */
export type DeviceField = OwnField | OwnSet | "carrier";

/** When a conditional field is required; without one nobody can tell, so it is never missing. */
export type When =
  | { readonly field: OwnField; readonly is: readonly string[] }
  | { readonly field: OwnField; readonly above: number };

/** R required · C conditional · O optional · D derived by the database · S given by the database. */
export interface Asked {
  readonly name: string;
  readonly rule: "R" | "C" | "O" | "D" | "S";
  /** Which of our fields holds it; empty where none does. */
  readonly fields: readonly DeviceField[];
  readonly when?: When;
  /** The only values that it takes there. */
  readonly only?: readonly string[];
}

export type Database = "CN" | "US" | "EU";

export interface UnifiedField extends Readonly<Partial<Record<Database, Asked>>> {
  readonly key: string;
}

type Of = DeviceField | readonly DeviceField[];
const asked =
  (rule: Asked["rule"]) =>
  (name: string, of: Of, when?: When): Asked => ({
    name,
    rule,
    fields: typeof of === "string" ? [of] : of,
    ...(when ? { when } : {}),
  });
const [R, C, O, D, S] = [asked("R"), asked("C"), asked("O"), asked("D"), asked("S")];
const is = (field: OwnField, ...values: string[]): When => ({ field, is: values });

const pack = ["Is", "Im", "Ir", "IIa", "IIb", "III", "B", "C", "D"];

/** All sixty, in the order of the databases' own forms. */
export const deviceFields: readonly UnifiedField[] = [
  {
    key: "primaryDi",
    CN: R("zxxsdycpbs", "primaryDi"),
    US: R("identifiers[Primary].id", "primaryDi"),
    EU: R("FLD-UDID-178", "primaryDi"),
  },
  {
    key: "issuingAgency",
    CN: { ...R("cpbsbmtxmc", "issuingAgency"), only: ["GS1", "MA", "AHM"] },
    US: { ...R("identifiers[].issuing_agency", "issuingAgency"), only: ["GS1", "HIBCC", "ICCBBA"] },
    EU: { ...R("FLD-UDID-291", "issuingAgency"), only: ["GS1", "HIBCC", "ICCBBA"] },
  },
  { key: "diPublishDate", CN: R("cpbsfbrq", "diPublishDate"), US: R("publish_date", "diPublishDate") },
  {
    key: "unitsOfUsePerPrimary",
    CN: R("zxxsdyzsydydsl", "unitsOfUse"),
    US: R("device_count_in_base_package", "unitsOfUse"),
    EU: C("FLD-UDID-121", "unitsOfUse"),
  },
  {
    key: "unitOfUseDi",
    CN: C("sydycpbs", "unitOfUseDi", { field: "unitsOfUse", above: 1 }),
    US: C("identifiers[].unit_of_use_id", "unitOfUseDi", { field: "unitsOfUse", above: 1 }),
    EU: C("FLD-UDID-135", "unitOfUseDi", { field: "unitsOfUse", above: 1 }),
  },
  { key: "carrier", CN: R("bszt", "carrier") },
  { key: "sameAsRegistrationDi", CN: R("sfyzcbayz", "sameAsRegistered") },
  { key: "registrationDi", CN: C("zcbacpbs", "registeredDi", is("sameAsRegistered", "no")) },
  {
    key: "directMarked",
    CN: R("sfybtzjbs", "directMarked"),
    US: O("is_direct_marking_exempt", "directMarked"),
    EU: R("direct marking flag", "directMarked"),
  },
  {
    key: "directMarkSame",
    CN: C("btcpbsyzxxsdycpbssfyz", "directMarkSame", is("directMarked", "yes")),
    US: C("dm_di_different", "directMarkSame"),
    EU: C("DM DI same as UDI-DI", "directMarkSame", is("directMarked", "yes")),
  },
  {
    key: "directMarkDi",
    CN: C("btcpbs", "directMarkDi", is("directMarkSame", "no")),
    US: C("identifiers[Direct Marking].id", "directMarkDi", is("directMarkSame", "no")),
    EU: C("FLD-UDID-138", "directMarkDi", is("directMarkSame", "no")),
  },
  { key: "secondaryDi", US: O("identifiers[Secondary].id", "otherDis"), EU: O("FLD-UDID-136", "otherDis") },
  { key: "previousDi", US: O("identifiers[Previous].id", "otherDis"), EU: O("linked UDI-DI (replaced by)", "otherDis") },
  { key: "basicUdiDi", EU: R("FLD-UDID-14", "basicUdiDi") },
  {
    key: "productName",
    CN: R("cpmctymc", "productName"),
    // One brand name stands there for both.
    US: R("brand_name", "tradeName"),
    EU: R("FLD-UDID-22", ["productName", "modelSpec"]),
  },
  { key: "tradeName", CN: O("spmc", "tradeName"), US: R("brand_name", "tradeName"), EU: C("FLD-UDID-176", "tradeName") },
  {
    key: "modelSpec",
    CN: R("ggxh", "modelSpec"),
    US: R("version_or_model_number", "modelSpec"),
    EU: C("FLD-UDID-20", "modelSpec"),
  },
  {
    key: "catalogNumber",
    CN: O("cphhhbh", "catalogNumber"),
    US: O("catalog_number", "catalogNumber"),
    EU: R("FLD-UDID-163", "catalogNumber"),
  },
  { key: "isKit", CN: R("sfwblztlcp", "isKit"), US: R("is_kit", "isKit"), EU: R("FLD-UDID-12", "isKit") },
  {
    key: "description",
    CN: R("cpms", "description"),
    US: O("device_description", "description"),
    EU: O("FLD-UDID-175", "description"),
  },
  { key: "deviceKind", CN: R("qxlb", "deviceKind"), EU: R("legislation", "deviceKind") },
  {
    key: "classificationCode",
    CN: R("flbm", "classificationCode"),
    US: R("product_codes[].code", "fdaProductCode"),
    EU: R("EMDN", "emdnCode"),
  },
  { key: "oldClassificationCode", CN: O("yflbm", "oldClassificationCode") },
  { key: "gmdn", US: R("gmdn_terms[].code", "gmdn") },
  { key: "riskClass", US: D("product_codes[].openfda.device_class", []), EU: R("FLD-UDID-16", "euRiskClass") },
  { key: "productCategory", CN: R("cplb", "productCategory") },
  { key: "registrantName", CN: R("ylqxzcrbarmc", "registrantName"), US: D("company_name", []), EU: D("manufacturer", []) },
  { key: "registrantNameEn", CN: O("ylqxzcrbarywmc", "registrantNameEn") },
  {
    key: "registrantId",
    CN: R("tyshxydm", "registrantId"),
    US: R("labeler_duns_number", "dunsNumber"),
    EU: R("FLD-UDID-10", "srn"),
  },
  {
    key: "registrationNumber",
    CN: R("zczbhhzbapzbh", "registrationNumber"),
    US: C("premarket_submissions[].submission_number", "premarketNumber"),
    EU: C("certificate number / NB", "euCertificate", is("euRiskClass", ...pack)),
  },
  { key: "insuranceCode", CN: O("ybbm", "insuranceCode") },
  { key: "singleUse", CN: R("sfbjwycxsy", "singleUse"), US: R("is_single_use", "singleUse"), EU: R("FLD-UDID-167", "singleUse") },
  {
    key: "maxReuse",
    CN: C("zdcfsycs", "maxReuse", is("singleUse", "no")),
    EU: C("max number of reuses", "maxReuse", is("singleUse", "no")),
  },
  { key: "sterile", CN: R("sfwwjbz", "sterile"), US: R("sterilization.is_sterile", "sterile"), EU: R("FLD-UDID-169", "sterile") },
  {
    key: "needsSterilization",
    CN: R("syqsfxyjxmj", "needsSterilization"),
    US: R("sterilization.is_sterilization_prior_use", "needsSterilization"),
    EU: R("FLD-UDID-170", "needsSterilization"),
  },
  {
    key: "sterilizationMethod",
    CN: C("mjfs", "sterilizationMethod", is("needsSterilization", "yes")),
    US: C("sterilization.sterilization_methods", "sterilizationMethod", is("needsSterilization", "yes")),
  },
  {
    key: "mrSafety",
    CN: C("cgzmraqxgxx", "mrSafety", is("deviceKind", "device")),
    US: R("mri_safety", "mrSafety"),
    EU: C("FLD-UDID-212", "mrSafety"),
  },
  {
    key: "latex",
    US: R("is_labeled_as_nrl", "latex"),
    EU: C("FLD-UDID-156", "latex", is("deviceKind", "device")),
  },
  { key: "piLot", CN: R("scbssfbhph", "piLot"), US: R("has_lot_or_batch_number", "piLot"), EU: R("UDI-PI lot", "piLot") },
  {
    key: "piSerial",
    CN: R("scbssfbhxlh", "piSerial"),
    US: R("has_serial_number", "piSerial"),
    EU: R("UDI-PI serial", "piSerial"),
  },
  {
    key: "piManufacturingDate",
    CN: R("scbssfbhscrq", "piManufacturingDate"),
    US: R("has_manufacturing_date", "piManufacturingDate"),
    EU: R("UDI-PI manufacturing", "piManufacturingDate"),
  },
  {
    key: "piExpiryDate",
    CN: R("scbssfbhsxrq", "piExpiryDate"),
    US: R("has_expiration_date", "piExpiryDate"),
    EU: R("UDI-PI expiry", "piExpiryDate"),
  },
  { key: "piDonationId", US: R("has_donation_id_number", "piDonationId") },
  { key: "piSoftware", EU: C("UDI-PI software", "piSoftware") },
  { key: "storage", CN: C("storageList", "storages"), US: C("storage[]", "storages"), EU: C("SHC", "storages") },
  {
    key: "storageNote",
    CN: O("tscchcztj", "storageNote"),
    US: O("storage[].special_conditions", "storageNote"),
    EU: C("SHC099", "storageNote"),
  },
  {
    key: "clinicalSizes",
    CN: C("clinicalList", "clinicalSizes"),
    US: C("device_sizes[]", "clinicalSizes"),
    EU: C("FLD-UDID-146", "clinicalSizes"),
  },
  { key: "sizeNote", CN: O("tsccsm", "sizeNote"), US: O("device_sizes[].text", "sizeNote"), EU: C("CST999", "sizeNote") },
  {
    key: "packages",
    CN: C("packingList", "packages"),
    US: C("identifiers[Package]", "packages"),
    EU: C("FLD-UDID-120", "packages"),
  },
  { key: "contacts", CN: O("contactList", "contacts"), US: R("customer_contacts[]", "contacts"), EU: D("FLD-UDID-354", []) },
  { key: "infoUrl", CN: O("qtxxdwzlj", "infoUrl"), EU: O("FLD-UDID-174", "infoUrl") },
  {
    key: "withdrawalDate",
    CN: C("tsrq", "withdrawalDate"),
    US: C("commercial_distribution_end_date", "withdrawalDate"),
    EU: C("FLD-UDID-251", "withdrawalDate"),
  },
  { key: "marketCountries", EU: R("FLD-UDID-252", "euMarkets") },
  { key: "rxOtc", US: R("is_rx", "rxOtc") },
  { key: "hctp", US: R("is_hct_p", "hctp"), EU: R("FLD-UDID-23", "hctp") },
  { key: "combination", US: R("is_combination_product", "combination"), EU: R("FLD-UDID-158", "combination") },
  { key: "implantable", US: D("gmdn_terms[].implantable", []), EU: R("FLD-UDID-30", "implantable") },
  { key: "recordKey", CN: S("deviceRecordKey", []), US: S("public_device_record_key", []) },
  { key: "recordVersion", CN: S("versionNumber", []), US: S("public_version_number", []), EU: S("version", []) },
  { key: "correction", CN: S("correctionNumber", []) },
];

const carrier: Label = { en: "Carrier", zh: "标识载体" };

/** What a field or set of the record is called. */
export function deviceFieldLabel(field: DeviceField): Label {
  if (field === "carrier") return carrier;
  const fields: { readonly [name: string]: { readonly label: Label } } = deviceRecord.fields;
  const sets: { readonly [name: string]: { readonly label: Label } } = deviceRecord.lines ?? {};
  return fields[field]?.label ?? sets[field]?.label ?? { en: field, zh: field };
}

/** A device record with its rows, as it is saved, shown or read from a file. */
export type DeviceRow = { readonly [field: string]: unknown };

const rowsOf = (record: DeviceRow, set: string): readonly DeviceRow[] => (Array.isArray(record[set]) ? record[set] : []);

/** Whether a record says anything there. */
function isSaid(record: DeviceRow, field: DeviceField): boolean {
  if (field === "carrier")
    return ["carrierLinear", "carrierMatrix", "carrierRfid", "carrierOther"].some((name) => record[name] === true);
  if (deviceRecord.lines && Object.hasOwn(deviceRecord.lines, field)) return rowsOf(record, field).length > 0;
  const value = record[field];
  return value !== null && value !== undefined && value !== "";
}

const isMet = (record: DeviceRow, when: When): boolean =>
  "is" in when ? when.is.includes(String(record[when.field])) : Number(record[when.field] ?? 0) > when.above;

export interface Missing {
  readonly field: DeviceField;
  /** Its name in the database. */
  readonly name: string;
  readonly label: Label;
}

const missing = (field: DeviceField, name: string, label = deviceFieldLabel(field)): Missing => ({ field, name, label });

const among = ({ en, zh }: Label, only: readonly string[]): Label => ({
  en: `${en} (${only.join(", ")} only)`,
  zh: `${zh}（仅限 ${only.join("、")}）`,
});

/** What a database asks for and the record does not say, each once (hard check 4 of the UDI rules). */
export function missingFields(record: DeviceRow, market: Database): Missing[] {
  const found = deviceFields.flatMap((unified): Missing[] => {
    const of = unified[market];
    const [first] = of?.fields ?? [];
    if (!of || !first) return [];
    if (of.only && isSaid(record, first) && !of.only.includes(String(record[first])))
      return [missing(first, of.name, among(deviceFieldLabel(first), of.only))];
    if (of.fields.some((field) => isSaid(record, field))) return [];
    const isAsked = of.rule === "R" || (of.rule === "C" && of.when !== undefined && isMet(record, of.when));
    return isAsked ? [missing(first, of.name)] : [];
  });
  return [...new Map([...found, ...(market === "EU" ? missingInEu(record) : [])].map((one) => [one.field, one])).values()];
}

/** EUDAMED wants a production identifier at all, and one country where the device was placed first. */
function missingInEu(record: DeviceRow): Missing[] {
  const identifiers = ["piLot", "piSerial", "piManufacturingDate", "piExpiryDate", "piSoftware"];
  const countries = rowsOf(record, "euMarkets");
  return [
    ...(identifiers.some((name) => record[name] === "yes")
      ? []
      : [missing("piLot", "UDI-PI", { en: "At least one production identifier", zh: "至少一种生产标识" })]),
    ...(countries.length > 0 && countries.filter(({ isFirst }) => isFirst === true).length !== 1
      ? [missing("euMarkets", "FLD-UDID-252", { en: "Exactly one country of first placing", zh: "须有且仅有一个首次投放国家" })]
      : []),
  ];
}
