/** A refusal while setting up or configuring, worded for the person at the keyboard in both languages. */
export class SetupError extends Error {
  readonly code: string;
  readonly en: string;
  readonly zh: string;

  constructor(code: string, en: string, zh: string, options?: ErrorOptions) {
    super(`${en}\n${zh}`, options);
    this.name = "SetupError";
    this.code = code;
    this.en = en;
    this.zh = zh;
  }
}
