/**
 * The device record: what the databases of devices (NMPA, GUDID, EUDAMED) are told of a product, and how it is packed. Names and
 * requiredness of its fields in each database are data of their own (`device-fields.ts`), loaded by those who export and check.
 */
import {
  choice,
  code,
  date,
  decimal,
  defineRecord,
  enumeration,
  type FieldOptions,
  flag,
  integer,
  type Label,
  ref,
  revisionActions,
  revisionFields,
  revisionStates,
  text,
} from "../kit/index.ts";

/** Issuing agencies of device identifiers; MA codes are ZIIOT's, AHM codes Ali Health's. */
export const issuingAgency = enumeration("IssuingAgency", {
  GS1: { en: "GS1", zh: "GS1" },
  MA: { en: "MA code (ZIIOT)", zh: "MA码（IDcode）" },
  AHM: { en: "AHM (Ali Health)", zh: "阿里健康（AHM）" },
  HIBCC: { en: "HIBCC", zh: "HIBCC" },
  ICCBBA: { en: "ICCBBA", zh: "ICCBBA" },
});

/** An answer that must be given: empty is not no. */
export const yesNo = enumeration("YesNo", { yes: { en: "Yes", zh: "是" }, no: { en: "No", zh: "否" } });

export const deviceMarket = enumeration("DeviceMarket", {
  CN: { en: "China (NMPA)", zh: "中国（NMPA）" },
  US: { en: "United States (GUDID)", zh: "美国（GUDID）" },
  EU: { en: "European Union (EUDAMED)", zh: "欧盟（EUDAMED）" },
});

/** How far the data of a DI have come in one database (REQ-TRC-09). */
export const publication = enumeration("Publication", {
  draft: { en: "Not submitted", zh: "未提交" },
  submitted: { en: "Submitted", zh: "已提交" },
  published: { en: "Published", zh: "已发布" },
  changed: { en: "Changed since", zh: "发布后已变更" },
});

/** Lists by which China introduces UDI; which of them asks what from when is the rule `udi-applicability`. */
export const udiList = enumeration("UdiList", {
  first: { en: "First batch", zh: "第一批" },
  third: { en: "Third batch", zh: "第三批" },
});

export const deviceKind = enumeration("DeviceKind", {
  device: { en: "Medical device", zh: "器械" },
  ivd: { en: "In vitro diagnostic", zh: "体外诊断试剂" },
});

export const productCategory = enumeration("ProductCategory", {
  consumable: { en: "Consumable", zh: "耗材" },
  equipment: { en: "Equipment", zh: "设备" },
});

export const mrSafety = enumeration("MrSafety", {
  safe: { en: "MR safe", zh: "安全" },
  conditional: { en: "MR conditional", zh: "条件安全" },
  unsafe: { en: "MR unsafe", zh: "不安全" },
  notStated: { en: "Nothing stated in the labelling", zh: "说明书或标签上面不包括MR安全信息" },
});

export const rxOtc = enumeration("RxOtc", {
  rx: { en: "Prescription", zh: "处方" },
  otc: { en: "Over the counter", zh: "非处方" },
  both: { en: "Both", zh: "处方及非处方" },
});

const same = (word: string): Label => ({ en: word, zh: word });

/** Risk classes of the MDR and the IVDR. */
export const euRiskClass = enumeration("EuRiskClass", {
  I: same("I"),
  Is: { en: "I sterile", zh: "I 无菌" },
  Im: { en: "I measuring", zh: "I 测量" },
  Ir: { en: "I reusable", zh: "I 可重复使用" },
  IIa: { en: "IIa", zh: "IIa 类" },
  IIb: { en: "IIb", zh: "IIb 类" },
  III: same("III"),
  A: same("A"),
  B: same("B"),
  C: same("C"),
  D: same("D"),
});

const otherDiKind = enumeration("OtherDiKind", {
  secondary: { en: "Secondary", zh: "第二标识" },
  previous: { en: "Previous", zh: "原标识" },
});

const answer = <const O extends FieldOptions>(en: string, zh: string, options: O) => choice({ en, zh }, yesNo, options);
const open = { optional: true, critical: true } as const;
const said = { optional: true } as const;
const status = (market: Label) =>
  choice({ en: `Status: ${market.en}`, zh: `状态：${market.zh}` }, publication, {
    system: true,
    optional: true,
    unsigned: true,
  });

