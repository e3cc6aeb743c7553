/** Who signs and the proof of it: user name and password at the first signing, later one secret, code or password as the meaning allows; or a passkey. */
import { IconBuilding, IconFingerprint } from "@tabler/icons-react";
import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { Button } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import { useSession } from "../session.tsx";
import css from "./sign.module.css";

export type Needs = "FULL" | "PASSWORD" | "PASSWORD_OR_CODE";

/** By what a signature is proved: something typed, a passkey, or a journey to the company's provider. */
export type Means = "typed" | "passkey" | "provider";

export interface Proof {
  readonly userName: string;
  readonly secret: string;
  /** Whether the secret is the signing code; undefined while the person has not chosen. */
  readonly byCode: boolean | undefined;
  /** What the person has chosen; undefined while he has not. */
  readonly means: Means | undefined;
  /** Of the authenticator app, where one is asked. */
  readonly oneTimeCode: string;
}

/** What the server asks of the signer, and what it would take. */
interface Asked {
  readonly needs: Needs;
  readonly secondFactor: boolean;
  readonly means: readonly string[];
}

/** Whether the secret of a proof is the signing code: allowed by the meaning, set by the person and not declined. */
function usesCode(needs: Needs, codeSet: boolean, proof: Proof): boolean {
  return needs === "PASSWORD_OR_CODE" && codeSet && proof.byCode !== false;
}

/** The means chosen, or the shortest that the person has: a code at hand, a passkey, what is typed, the provider. */
export function meansUsed({ means, needs }: Asked, codeSet: boolean, proof: Proof): Means {
  const may: Means[] = [
    ...(means.includes("passkey") ? ["passkey" as const] : []),
    ...(means.includes("password") ? ["typed" as const] : []),
    ...(means.includes("provider") ? ["provider" as const] : []),
  ];
  if (proof.means && may.includes(proof.means)) return proof.means;
  return may.includes("typed") && usesCode(needs, codeSet, proof) ? "typed" : (may[0] ?? "typed");
}

/** What the proof of a signature sends besides the intent, by what is asked of the signer. */
export function proofSent(
  { needs, secondFactor }: Asked,
  { login, signing }: { readonly login: string; readonly signing: { readonly codeSet: boolean } },
  proof: Proof,
  proved: { readonly passkey?: string; readonly provider?: boolean } | undefined,
) {
  const userName = needs === "FULL" ? proof.userName || login : undefined;
  if (proved) return { userName, ...proved };
  return {
    userName,
    ...(usesCode(needs, signing.codeSet, proof) ? { code: proof.secret } : { password: proof.secret }),
    ...(secondFactor ? { oneTimeCode: proof.oneTimeCode } : {}),
  };
}

interface Props {
  asked: Asked;
  proof: Proof;
  onChange: (proof: Proof) => void;
  /** The focus starts in the credential. */
  focus: boolean;
  missing: boolean;
}

export function Credential({ asked, proof, onChange, focus, missing }: Props) {
  const { t } = useWords();
  const { session } = useSession();
  const used = meansUsed(asked, session.signing.codeSet, proof);
  return (
    <div className={css.who}>
      <Signer />
      <div className={css.secrets}>
        {asked.needs === "FULL" && (
          <Box
            label={t("sign.userName")}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={proof.userName || session.login}
            onText={(userName) => onChange({ ...proof, userName })}
          />
        )}
        {used === "typed" ? (
          <Secrets asked={asked} proof={proof} onChange={onChange} focus={focus} missing={missing} />
        ) : (
          <DeviceNote asked={asked} used={used} />
        )}
        <Others asked={asked} used={used} onMeans={(means) => onChange({ ...proof, means, secret: "" })} />
      </div>
    </div>
  );
}

/** A device or another window will ask; nothing is to be typed here. */
function DeviceNote({ asked: { needs }, used }: { asked: Asked; used: "passkey" | "provider" }) {
  const { t } = useWords();
  const { provider } = useSession();
  const IconOf = used === "passkey" ? IconFingerprint : IconBuilding;
  return (
    <div>
      <div className={css.secretHead}>
        <span className={css.label}>{used === "passkey" ? t("sign.passkey") : t("sign.provider")}</span>
        <span className={css.note}>{t(needs === "FULL" ? "sign.first" : "sign.later")}</span>
      </div>
      <p className={css.device}>
        <IconOf size={20} stroke={1.6} aria-hidden />
        {used === "passkey" ? t("sign.passkeyText") : t("sign.providerText", { name: provider ?? "" })}
      </p>
    </div>
  );
}

