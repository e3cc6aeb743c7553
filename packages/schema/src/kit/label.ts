/** Words in both languages of the product; neither may be missing. */
export interface Label {
  readonly en: string;
  readonly zh: string;
}

export type Language = keyof Label;

/** Shorthand used by record files: English first, then Chinese. */
export const label = (en: string, zh: string): Label => ({ en, zh });
