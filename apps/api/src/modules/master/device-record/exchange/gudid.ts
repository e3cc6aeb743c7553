/** GUDID: a device in the shape of openFDA's device/udi records. Its booleans are the texts "true" and "false". */
import type { DeviceRow } from "@lotline/schema/device-record";
import {
  cleaned,
  type DatabaseMark,
  type DataRow,
  type DeviceData,
  dataFields,
  dataSets,
  type Reading,
  rowsIn,
  textIn,
} from "./data.ts";

type Json = { readonly [member: string]: unknown };

const yesNoText: { readonly [value: string]: string } = { yes: "true", no: "false" };

/** Single values: the path there, the field here, whether it is a yes or no; `inverse` where there is asked for the opposite. */
const singles: readonly (readonly [path: string, field: string, kind?: "flag" | "inverse"])[] = [
  ["publish_date", "diPublishDate"],
  ["device_count_in_base_package", "unitsOfUse"],
  ["is_direct_marking_exempt", "directMarked", "inverse"],
  ["dm_di_different", "directMarkSame", "inverse"],
  ["brand_name", "tradeName"],
  ["version_or_model_number", "modelSpec"],
  ["catalog_number", "catalogNumber"],
  ["is_kit", "isKit", "flag"],
  ["device_description", "description"],
  ["labeler_duns_number", "dunsNumber"],
  ["is_single_use", "singleUse", "flag"],
  ["sterilization.is_sterile", "sterile", "flag"],
  ["sterilization.is_sterilization_prior_use", "needsSterilization", "flag"],
  ["is_labeled_as_nrl", "latex", "flag"],
  ["has_lot_or_batch_number", "piLot", "flag"],
  ["has_serial_number", "piSerial", "flag"],
  ["has_manufacturing_date", "piManufacturingDate", "flag"],
  ["has_expiration_date", "piExpiryDate", "flag"],
  ["has_donation_id_number", "piDonationId", "flag"],
  ["commercial_distribution_end_date", "withdrawalDate"],
  ["is_hct_p", "hctp", "flag"],
  ["is_combination_product", "combination", "flag"],
];

/** Lists with one code in them. */
const codes: readonly (readonly [list: string, member: string, field: string])[] = [
  ["product_codes", "code", "fdaProductCode"],
  ["gmdn_terms", "code", "gmdn"],
  ["premarket_submissions", "submission_number", "premarketNumber"],
];

const mri: { readonly [value: string]: string } = {
  safe: "MR Safe",
  conditional: "MR Conditional",
  unsafe: "MR Unsafe",
  notStated: "Labeling does not contain MRI Safety Information",
};

const rxOtcText: { readonly [value: string]: readonly [rx: string, otc: string] } = {
  rx: ["true", "false"],
  otc: ["false", "true"],
  both: ["true", "true"],
};

const inverseOf: { readonly [value: string]: string } = { yes: "no", no: "yes" };

