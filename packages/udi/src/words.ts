/** What is wrong, in words of both languages. */
import type { Problem } from "./problem.ts";

export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** The problem in a sentence; `%` stands for its detail. */
export function wordsOf({ code, ai, detail }: Problem): Words {
  const found = Object.hasOwn(words, code) ? words[code] : undefined;
  const { en, zh } = found ?? byKind(code);
  const [subjectEn, subjectZh] = ai === null ? ["", ""] : [`${ai}: `, `${ai}：`];
  const fill = (text: string): string => text.replace("%", () => detail ?? "");
  return { en: subjectEn + fill(en), zh: subjectZh + fill(zh) };
}

/** Words for the many codes of coupons, which no device carries. */
function byKind(code: string): Words {
  if (code.startsWith("COUPON_")) return { en: `The coupon breaks the rule ${code}.`, zh: `优惠券数据违反规则 ${code}。` };
  return { en: `The rule ${code} is broken.`, zh: `违反规则 ${code}。` };
}

const words: Readonly<Record<string, Words>> = {
  EMPTY: { en: "There is nothing to read.", zh: "没有可读取的内容。" },
  TOO_LONG: { en: "The text is longer than any symbol holds.", zh: "文本超过任何条码所能容纳的长度。" },
  TOO_SHORT: { en: "The code ends too early.", zh: "编码不完整。" },
  NOT_A_UDI: { en: "This is not a UDI of any issuing agency.", zh: "这不是任何发码机构的 UDI。" },
  NOT_READ: { en: "Taken as it is: the rules of this agency are not public.", zh: "原样保留：该发码机构的规则未公开。" },
  NO_DI: { en: "There is no device identifier.", zh: "缺少产品标识（DI）。" },
  NO_BRACKET: { en: "An identifier in brackets must come first.", zh: "应以括号内的应用标识符开头。" },
  BRACKET_NOT_CLOSED: { en: "The bracket is not closed.", zh: "括号未闭合。" },
  UNKNOWN_AI: { en: "There is no such application identifier.", zh: "没有此应用标识符。" },
  EMPTY_VALUE: { en: "The value is missing.", zh: "缺少数据。" },
  VALUE_TOO_SHORT: { en: "The value is too short; the least is %.", zh: "数据过短，至少 % 位。" },
  VALUE_TOO_LONG: { en: "The value is too long; the most is %.", zh: "数据过长，最多 % 位。" },
  TOO_MANY_ELEMENTS: { en: "There are more elements than a symbol holds.", zh: "数据元素过多。" },
  EXCLUSIVE_AIS: { en: "must not stand together with %.", zh: "不得与 % 同时出现。" },
  REQUIRED_AI_MISSING: { en: "must stand together with one of %.", zh: "必须与 % 之一同时出现。" },
  REPEATED_AI_DIFFERS: { en: "is there twice with different values, first %.", zh: "重复出现且数据不一致，前一个为 %。" },
  SERIAL_MISSING: { en: "needs a serial number when signed (%).", zh: "带数字签名（%）时必须含序列号。" },
  NOT_A_GTIN: { en: "A trade item number has 8, 12, 13 or 14 digits.", zh: "贸易项目代码应为 8、12、13 或 14 位数字。" },
  URI_CHARACTER: { en: "A web address has no such character.", zh: "网址中不能有此字符。" },
  URI_SCHEME: { en: "A Digital Link begins with http:// or https://.", zh: "数字链接应以 http:// 或 https:// 开头。" },
  URI_WITHOUT_PATH: { en: "The web address has no path.", zh: "网址缺少路径。" },
  URI_DOMAIN: { en: "A host name has no such character.", zh: "主机名中不能有此字符。" },
  NO_PRIMARY_KEY: { en: "There is no primary key such as 01 in the path.", zh: "路径中没有主键（如 01）。" },
  NULL_CHARACTER: { en: "The value holds a null character.", zh: "数据含空字符。" },
  QUALIFIER_ORDER: { en: "The path % is no key with its qualifiers in order.", zh: "路径 % 不是主键及其限定符的规定顺序。" },
  DUPLICATE_AI: { en: "is there twice.", zh: "重复出现。" },
  NOT_AN_ATTRIBUTE: { en: "must not stand in the query of a Digital Link.", zh: "不得出现在数字链接的查询部分。" },
  BELONGS_IN_PATH: { en: "belongs into the path, not into the query.", zh: "应在路径中，而不是查询部分。" },
  INCORRECT_CHECK_DIGIT: { en: "The check digit is wrong.", zh: "校验位错误。" },
  INCORRECT_CHECK_PAIR: { en: "The check characters are wrong.", zh: "校验字符对错误。" },
  CHECK_CHARACTER: { en: "The check character is wrong; % is right.", zh: "校验字符错误，应为 %。" },
  NON_DIGIT_CHARACTER: { en: "Only digits are allowed.", zh: "只允许数字。" },
  INVALID_CHARACTER: { en: "This character is not allowed.", zh: "不允许此字符。" },
  INVALID_CSET82_CHARACTER: { en: "This character is not of GS1 character set 82.", zh: "此字符不在 GS1 字符集 82 内。" },
  INVALID_CSET39_CHARACTER: { en: "This character is not of GS1 character set 39.", zh: "此字符不在 GS1 字符集 39 内。" },
  INVALID_CSET64_CHARACTER: { en: "This character is not of GS1 character set 64.", zh: "此字符不在 GS1 字符集 64 内。" },
  INVALID_CSET64_PADDING: { en: "The padding of the base64 text is wrong.", zh: "base64 填充错误。" },
  TOO_SHORT_FOR_GCP: { en: "The company prefix is too short.", zh: "厂商识别代码过短。" },
  INVALID_GCP_PREFIX: { en: "This is no GS1 company prefix.", zh: "不是 GS1 厂商识别代码。" },
  DATE_TOO_SHORT: { en: "The date has too few digits.", zh: "日期位数不足。" },
  DATE_TOO_LONG: { en: "The date has too many digits.", zh: "日期位数过多。" },
  DATE_LENGTH: { en: "A date has 6 or 8 digits.", zh: "日期应为 6 位或 8 位数字。" },
  ILLEGAL_MONTH: { en: "There is no such month.", zh: "没有这个月份。" },
  ILLEGAL_DAY: { en: "There is no such day.", zh: "没有这一天。" },
  ILLEGAL_HOUR: { en: "There is no such hour.", zh: "没有这个小时。" },
  ILLEGAL_MINUTE: { en: "There is no such minute.", zh: "没有这一分钟。" },
  ILLEGAL_SECOND: { en: "There is no such second.", zh: "没有这一秒。" },
  ILLEGAL_ZERO_VALUE: { en: "The value must not be zero.", zh: "数值不得为零。" },
  ILLEGAL_ZERO_PREFIX: { en: "The number must not begin with zero.", zh: "数字不得以零开头。" },
  NOT_ZERO: { en: "The digit must be zero.", zh: "此位必须为零。" },
  NOT_ZERO_OR_ONE: { en: "The digit must be 0 or 1.", zh: "此位必须为 0 或 1。" },
  NOT_HYPHEN: { en: "Only a hyphen may stand here.", zh: "此处只能为连字符。" },
  NOT_ISO3166: { en: "There is no such country number.", zh: "没有此国家数字代码。" },
  NOT_ISO3166_OR_999: { en: "There is no such country number.", zh: "没有此国家数字代码。" },
  NOT_ISO3166_ALPHA2: { en: "There is no such country code.", zh: "没有此国家代码。" },
  NOT_ISO4217: { en: "There is no such currency number.", zh: "没有此货币数字代码。" },
  REQUIRES_NON_DIGIT_CHARACTER: { en: "Must not be digits only.", zh: "不得全为数字。" },
  ZERO_PIECE_NUMBER: { en: "The piece must not be number zero.", zh: "件序号不得为零。" },
  ZERO_TOTAL_PIECES: { en: "The total of pieces must not be zero.", zh: "总件数不得为零。" },
  PIECE_NUMBER_EXCEEDS_TOTAL: { en: "The piece is above the total.", zh: "件序号超过总件数。" },
  INVALID_LATITUDE: { en: "The latitude is beyond a pole.", zh: "纬度超出范围。" },
  INVALID_LONGITUDE: { en: "The longitude is more than once around.", zh: "经度超出范围。" },
  LATITUDE_INVALID_LENGTH: { en: "A latitude has ten digits.", zh: "纬度应为十位数字。" },
  LONGITUDE_INVALID_LENGTH: { en: "A longitude has ten digits.", zh: "经度应为十位数字。" },
  HOUR_TOO_SHORT: { en: "The hour has two digits.", zh: "小时应为两位数字。" },
  HOUR_TOO_LONG: { en: "The hour has two digits.", zh: "小时应为两位数字。" },
  MINUTE_TOO_SHORT: { en: "The minute has two digits.", zh: "分钟应为两位数字。" },
  MINUTE_TOO_LONG: { en: "The minute has two digits.", zh: "分钟应为两位数字。" },
  SECOND_TOO_SHORT: { en: "The second has two digits.", zh: "秒应为两位数字。" },
  SECOND_TOO_LONG: { en: "The second has two digits.", zh: "秒应为两位数字。" },
  HOUR_WITH_MINUTE_TOO_SHORT: { en: "Hour and minute have four digits.", zh: "时分应为四位数字。" },
  HOUR_WITH_MINUTE_TOO_LONG: { en: "Hour and minute have four digits.", zh: "时分应为四位数字。" },
  IBAN_TOO_SHORT: { en: "The account number (IBAN) is too short.", zh: "国际银行账号（IBAN）过短。" },
  IBAN_TOO_LONG: { en: "The account number (IBAN) is too long.", zh: "国际银行账号（IBAN）过长。" },
  INVALID_IBAN_CHARACTER: {
    en: "An account number (IBAN) has capital letters and digits.",
    zh: "国际银行账号（IBAN）只含大写字母和数字。",
  },
  ILLEGAL_IBAN_COUNTRY_CODE: { en: "The account number (IBAN) names no country.", zh: "国际银行账号（IBAN）的国家代码无效。" },
  INCORRECT_IBAN_CHECKSUM: {
    en: "The check digits of the account number (IBAN) are wrong.",
    zh: "国际银行账号（IBAN）校验位错误。",
  },
  IMPORTER_IDX_MUST_BE_ONE_CHARACTER: { en: "The importer index is one character.", zh: "进口商索引应为一个字符。" },
  INVALID_IMPORT_IDX_CHARACTER: { en: "This character is no importer index.", zh: "进口商索引字符无效。" },
  INVALID_BIOLOGICAL_SEX_CODE: { en: "There is no such code of biological sex.", zh: "没有此性别代码。" },
  INVALID_MEDIA_TYPE: { en: "There is no such media type.", zh: "没有此介质类型代码。" },
  INVALID_PACKAGE_TYPE: { en: "There is no such package type.", zh: "没有此包装类型代码。" },
  INVALID_WINDING_DIRECTION: { en: "There is no such winding direction.", zh: "没有此卷绕方向代码。" },
  INVALID_PERCENT_SEQUENCE: { en: "A percent sign is followed by two hexadecimal digits.", zh: "百分号后应为两位十六进制数字。" },
  INVALID_LENGTH_FOR_PIECE_OF_TOTAL: { en: "Piece and total have the same number of digits.", zh: "件序号与总件数位数应相同。" },
  POSITION_IN_SEQUENCE_MALFORMED: {
    en: "The position is written as one number of another, such as 1/3.",
    zh: "序位应写作“1/3”的形式。",
  },
  POSITION_EXCEEDS_END: { en: "The position is above the end.", zh: "序位超过总数。" },
  TOO_SHORT_FOR_CHECK_DIGIT: { en: "The number is too short to have a check digit.", zh: "编码过短，不含校验位。" },
  TOO_SHORT_FOR_CHECK_PAIR: { en: "The code is too short to have check characters.", zh: "编码过短，不含校验字符对。" },
  TOO_LONG_FOR_CHECK_PAIR_IMPLEMENTATION: {
    en: "The code is too long for its check characters.",
    zh: "编码过长，无法核对校验字符对。",
  },
  LABELER_CODE: { en: "The labeler code is a letter and three letters or digits.", zh: "厂商代码应为一个字母加三位字母或数字。" },
  PRODUCT_CODE: { en: "The product code has 1 to 18 capital letters and digits.", zh: "产品代码应为 1 至 18 位大写字母或数字。" },
  UNIT_OF_MEASURE: { en: "The unit of measure is one digit.", zh: "包装层级应为一位数字。" },
  UNKNOWN_FIELD: { en: "No field begins like this.", zh: "无法识别的字段。" },
  UNKNOWN_DATE_FLAG: { en: "No date begins with this flag.", zh: "无法识别的日期标志。" },
  QUANTITY: { en: "The quantity has other digits than its form asks for.", zh: "数量位数不符。" },
  DUPLICATE_FIELD: { en: "This is said twice.", zh: "字段重复。" },
  MA_LEAD: { en: "% must stand here.", zh: "此处应为 %。" },
  REGISTRANT: { en: "The registrant has six digits.", zh: "注册人代码应为六位数字。" },
  ITEM_CODE: { en: "The item code has eight letters or digits.", zh: "产品代码应为八位字母或数字。" },
  NOT_REPRESENTED: { en: "This agency's code cannot say %.", zh: "该发码机构的编码无法表示 %。" },
  SECONDARY_WITHOUT_DI: {
    en: "A secondary symbol: the device identifier is in the primary one.",
    zh: "这是次码，产品标识在主码中。",
  },
  DAY_NOT_GIVEN: { en: "No day is given: the last day of the month is meant.", zh: "未给出日，按当月最后一天计。" },
  VARIABLE_MEASURE: { en: "Indicator 9 means an item of variable measure.", zh: "指示符 9 表示变量贸易项目。" },
  SEPARATOR_AT_END: { en: "The separator at the end is not needed.", zh: "末尾的分隔符是多余的。" },
  FIXED_AFTER_VARIABLE: {
    en: "Elements of fixed length belong before those of variable length; the symbol is longer than it need be.",
    zh: "定长元素应在变长元素之前，否则条码变长。",
  },
};
