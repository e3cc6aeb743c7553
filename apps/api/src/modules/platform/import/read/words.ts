/** What is said of a file that is not read. */
import type { Issue, Label } from "@lotline/schema";
import type { FileRefusal, RefusalCode, RefusalDetail } from "./refusal.ts";

const sentences: { readonly [C in RefusalCode]: (d: RefusalDetail) => Label } = {
  EMPTY_FILE: () => ({ en: "The file is empty.", zh: "文件为空。" }),
  FILE_TOO_LARGE: (d) => ({ en: `The file is larger than ${d.max} MB.`, zh: `文件超过 ${d.max} MB。` }),
  UNREADABLE_TEXT: (d) => ({
    en: `The text of the file is not valid ${d.encoding}. Choose its encoding, or save it as CSV UTF-8.`,
    zh: `文件文字不是有效的 ${d.encoding} 编码。请选择编码，或另存为 CSV UTF-8。`,
  }),
  NO_HEADER: () => ({ en: "The file has no header line.", zh: "文件没有标题行。" }),
  HEADER_EMPTY: (d) => ({
    en: `Column ${d.column} has no header (line ${d.line}).`,
    zh: `${d.column} 列没有标题（第 ${d.line} 行）。`,
  }),
  HEADER_TWICE: (d) => ({
    en: `Two columns are called “${d.header}”; each needs a header of its own.`,
    zh: `有两列的标题都是“${d.header}”，每列标题须唯一。`,
  }),
  NO_ROWS: () => ({ en: "There is no row below the header.", zh: "标题行下没有数据行。" }),
  TOO_MANY_ROWS: (d) => ({
    en: `The file has more than ${d.max} rows; split it.`,
    zh: `文件超过 ${d.max} 行，请拆分。`,
  }),
  TOO_MANY_COLUMNS: (d) => ({ en: `The file has more than ${d.max} columns.`, zh: `文件超过 ${d.max} 列。` }),
  CELL_TOO_LONG: (d) => ({
    en: `Cell ${d.cell} holds more than ${d.max} characters.`,
    zh: `单元格 ${d.cell} 超过 ${d.max} 个字符。`,
  }),
  ROW_TOO_WIDE: (d) => ({
    en: `Line ${d.line} has a value in column ${d.column}, which has no header.`,
    zh: `第 ${d.line} 行在没有标题的 ${d.column} 列有值。`,
  }),
  QUOTE_OPEN: (d) => ({
    en: `The quotation marks of line ${d.line} do not close where a cell ends.`,
    zh: `第 ${d.line} 行的引号未在单元格末尾闭合。`,
  }),
  NOT_A_WORKBOOK: () => ({
    en: "The file is no readable workbook. Open it in Excel or WPS and save it as .xlsx again.",
    zh: "该文件不是可读取的工作簿。请用 Excel 或 WPS 打开后重新另存为 .xlsx。",
  }),
  OLD_WORKBOOK: () => ({
    en: "This is a workbook of the old kind (.xls) or one with a password. Save it as .xlsx without password.",
    zh: "这是旧格式（.xls）或带密码的工作簿，请另存为不带密码的 .xlsx。",
  }),
  ENCRYPTED_WORKBOOK: () => ({ en: "The workbook has a password; save it without.", zh: "工作簿带有密码，请取消密码后保存。" }),
  ZIP_BOMB: (d) => ({
    en: `The workbook unpacks to more than ${d.max} MB or to more than ${d.ratio} times its size; it is not opened.`,
    zh: `工作簿解压后超过 ${d.max} MB 或超过其大小的 ${d.ratio} 倍，拒绝打开。`,
  }),
  FORMULA_CELL: (d) => ({
    en: `Cell ${d.cell} holds a formula. Replace formulas by their values (paste special: values).`,
    zh: `单元格 ${d.cell} 是公式。请将公式替换为数值（选择性粘贴：数值）。`,
  }),
  ERROR_CELL: (d) => ({ en: `Cell ${d.cell} holds the error ${d.value}.`, zh: `单元格 ${d.cell} 的值为错误 ${d.value}。` }),
  BAD_DATE_CELL: (d) => ({
    en: `Cell ${d.cell} is formatted as a date but holds ${d.value}, which is none.`,
    zh: `单元格 ${d.cell} 为日期格式，但其值 ${d.value} 不是日期。`,
  }),
  MERGED_CELL: (d) => ({ en: `Cells ${d.cell} are merged; unmerge them.`, zh: `单元格 ${d.cell} 已合并，请取消合并。` }),
  NO_SUCH_SHEET: (d) => ({ en: `There is no visible sheet “${d.sheet}”.`, zh: `没有可见的工作表“${d.sheet}”。` }),
  READ_TOO_DEAR: () => ({
    en: "Reading the file takes more memory or time than a table of this size needs; it is refused.",
    zh: "读取该文件所需的内存或时间超出同等规模表格的范围，已拒绝。",
  }),
};

/** The refusal as an issue of the file. */
export const refusalIssue = ({ code, detail }: FileRefusal): Issue => ({ path: "file", code, text: sentences[code](detail) });
