/** What an element of a code is called: the title of GS1's table, the fields of the other agencies. */
import type { Agency } from "./decoded.ts";
import { gs1Table } from "./gs1/shipped.ts";
import type { Words } from "./words.ts";

/**
 * The title of an element by its identifier or lead. GS1 publishes titles in English alone; those that devices and their logistics
 * carry are given in Chinese too, by GS1 China's words, and every other keeps the English one. The lead itself where none is known.
 */
export function titleOf(agency: Agency, ai: string): Words {
  if (agency === "GS1") {
    const en = gs1Table().find(ai)?.title || `AI ${ai}`;
    return { en, zh: gs1Chinese[ai] ?? (ai.length === 4 ? gs1Chinese[ai.slice(0, 3)] : undefined) ?? en };
  }
  return fields[agency][ai] ?? { en: ai, zh: ai };
}

/** By identifier; three digits stand for a family with a decimal place behind. */
const gs1Chinese: Readonly<Record<string, string>> = {
  "00": "系列货运包装箱代码（SSCC）",
  "01": "全球贸易项目代码（GTIN）",
  "02": "物流单元内贸易项目的 GTIN",
  "03": "按订单生产的 GTIN",
  "10": "批号",
  "11": "生产日期",
  "12": "付款截止日期",
  "13": "包装日期",
  "15": "保质期",
  "16": "停止销售日期",
  "17": "有效期",
  "20": "内部产品变体",
  "21": "序列号",
  "22": "消费产品变体",
  "30": "变量贸易项目的数量",
  "37": "物流单元内贸易项目的数量",
  "240": "附加产品标识",
  "241": "客户方代码",
  "242": "定制产品代码",
  "243": "包装组件代码",
  "250": "二级序列号",
  "251": "源实体参考代码",
  "253": "全球文件类型标识（GDTI）",
  "254": "全球参与方位置码扩展部分",
  "310": "净重（千克）",
  "320": "净重（磅）",
  "330": "毛重（千克）",
  "400": "客户订购单代码",
  "401": "全球托运标识（GINC）",
  "402": "全球装运标识（GSIN）",
  "403": "路径代码",
  "410": "交货地全球位置码",
  "411": "受票方全球位置码",
  "412": "供货方全球位置码",
  "413": "货物最终目的地全球位置码",
  "414": "标识物理位置的全球位置码",
  "415": "开票方全球位置码",
  "416": "生产或服务地点的全球位置码",
  "417": "参与方全球位置码",
  "420": "同一邮政区域内交货地邮政编码",
  "422": "贸易项目的原产国",
  "710": "国家医保编码（德国）",
  "711": "国家医保编码（法国）",
  "712": "国家医保编码（西班牙）",
  "713": "国家医保编码（巴西）",
  "714": "国家医保编码（葡萄牙）",
  "715": "国家医保编码（美国）",
  "7003": "有效日期和时间",
  "7023": "全球单个资产标识（GIAI，组件）",
  "7040": "GS1 唯一标识（EU 2018/574）",
  "8003": "全球可回收资产标识（GRAI）",
  "8004": "全球单个资产标识（GIAI）",
  "8008": "生产日期和时间",
  "8012": "软件版本",
  "8013": "全球型号代码（GMN）",
  "8017": "全球服务关系代码（提供方）",
  "8018": "全球服务关系代码（接受方）",
  "8020": "付款单参考代码",
  "8200": "包装扩展网址",
  "90": "贸易伙伴约定信息",
  "91": "公司内部信息",
  "92": "公司内部信息",
  "93": "公司内部信息",
  "94": "公司内部信息",
  "95": "公司内部信息",
  "96": "公司内部信息",
  "97": "公司内部信息",
  "98": "公司内部信息",
  "99": "公司内部信息",
};

const di: Words = { en: "Device identifier", zh: "产品标识（DI）" };
const lot: Words = { en: "Lot", zh: "批号" };
const serial: Words = { en: "Serial number", zh: "序列号" };
const expiry: Words = { en: "Expiry date", zh: "有效期" };
const made: Words = { en: "Manufacturing date", zh: "生产日期" };
const quantity: Words = { en: "Quantity", zh: "数量" };

const fields: Readonly<Record<Exclude<Agency, "GS1">, Readonly<Record<string, Words>>>> = {
  HIBCC: {
    "+": di,
    $: lot,
    $$7: lot,
    lot,
    "$+": serial,
    "$$+7": serial,
    S: serial,
    serial,
    "14D": expiry,
    YYJJJ: expiry,
    ...Object.fromEntries(
      ["", "2", "3", "4", "5", "6"].flatMap((flag) => [`$$${flag}`, `$$+${flag}`].map((lead) => [lead, expiry])),
    ),
    "16D": made,
    Q: quantity,
    $$8: quantity,
    $$9: quantity,
  },
  ICCBBA: {
    "=/": { en: "Processor product identification code", zh: "加工机构产品标识码（DI）" },
    "=,": serial,
    "=>": expiry,
    "=}": made,
    "=": { en: "Donation identification number", zh: "捐献识别号" },
    "&,1": { en: "MPHO lot number", zh: "人源医疗产品批号" },
    "=)": { en: "Container manufacturer and catalogue number", zh: "采血容器制造商与货号（DI）" },
    "&)": { en: "Container lot", zh: "采血容器批号" },
  },
  "ZIIOT-MA": {
    MA: di,
    M: made,
    L: lot,
    D: { en: "Sterilization lot", zh: "灭菌批号" },
    S: serial,
    V: { en: "Valid until", zh: "使用期限" },
    E: expiry,
    Y: { en: "Insurance code", zh: "医保编码" },
    C: { en: "Check characters", zh: "校验码" },
  },
  AHM: { AHM: { en: "Trace code", zh: "追溯码" } },
};