const identifiers = {
  primaryDi: code(
    { en: "Primary DI", zh: "最小销售单元产品标识" },
    {
      fixed: true,
      help: { en: "Without application identifier, e.g. 09521234000013", zh: "不含应用标识符，例如 09521234000013" },
    },
  ),
  issuingAgency: choice({ en: "Issuing agency", zh: "医疗器械唯一标识编码体系名称" }, issuingAgency, { fixed: true }),
  diPublishDate: date({ en: "DI publish date", zh: "产品标识发布日期" }, said),
  unitsOfUse: integer({ en: "Units of use in the sales unit", zh: "最小销售单元中使用单元的数量" }, { ...open, min: 1 }),
  unitOfUseDi: code({ en: "Unit-of-use DI", zh: "使用单元产品标识" }, open),
  carrierLinear: flag({ en: "Carrier: linear", zh: "标识载体：一维码" }, said),
  carrierMatrix: flag({ en: "Carrier: 2D", zh: "标识载体：二维码" }, said),
  carrierRfid: flag({ en: "Carrier: RFID", zh: "标识载体：RFID" }, said),
  carrierOther: flag({ en: "Carrier: other", zh: "标识载体：其他" }, said),
  sameAsRegistered: answer("Same as the registered DI", "是否与注册/备案产品标识一致", said),
  registeredDi: code({ en: "Registered DI", zh: "注册/备案产品标识" }, said),
  directMarked: answer("Marked on the device itself", "是否有本体直接标识", open),
  directMarkSame: answer("Direct mark is the primary DI", "本体产品标识与最小销售单元产品标识是否一致", open),
  directMarkDi: code({ en: "Direct mark DI", zh: "本体产品标识" }, open),
  basicUdiDi: text({ en: "Basic UDI-DI (EU)", zh: "基本UDI-DI（欧盟）" }, { ...open, max: 25 }),
} as const;

const product = {
  productName: text({ en: "Product name", zh: "产品名称/通用名称" }, { optional: true, max: 200, critical: true }),
  tradeName: text({ en: "Trade or brand name", zh: "商品名称" }, { optional: true, max: 200, critical: true }),
  modelSpec: text({ en: "Model or specification", zh: "规格型号" }, { optional: true, max: 200, critical: true }),
  catalogNumber: text({ en: "Catalogue number", zh: "产品货号或编号" }, { optional: true, max: 60 }),
  isKit: answer("Kit or procedure pack", "是否为包类/组套类产品", open),
  description: text({ en: "Description", zh: "产品描述" }, { optional: true, max: 2000, multiline: true }),
  deviceKind: choice({ en: "Device or IVD", zh: "器械类别" }, deviceKind, open),
  classificationCode: text({ en: "Classification code (China)", zh: "分类编码" }, { optional: true, max: 40 }),
  oldClassificationCode: text({ en: "Former classification code", zh: "原分类编码" }, { optional: true, max: 40 }),
  fdaProductCode: text({ en: "FDA product code", zh: "FDA产品代码" }, { optional: true, max: 10 }),
  emdnCode: text({ en: "EMDN code", zh: "EMDN编码" }, { optional: true, max: 20 }),
  gmdn: text({ en: "GMDN term code", zh: "GMDN编码" }, { optional: true, max: 10 }),
  euRiskClass: choice({ en: "Risk class (EU)", zh: "风险等级（欧盟）" }, euRiskClass, open),
  productCategory: choice({ en: "Consumable or equipment", zh: "产品类别" }, productCategory, said),
} as const;

const holder = {
  registrantName: text({ en: "Registrant", zh: "医疗器械注册人/备案人名称" }, { optional: true, max: 200 }),
  registrantNameEn: text({ en: "Registrant (English)", zh: "注册人/备案人英文名称" }, { optional: true, max: 200 }),
  registrantId: text({ en: "Unified social credit code", zh: "统一社会信用代码" }, { optional: true, max: 40 }),
  dunsNumber: text({ en: "DUNS number", zh: "邓白氏编码（DUNS）" }, { optional: true, max: 13 }),
  srn: text({ en: "Actor number (SRN)", zh: "经济运营者编号（SRN）" }, { optional: true, max: 40 }),
  certificate: ref({ en: "Registration certificate", zh: "注册证/备案凭证" }, "Licence", open),
  registrationNumber: text(
    { en: "Number of the certificate", zh: "注册证编号或者备案凭证编号" },
    {
      optional: true,
      max: 80,
      system: true,
    },
  ),
  premarketNumber: text({ en: "Premarket submission (FDA)", zh: "上市前申请号（FDA）" }, { optional: true, max: 40 }),
  euCertificate: text({ en: "Certificate (EU notified body)", zh: "欧盟公告机构证书编号" }, { optional: true, max: 60 }),
  insuranceCode: text({ en: "Insurance code", zh: "医保编码" }, { optional: true, max: 60 }),
} as const;