/** The other means that the person has. */
function Others({ asked: { needs, means }, used, onMeans }: { asked: Asked; used: Means; onMeans: (means: Means) => void }) {
  const { t } = useWords();
  const { session, provider } = useSession();
  const mayCode = needs === "PASSWORD_OR_CODE" && session.signing.codeSet;
  return (
    <div className={css.swaps}>
      {used !== "typed" && means.includes("password") && (
        <Button look="quiet" className={css.swap} onClick={() => onMeans("typed")}>
          {t(mayCode ? "sign.useCode" : "sign.usePassword")}
        </Button>
      )}
      {used !== "passkey" && means.includes("passkey") && (
        <Button look="quiet" className={css.swap} onClick={() => onMeans("passkey")}>
          {t("sign.usePasskey")}
        </Button>
      )}
      {used !== "provider" && means.includes("provider") && (
        <Button look="quiet" className={css.swap} onClick={() => onMeans("provider")}>
          {t("sign.useProvider", { name: provider ?? "" })}
        </Button>
      )}
    </div>
  );
}

function Secrets({ asked: { needs, secondFactor }, proof, onChange, focus, missing }: Props) {
  const { t } = useWords();
  const { session } = useSession();
  const mayCode = needs === "PASSWORD_OR_CODE" && session.signing.codeSet;
  const byCode = usesCode(needs, session.signing.codeSet, proof);
  return (
    <>
      <Box
        label={t(byCode ? "sign.code" : "sign.password")}
        note={t(needs === "FULL" ? "sign.first" : "sign.later")}
        type="password"
        autoComplete={byCode ? "off" : "current-password"}
        // The dialog comes before its content: the server is asked first, so the focus is taken when the box appears.
        // biome-ignore lint/a11y/noAutofocus: compliance.md §D, the focus stands in the credential
        autoFocus={focus}
        // When the server answers before the dialog has looked for where its focus belongs, it goes by this.
        data-autofocus={focus || undefined}
        aria-invalid={(missing && !proof.secret) || undefined}
        value={proof.secret}
        onText={(secret) => onChange({ ...proof, secret })}
      >
        {mayCode && (
          <Button look="quiet" className={css.swap} onClick={() => onChange({ ...proof, byCode: !byCode, secret: "" })}>
            {t(byCode ? "sign.usePassword" : "sign.useCode")}
          </Button>
        )}
      </Box>
      {secondFactor && (
        <Box
          label={t("factor.code")}
          autoComplete="one-time-code"
          inputMode="numeric"
          aria-invalid={(missing && !proof.oneTimeCode) || undefined}
          value={proof.oneTimeCode}
          onText={(oneTimeCode) => onChange({ ...proof, oneTimeCode })}
        />
      )}
    </>
  );
}

/** The person whose signature it will be. */
function Signer() {
  const { t, say } = useWords();
  const { session } = useSession();
  const name = say(session.name);
  return (
    <div>
      <p className={css.label}>{t("sign.signer")}</p>
      <div className={css.signer}>
        <span className={css.initial} aria-hidden>
          {[...name][0]}
        </span>
        <span>
          {name}
          <br />
          <span className={css.title}>{say(session.title)}</span>
        </span>
      </div>
    </div>
  );
}

interface BoxProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  /** Beside the label. */
  note?: string;
  onText: (text: string) => void;
  /** Below the box. */
  children?: ReactNode;
}

function Box({ label, note, onText, children, ...rest }: BoxProps) {
  const id = useId();
  return (
    <div>
      <div className={css.secretHead}>
        <label htmlFor={id} className={css.label}>
          {label}
        </label>
        {note && <span className={css.note}>{note}</span>}
      </div>
      <input {...rest} id={id} className={css.input} onChange={(event) => onText(event.currentTarget.value)} />
      {children}
    </div>
  );
}
