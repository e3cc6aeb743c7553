/** A signature as evidence: meaning, sentence, name, title, version, local time with offset, short hash and whether it still holds. */
import { type Label, meaningStatements } from "@lotline/schema";
import { formatInstant, shortHash } from "../format.ts";
import { useWords } from "../lang.tsx";
import { StatusGlyph } from "./StatusGlyph.tsx";
import css from "./stamp.module.css";
import { Code } from "./Text.tsx";

/** What the verification says of a signature. */
export type Verdict = "VALID" | "RECORD_CHANGED" | "SIGNATURE_ALTERED" | "KEY_UNKNOWN" | "KEY_REVOKED";

export interface Signature {
  /** The code of the meaning, e.g. RELEASED_FOR_USE. */
  readonly meaning: string;
  readonly statement: string;
  readonly printedName: string;
  readonly jobTitle: string;
  /** In whose place it was given. */
  readonly onBehalfOf?: string | null;
  readonly version: number;
  readonly contentHash: string;
  readonly signedAt: string;
  readonly zone: string;
  readonly verdict: string;
}

const verdicts = {
  VALID: "sign.valid",
  RECORD_CHANGED: "sign.recordChanged",
  SIGNATURE_ALTERED: "sign.altered",
  KEY_UNKNOWN: "sign.keyUnknown",
  KEY_REVOKED: "sign.keyRevoked",
} as const satisfies Record<Verdict, string>;

/** The word of a meaning by its code. */
export function meaningLabel(code: string): Label {
  const statements: Readonly<Record<string, { readonly title: Label }>> = meaningStatements;
  return statements[code]?.title ?? { en: code, zh: code };
}

const isVerdict = (verdict: string): verdict is Verdict => verdict in verdicts;

export function Stamp({ signature }: { signature: Signature }) {
  const { t, say } = useWords();
  const verdict = isVerdict(signature.verdict) ? signature.verdict : "KEY_UNKNOWN";
  const valid = verdict === "VALID";
  return (
    <div className={css.stamp} data-verdict={verdict}>
      <div className={css.row}>
        <strong>{say(meaningLabel(signature.meaning))}</strong>
        <span className={css.verdict} data-valid={valid || undefined}>
          <StatusGlyph name={valid ? "tick" : "cross"} tone={valid ? "ok" : "no"} size={12} />
          {t(verdicts[verdict])}
        </span>
      </div>
      <p className={css.sentence}>{signature.statement}</p>
      <div className={`${css.row} ${css.rule}`}>
        <span>
          <strong>{signature.printedName}</strong> <span className={css.title}>{signature.jobTitle}</span>
          {signature.onBehalfOf && <span className={css.title}> · {t("sign.behalf", { name: signature.onBehalfOf })}</span>}
        </span>
        <span className={css.title}>{t("sign.version", { n: signature.version })}</span>
      </div>
      <div className={css.row}>
        <Code>{formatInstant(signature.signedAt, signature.zone, true)}</Code>
        <span title={`${t("sign.hash")} ${signature.contentHash}`}>
          <Code>{shortHash(signature.contentHash)}</Code>
        </span>
      </div>
    </div>
  );
}
