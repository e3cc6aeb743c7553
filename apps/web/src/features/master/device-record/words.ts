/** Words of the pages of device records; they come with the pages, not with the first load. */
import type { Label } from "@lotline/schema";

const both = (en: string, zh: string): Label => ({ en, zh });

export const deviceWords = {
  markets: both("Databases", "数据库"),
  shipping: both("Shipping today: ", "今日发货："),
  complete: both("Complete", "完整"),
  missing: both("Missing", "缺少"),
  ok: both("may be shipped", "可发货"),
  warn: both("shipped with a warning", "发货时提示"),
  block: both("not to be shipped", "不得发货"),
  submit: both("Record the submission", "登记提交"),
  publish: both("Record the publication", "登记发布"),
  tree: both("Packaging tree", "包装层级"),
  salesUnit: both("Smallest sales unit", "最小销售单元"),
  unit: both(" sales unit", "个最小销售单元"),
  units: both(" sales units", "个最小销售单元"),
  noPackages: both("No packages: the sales unit stands alone.", "无上级包装。"),
  touched: both("This version changes what tells the device apart", "本版本变更了用于识别器械的内容"),
  touchedHint: both(
    "Say whether the device needs a new DI, and why, before it is approved. A new DI begins with a version of its own.",
    "批准前须判断是否需要新的产品标识并说明理由；需要新标识时，以新标识新建版本。",
  ),
  askedBy: both("asked by", "依据"),
  answer: both("Answer", "作答"),
  newVersion: both("New version", "新建版本"),
  readBack: both("Read a file back", "读回文件"),
  readBackHint: both(
    "A file of a database is read and held against this record; nothing is changed.",
    "读取数据库文件并与本记录比较，不更改任何内容。",
  ),
  choose: both("Choose a file", "选择文件"),
  format: both("Format", "格式"),
  file: both("File of the database", "数据库文件"),
  same: both("The file says what the record says.", "文件与本记录一致。"),
  field: both("Field", "字段"),
  ours: both("Here", "本记录"),
  theirs: both("In the file", "文件中"),
  different: both("Differences", "差异"),
  wrong: both("The file cannot be read as it is", "文件内容有误"),
  firstAnswers: both("Begin with a file of a database", "以数据库文件开始"),
  firstAnswersHint: both(
    "Is the device in a database already? Its file fills the boxes below; the item and the certificate remain to be chosen.",
    "器械已在数据库中登记？读取其文件即可填写下方字段；物料和注册证仍须选择。",
  ),
  firstTaken: both("{n} {n|answer|answers} taken from the file. Nothing is saved yet.", "已从文件填入 {n} 项，尚未保存。"),
  beginWith: both("New version with what the file says", "以文件内容新建版本"),
  tooLarge: both("The file is too long for one device.", "文件过大，超出单个器械的数据量。"),
} as const;

/** Formats by market, as they are called there. */
export const deviceFormats = [
  { format: "nmpa-xml", market: "CN", label: both("NMPA, XML", "NMPA XML"), accept: ".xml" },
  { format: "nmpa-json", market: "CN", label: both("NMPA, interface", "NMPA 接口数据"), accept: ".json" },
  { format: "gudid", market: "US", label: both("GUDID (openFDA)", "GUDID（openFDA）"), accept: ".json" },
  { format: "eudamed", market: "EU", label: both("EUDAMED, CSV", "EUDAMED CSV"), accept: ".csv" },
] as const;