const use = {
  singleUse: answer("Labelled for single use", "是否标记为一次性使用", open),
  maxReuse: integer({ en: "Most reuses", zh: "最大重复使用次数" }, { ...open, min: 1 }),
  sterile: answer("Packaged sterile", "是否为无菌包装", open),
  needsSterilization: answer("To be sterilized before use", "使用前是否需要进行灭菌", open),
  sterilizationMethod: text(
    { en: "Sterilization methods (a; b)", zh: "灭菌方式（多个以 ; 分隔）" },
    { optional: true, max: 200, critical: true },
  ),
  mrSafety: choice({ en: "MR safety", zh: "磁共振（MR）安全相关信息" }, mrSafety, open),
  latex: answer("Contains natural rubber latex", "含天然橡胶乳胶", open),
  piLot: answer("UDI-PI has the lot", "生产标识是否包含批号", open),
  piSerial: answer("UDI-PI has the serial number", "生产标识是否包含序列号", open),
  piManufacturingDate: answer("UDI-PI has the date of manufacture", "生产标识是否包含生产日期", open),
  piExpiryDate: answer("UDI-PI has the expiry date", "生产标识是否包含失效日期", open),
  piDonationId: answer("UDI-PI has the donation number", "生产标识是否包含供血标识", open),
  piSoftware: answer("UDI-PI has the software version", "生产标识是否包含软件版本", open),
  storageNote: text({ en: "Special storage or handling", zh: "特殊储存或操作说明" }, { optional: true, max: 500 }),
  sizeNote: text({ en: "Special sizes", zh: "特殊尺寸说明" }, { optional: true, max: 500 }),
} as const;

const markets = {
  infoUrl: text({ en: "More information (link)", zh: "其他信息的网址链接" }, { optional: true, max: 300 }),
  withdrawalDate: date({ en: "Withdrawn from the market on", zh: "退市日期" }, said),
  rxOtc: choice({ en: "Prescription or over the counter", zh: "处方/非处方" }, rxOtc, said),
  hctp: answer("Human cells or tissues", "人体细胞组织", said),
  combination: answer("Combination product, medicinal substance", "组合产品（含药）", said),
  implantable: answer("Implantable", "植入", open),
  udiList: choice({ en: "UDI list (China)", zh: "UDI实施品种目录（中国）" }, udiList, said),
  euMarketBefore: answer("In the EU with this DI before 28 May 2026", "2026-05-28 前已以该标识在欧盟上市", said),
} as const;

/** A change of fields by which a device is told apart (rule `di-trigger`) says whether it is another device from now on. */
const change = {
  newDi: answer("Does the change need a new DI?", "该变更是否需要新的产品标识？", said),
  newDiReason: text({ en: "Why", zh: "判断理由" }, { optional: true, max: 1000, multiline: true }),
} as const;

const published = {
  statusCn: status({ en: "China", zh: "中国" }),
  statusUs: status({ en: "United States", zh: "美国" }),
  statusEu: status({ en: "European Union", zh: "欧盟" }),
} as const;

