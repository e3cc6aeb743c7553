/** Words that come with lazy pages: not in the first load, added when a page that speaks them is opened. */
import type { importEn } from "./import-en.ts";
import type { inspectEn } from "./inspect-en.ts";
import type { labelEn } from "./label-en.ts";
import type { reviewEn } from "./review-en.ts";
import type { samplingEn } from "./sampling-en.ts";
import type { Lang } from "./translate.ts";

/** The English texts of each part. */
export interface Parts {
  readonly import: typeof importEn;
  readonly inspect: typeof inspectEn;
  readonly label: typeof labelEn;
  readonly review: typeof reviewEn;
  readonly sampling: typeof samplingEn;
}
export type PartName = keyof Parts;
type Texts<P extends PartName> = Readonly<Record<keyof Parts[P], string>>;

/** Fetches a part in one language. */
export const partLoaders: {
  readonly [P in PartName]: { readonly [L in Lang]: () => Promise<Texts<P>> };
} = {
  import: {
    en: () => import("./import-en.ts").then(({ importEn }) => importEn),
    zh: () => import("./import-zh.ts").then(({ importZh }) => importZh),
  },
  inspect: {
    en: () => import("./inspect-en.ts").then(({ inspectEn }) => inspectEn),
    zh: () => import("./inspect-zh.ts").then(({ inspectZh }) => inspectZh),
  },
  label: {
    en: () => import("./label-en.ts").then(({ labelEn }) => labelEn),
    zh: () => import("./label-zh.ts").then(({ labelZh }) => labelZh),
  },
  review: {
    en: () => import("./review-en.ts").then(({ reviewEn }) => reviewEn),
    zh: () => import("./review-zh.ts").then(({ reviewZh }) => reviewZh),
  },
  sampling: {
    en: () => import("./sampling-en.ts").then(({ samplingEn }) => samplingEn),
    zh: () => import("./sampling-zh.ts").then(({ samplingZh }) => samplingZh),
  },
};