/** Members that say something. */
const said = (given: Json): Json =>
  Object.fromEntries(
    Object.entries(given).filter(
      ([, value]) => value !== "" && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );

function identifiers(data: DeviceData): Json[] {
  const agency = textIn(data, "issuingAgency");
  const one = (type: string, id: string, more: Json = {}): Json[] =>
    id === "" ? [] : [said({ id, type, issuing_agency: agency, ...more })];
  return [
    ...one("Primary", textIn(data, "primaryDi"), { unit_of_use_id: textIn(data, "unitOfUseDi") }),
    ...one("Direct Marking", textIn(data, "directMarkDi")),
    ...rowsIn(data, "packages").flatMap((row) =>
      one("Package", textIn(row, "di"), {
        quantity_per_package: textIn(row, "quantity"),
        contains_di: textIn(row, "containedDi"),
        package_type: textIn(row, "level"),
        package_status: "In Commercial Distribution",
      }),
    ),
    ...rowsIn(data, "otherDis").flatMap((row) =>
      one(row.kind === "previous" ? "Previous" : "Secondary", textIn(row, "di"), { issuing_agency: textIn(row, "agency") }),
    ),
  ];
}

function limitsOf(data: DeviceData): { storage: Json[]; device_sizes: Json[] } {
  const measured = (value: string, unit: string): Json | undefined => (value === "" ? undefined : said({ value, unit }));
  const storage = rowsIn(data, "storages").map((row) =>
    said({
      type: textIn(row, "condition"),
      low: measured(textIn(row, "low"), textIn(row, "unit")),
      high: measured(textIn(row, "high"), textIn(row, "unit")),
    }),
  );
  const sizes = rowsIn(data, "clinicalSizes").map((row) =>
    said({ type: textIn(row, "kind"), value: textIn(row, "value"), unit: textIn(row, "unit") }),
  );
  const [storageNote, sizeNote] = [textIn(data, "storageNote"), textIn(data, "sizeNote")];
  return {
    storage: [...storage, ...(storageNote ? [{ special_conditions: storageNote }] : [])],
    device_sizes: [...sizes, ...(sizeNote ? [{ text: sizeNote }] : [])],
  };
}

/** The record of a device. */
export function gudidRecord(data: DeviceData, mark: DatabaseMark | null): Json {
  const flat = singles.map(([path, field, kind]): [string, string] => {
    const text = textIn(data, field);
    return [path, kind ? (yesNoText[kind === "inverse" ? (inverseOf[text] ?? "") : text] ?? "") : text];
  });
  const top = flat.filter(([path]) => !path.includes("."));
  const inside = flat.flatMap(([path, value]): [string, string][] =>
    path.startsWith("sterilization.") ? [[path.slice("sterilization.".length), value]] : [],
  );
  const methods = textIn(data, "sterilizationMethod");
  const sterilization = said({ ...Object.fromEntries(inside), sterilization_methods: methods === "" ? [] : methods.split(";") });
  const [rx = "", otc = ""] = rxOtcText[textIn(data, "rxOtc")] ?? [];
  const isNrl = yesNoText[textIn(data, "latex")];
  return said({
    public_device_record_key: mark?.recordKey ?? "",
    public_version_number: mark?.version ?? "",
    public_version_date: mark?.day ?? "",
    public_version_status: mark ? (mark.isFirst ? "New" : "Update") : "",
    identifiers: identifiers(data),
    ...Object.fromEntries(top),
    is_labeled_as_no_nrl: isNrl === undefined ? "" : String(isNrl !== "true"),
    ...(Object.keys(sterilization).length > 0 ? { sterilization } : {}),
    ...Object.fromEntries(
      codes.map(([list, member, field]) => [list, textIn(data, field) === "" ? [] : [{ [member]: textIn(data, field) }]]),
    ),
    mri_safety: mri[textIn(data, "mrSafety")] ?? "",
    ...limitsOf(data),
    customer_contacts: rowsIn(data, "contacts")
      .map((row) => said({ phone: textIn(row, "phone"), email: textIn(row, "email") }))
      .filter((row) => Object.keys(row).length > 0),
    is_rx: rx,
    is_otc: otc,
  });
}

/** What such a record carries of ours. */
export const gudidFields: readonly string[] = [
  ...singles.map(([, field]) => field),
  ...codes.map(([, , field]) => field),
  ...["primaryDi", "issuingAgency", "unitOfUseDi", "directMarkDi", "packages", "otherDis", "storages", "storageNote"],
  ...["clinicalSizes", "sizeNote", "sterilizationMethod", "mrSafety", "contacts", "rxOtc"],
];

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const told = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : "";
const listIn = (of: Json, member: string): Json[] => (Array.isArray(of[member]) ? of[member].filter(isObject) : []);
const keyOf = (of: { readonly [key: string]: string }, text: string): string | undefined =>
  Object.entries(of).find(([, value]) => value === text)?.[0];

const yesNoOf = (text: string): string | undefined => keyOf(yesNoText, text);

function singleValues(record: Json, reading: Reading): DeviceData {
  const sterilization = isObject(record.sterilization) ? record.sterilization : {};
  return Object.assign(
    {},
    ...singles.map(([path, field, kind]): DeviceData => {
      const text = told(path.startsWith("sterilization.") ? sterilization[path.slice("sterilization.".length)] : record[path]);
      if (text === "") return {};
      if (!kind) {
        const value = reading.value(path, dataFields[field], text);
        return value === undefined ? {} : { [field]: value };
      }
      const answer = yesNoOf(text);
      if (answer === undefined) {
        reading.wrong(path, `${path} is "true" or "false".`, `${path} 应为 true 或 false。`);
        return {};
      }
      return { [field]: kind === "inverse" ? (inverseOf[answer] ?? "") : answer };
    }),
  );
}

function row(reading: Reading, set: string, path: string, given: { readonly [field: string]: string }): DataRow[] {
  const found = Object.entries(given).flatMap(([field, text]) => {
    const value = reading.value(`${path}.${field}`, dataSets[set]?.[field], text);
    return value === undefined ? [] : [[field, value] as const];
  });
  return found.length === 0 ? [] : [Object.fromEntries(found)];
}

function readIdentifiers(record: Json, reading: Reading): DeviceData {
  const all = listIn(record, "identifiers");
  const of = (type: string) => all.filter((one) => one.type === type);
  const [primary] = of("Primary");
  const [direct] = of("Direct Marking");
  if (!primary) reading.wrong("identifiers", "There is no primary identifier.", "缺少最小销售单元产品标识。");
  return cleaned({
    primaryDi: told(primary?.id),
    issuingAgency: reading.value("identifiers.issuing_agency", dataFields.issuingAgency, told(primary?.issuing_agency)),
    unitOfUseDi: told(primary?.unit_of_use_id),
    directMarkDi: told(direct?.id),
    packages: of("Package").flatMap((one, index) =>
      row(reading, "packages", `identifiers.${index}`, {
        level: told(one.package_type),
        di: told(one.id),
        quantity: told(one.quantity_per_package),
        containedDi: told(one.contains_di),
      }),
    ),
    otherDis: all
      .filter(({ type }) => type === "Secondary" || type === "Previous")
      .flatMap((one, index) =>
        row(reading, "otherDis", `identifiers.${index}`, {
          kind: one.type === "Previous" ? "previous" : "secondary",
          di: told(one.id),
          agency: told(one.issuing_agency),
        }),
      ),
  });
}

function readLimits(record: Json, reading: Reading): DeviceData {
  const storage = listIn(record, "storage");
  const sizes = listIn(record, "device_sizes");
  const part = (one: Json, member: string): Json => (isObject(one[member]) ? one[member] : {});
  return cleaned({
    storages: storage
      .filter((one) => one.special_conditions === undefined)
      .flatMap((one, index) =>
        row(reading, "storages", `storage.${index}`, {
          condition: told(one.type),
          low: told(part(one, "low").value),
          high: told(part(one, "high").value),
          unit: told(part(one, "low").unit) || told(part(one, "high").unit),
        }),
      ),
    storageNote: told(storage.find((one) => one.special_conditions !== undefined)?.special_conditions),
    clinicalSizes: sizes
      .filter((one) => one.text === undefined)
      .flatMap((one, index) =>
        row(reading, "clinicalSizes", `device_sizes.${index}`, {
          kind: told(one.type),
          value: told(one.value),
          unit: told(one.unit),
        }),
      ),
    sizeNote: told(sizes.find((one) => one.text !== undefined)?.text),
  });
}

/** Reads such a record back. */
export function readGudidRecord(record: DeviceRow, reading: Reading): { data: DeviceData; mark: DatabaseMark | null } {
  const sterilization = isObject(record.sterilization) ? record.sterilization : {};
  const methods = sterilization.sterilization_methods;
  const [rx, otc] = [told(record.is_rx), told(record.is_otc)];
  const recordKey = told(record.public_device_record_key);
  const data = cleaned({
    ...readIdentifiers(record, reading),
    ...singleValues(record, reading),
    ...readLimits(record, reading),
    ...Object.fromEntries(codes.map(([list, member, field]) => [field, told(listIn(record, list)[0]?.[member])])),
    mrSafety: keyOf(mri, told(record.mri_safety)),
    rxOtc: Object.entries(rxOtcText).find(([, both]) => both[0] === rx && both[1] === otc)?.[0],
    sterilizationMethod: Array.isArray(methods) ? methods.map(told).join(";") : "",
    contacts: listIn(record, "customer_contacts").flatMap((one, index) =>
      row(reading, "contacts", `customer_contacts.${index}`, { phone: told(one.phone), email: told(one.email) }),
    ),
  });
  const mark = {
    recordKey,
    version: told(record.public_version_number),
    day: told(record.public_version_date),
    isFirst: told(record.public_version_status) !== "Update",
  };
  return { data, mark: recordKey === "" ? null : mark };
}
