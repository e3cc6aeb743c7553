/** What is said of sampling, in both languages; the package knows neither the server nor the screen. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** Something asked of the engine that it cannot answer: which field, a code for programs and a sentence for people. */
export class SamplingError extends Error {
  readonly field: string;
  readonly code: string;
  readonly text: Words;

  constructor(field: string, code: string, en: string, zh: string) {
    super(en);
    this.field = field;
    this.code = code;
    this.text = { en, zh };
  }
}

/** One step of a decision: a code and its values, so that it can be kept with a record (as JSON) and read in either language. */
export type Step = {
  readonly code: StepCode;
  readonly values: { readonly [name: string]: string | number };
};

const sentences = {
  LETTER: { en: "lot {lot}, level {level} → code letter {letter}", zh: "批量 {lot}、检验水平 {level} → 样本量字码 {letter}" },
  DOWN: {
    en: "{letter}/{aql} {severity}: arrow down → letter {to}, its n {n}",
    zh: "{letter}/{aql} {severity}：箭头向下 → 字码 {to}，取其 n {n}",
  },
  UP: {
    en: "{letter}/{aql} {severity}: arrow up → letter {to}, its n {n}",
    zh: "{letter}/{aql} {severity}：箭头向上 → 字码 {to}，取其 n {n}",
  },
  PLAN: {
    en: "{letter}/{aql} {severity} → n {n}, Ac {accept}, Re {reject}",
    zh: "{letter}/{aql} {severity} → n {n}，Ac {accept}，Re {reject}",
  },
  WHOLE: {
    en: "n {n} is not less than the lot → all {lot} units are inspected",
    zh: "n {n} 不小于批量 → 全检 {lot} 件",
  },
  UNCONFIRMED: {
    en: "this part of the tables is not confirmed against the text of the standard",
    zh: "该部分表格尚未对照标准文本确认",
  },
  FIXED: { en: "the plan says n {n}, Ac {accept}, Re {reject}", zh: "检验规程规定 n {n}，Ac {accept}，Re {reject}" },
  ALL: { en: "the plan says all units: {lot}", zh: "检验规程规定全检：{lot} 件" },
  ZERO: {
    en: "c = 0, LTPD {ltpd} %, β {beta} %: lot {lot} with {defectives} nonconforming passes with at most {beta} % → n {n}, Ac 0, Re 1",
    zh: "c = 0，LTPD {ltpd} %，β {beta} %：批量 {lot} 中有 {defectives} 件不合格时接收概率不超过 {beta} % → n {n}，Ac 0，Re 1",
  },
} as const satisfies { [code: string]: Words };

export type StepCode = keyof typeof sentences;

/** How severe: normal as long as nothing speaks against it. */
export type Severity = "normal" | "tightened" | "reduced";

export const severityWords: { readonly [S in Severity | "discontinued"]: Words } = {
  normal: { en: "normal", zh: "正常" },
  tightened: { en: "tightened", zh: "加严" },
  reduced: { en: "reduced", zh: "放宽" },
  discontinued: { en: "discontinued", zh: "暂停" },
};

const isSeverity = (value: unknown): value is keyof typeof severityWords => typeof value === "string" && value in severityWords;

/** A step as a sentence, in both languages. */
export function stepText({ code, values }: Step): Words {
  const fill = (language: keyof Words): string =>
    sentences[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return isSeverity(value) ? severityWords[value][language] : String(value ?? "");
    });
  return { en: fill("en"), zh: fill("zh") };
}

/** All steps as one sentence. */
export const stepsText = (steps: readonly Step[]): Words => {
  const texts = steps.map(stepText);
  return { en: texts.map((t) => t.en).join("; "), zh: texts.map((t) => t.zh).join("；") };
};