const lines = {
  packages: {
    label: { en: "Packaging", zh: "包装标识" },
    fields: {
      level: text({ en: "Pack level", zh: "产品包装级别" }, { max: 40, critical: true }),
      di: code({ en: "Package DI", zh: "包装产品标识" }, { critical: true }),
      quantity: integer(
        { en: "Quantity in it", zh: "本级包装内包含小一级产品标识数量" },
        { min: 1, max: 1_000_000, critical: true },
      ),
      containedDi: code({ en: "Contained DI", zh: "包装内含小一级包装产品标识" }, { critical: true }),
    },
  },
  otherDis: {
    label: { en: "Other DIs", zh: "其他产品标识" },
    fields: {
      kind: choice({ en: "Kind", zh: "种类" }, otherDiKind, { critical: true }),
      di: code({ en: "DI", zh: "产品标识" }, { critical: true }),
      agency: choice({ en: "Issuing agency", zh: "编码体系" }, issuingAgency, { critical: true }),
    },
  },
  storages: {
    label: { en: "Storage and handling", zh: "储存或操作条件" },
    fields: {
      condition: text({ en: "Condition", zh: "储存或操作条件" }, { max: 60 }),
      low: decimal({ en: "Lowest", zh: "最低值" }, { optional: true }),
      high: decimal({ en: "Highest", zh: "最高值" }, { optional: true }),
      unit: text({ en: "Unit", zh: "计量单位" }, { optional: true, max: 20 }),
    },
  },
  clinicalSizes: {
    label: { en: "Clinical sizes", zh: "临床使用尺寸" },
    fields: {
      kind: text({ en: "Size", zh: "尺寸类型" }, { max: 60, critical: true }),
      value: text({ en: "Value", zh: "尺寸值" }, { max: 40, critical: true }),
      unit: text({ en: "Unit", zh: "尺寸单位" }, { optional: true, max: 20, critical: true }),
    },
  },
  contacts: {
    label: { en: "Contacts for customers", zh: "企业联系信息" },
    fields: {
      phone: text({ en: "Telephone", zh: "电话" }, { optional: true, max: 40 }),
      email: text({ en: "E-mail", zh: "邮箱" }, { optional: true, max: 120 }),
      fax: text({ en: "Fax", zh: "传真" }, { optional: true, max: 40 }),
    },
  },
  euMarkets: {
    label: { en: "Countries of the EU market", zh: "欧盟销售国家" },
    fields: {
      country: code({ en: "Country", zh: "国家" }, { max: 2 }),
      isFirst: flag({ en: "Originally placed here", zh: "首次投放" }, { optional: true }),
      startsOn: date({ en: "From", zh: "起始日期" }, { optional: true }),
      endsOn: date({ en: "To", zh: "终止日期" }, { optional: true }),
    },
  },
  submissions: {
    label: { en: "Submissions", zh: "提交记录" },
    system: true,
    fields: {
      market: choice({ en: "Database", zh: "数据库" }, deviceMarket),
      status: choice({ en: "Status", zh: "状态" }, publication),
      day: date({ en: "On", zh: "日期" }),
      recordKey: text({ en: "Record key", zh: "主键编号" }, { optional: true, max: 80 }),
      recordVersion: integer({ en: "Version there", zh: "版本号" }, { optional: true }),
      remark: text({ en: "Remark", zh: "备注" }, { optional: true, max: 300 }),
    },
  },
} as const;

const ofMarket = {
  market: choice({ en: "Database", zh: "数据库" }, deviceMarket),
  day: date({ en: "On", zh: "日期" }),
} as const;

const revisions = revisionActions({
  of: "item",
  approve: "deviceRecord.approve",
  edit: "deviceRecord.change",
  gate: "deviceRecord.approve",
});

/** One version of what is published about a device; dated like every revision, submitted and published to each database apart. */
export const deviceRecord = defineRecord({
  name: "DeviceRecord",
  area: "master",
  number: "effect",
  label: { en: "Device record", zh: "器械数据记录" },
  plural: { en: "Device records", zh: "器械数据记录" },
  title: ["productName"],
  revisionOf: "item",
  fields: {
    item: ref({ en: "Item", zh: "物料" }, "Item", { fixed: true }),
    ...identifiers,
    ...revisionFields,
    ...product,
    ...holder,
    ...use,
    ...markets,
    ...change,
    ...published,
  },
  lines,
  states: revisionStates,
  initial: "draft",
  actions: {
    ...revisions,
    approve: {
      ...revisions.approve,
      approval: "device-record",
    },
    submit: {
      label: { en: "Record the submission", zh: "登记提交" },
      from: ["approved"],
      permit: "deviceRecord.submit",
      input: { fields: ofMarket },
    },
    publish: {
      label: { en: "Record the publication", zh: "登记发布" },
      from: ["approved"],
      permit: "deviceRecord.submit",
      input: {
        fields: {
          ...ofMarket,
          recordKey: text({ en: "Record key of the database", zh: "数据库主键编号" }, { max: 80 }),
          recordVersion: integer({ en: "Version there", zh: "版本号" }, { min: 1, optional: true }),
        },
      },
    },
  },
  read: "deviceRecord.read",
  create: { permit: "deviceRecord.change", undo: "withdraw" },
  edit: { permit: "deviceRecord.change", in: ["draft"] },
  list: {
    columns: ["number", "item", "productName", "statusCn", "statusUs", "statusEu", "state"],
    sort: "number",
    search: ["number", "primaryDi", "productName"],
    extra: {
      missingCn: text({ en: "Data for China", zh: "中国数据" }),
      missingUs: text({ en: "Data for the US", zh: "美国数据" }),
      missingEu: text({ en: "Data for the EU", zh: "欧盟数据" }),
    },
  },
  due: { draft: { action: "approve", within: { days: 5 } } },
  risk: ["item.deviceClass"],
  retention: "device",
});
