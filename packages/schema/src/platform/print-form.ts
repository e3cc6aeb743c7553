/** How the firm's prints look, as rule data: `letterhead` for a site or everywhere, `print-form` for each type of print. */
import { choice, enumeration, type Fields, text } from "../kit/field.ts";
import { type Label, label } from "../kit/label.ts";

export const printLanguage = enumeration("PrintLanguage", {
  both: label("English and Chinese", "英文和中文"),
  en: label("English", "英文"),
  zh: label("Chinese", "中文"),
});

export const paperSize = enumeration("PaperSize", {
  A4: label("A4", "A4"),
  A3: label("A3", "A3"),
  LETTER: label("Letter", "Letter（北美）"),
});

export const letterheadFields = {
  nameEn: text(label("Name (English)", "名称（英文）"), { max: 120 }),
  nameZh: text(label("Name (Chinese)", "名称（中文）"), { max: 120 }),
  addressEn: text(label("Address (English)", "地址（英文）"), { optional: true, max: 200 }),
  addressZh: text(label("Address (Chinese)", "地址（中文）"), { optional: true, max: 200 }),
  /** SHA-256 of an image that is attached to a letterhead's rule: approved with it, and never another file. */
  logo: text(label("Logo", "标志"), { optional: true, max: 64 }),
};

const registrationFields = {
  en: text(label("Of what (English)", "名称（英文）"), { max: 60 }),
  zh: text(label("Of what (Chinese)", "名称（中文）"), { max: 60 }),
  value: text(label("Number", "编号"), { max: 80 }),
};

const footerFields = {
  en: text(label("English", "英文"), { max: 160 }),
  zh: text(label("Chinese", "中文"), { max: 160 }),
};

export const letterheadRows = {
  registrations: { label: label("Registration numbers", "注册、许可编号"), fields: registrationFields },
  footer: { label: label("Lines at the foot", "页脚"), fields: footerFields },
} as const satisfies Readonly<Record<string, { readonly label: Label; readonly fields: Fields }>>;

export const printFormFields = {
  formNumber: text(label("Form number", "表单编号"), { optional: true, max: 40 }),
  formRevision: text(label("Revision of the form", "表单版本"), { optional: true, max: 20 }),
  language: choice(label("Prints in", "打印语言"), printLanguage),
  paper: choice(label("Paper", "纸张"), paperSize),
};

/** As the server has checked it when it was written; what the firm left out is absent or null. */
export interface Letterhead {
  readonly nameEn: string;
  readonly nameZh: string;
  readonly addressEn?: string | null;
  readonly addressZh?: string | null;
  readonly logo?: string | null;
  readonly registrations?: readonly { readonly en: string; readonly zh: string; readonly value: string }[];
  readonly footer?: readonly Label[];
}

export interface PrintForm {
  readonly formNumber?: string | null;
  readonly formRevision?: string | null;
  readonly language: keyof typeof printLanguage.values;
  readonly paper: keyof typeof paperSize.values;
}

/** Where the firm has set nothing. */
export const usualForm: PrintForm = { language: "both", paper: "A4" };

/** At most so many, so that a page still has room for what is printed. */
export const mostLetterheadRows = 6;
