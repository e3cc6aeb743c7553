/** One's own password: replaced on a page of its own, or, when somebody else gave it, before anything else. */
import { type Ref, type SubmitEvent, useId, useRef, useState } from "react";
import { Button, ButtonLink } from "../kit/Button.tsx";
import type { Failure } from "../kit/failure.ts";
import { SecretInput } from "../kit/field/SecretInput.tsx";
import { useWords } from "../kit/lang.tsx";
import { StatusGlyph } from "../kit/mark/StatusGlyph.tsx";
import { Hidden } from "../kit/mark/Text.tsx";
import { useSession } from "../kit/session.tsx";
import { FailureText } from "../kit/states.tsx";
import { GateFrame } from "./GateFrame.tsx";
import css from "./password.module.css";
import { type Asked, type Faults, faultsOf, keptBy, lengths, type Typed } from "./password-rules.ts";

/** The page of the person menu. */
export function PasswordPage() {
  const { t } = useWords();
  const [done, setDone] = useState(false);
  return (
    <div className={css.page}>
      <h1>{t("password.title")}</h1>
      {done ? (
        <div className={css.done} role="status">
          <p>
            <StatusGlyph name="circleTick" tone="ok" /> {t("password.done")}
          </p>
          <ButtonLink to="/">{t("nav.home")}</ButtonLink>
        </div>
      ) : (
        <PasswordForm onDone={() => setDone(true)} />
      )}
    </div>
  );
}

/** In front of the application until a given password has been replaced; the server answers nothing else either. */
export function PasswordGate() {
  const { t, say } = useWords();
  const { session } = useSession();
  return (
    <GateFrame title={t("password.firstTitle")} why={[t("password.firstText", { name: say(session.name) })]}>
      <PasswordForm onDone={() => undefined} />
    </GateFrame>
  );
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const { session } = useSession();
  const { typed, type, faults, failure, busy, boxes, submit } = usePasswordForm(onDone);
  const box = (key: Asked) => ({ value: typed[key], fault: faults[key], onType: type(key), inputRef: boxes[key] });
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      {/* A password manager keeps the new one under this name. */}
      <input className={css.user} type="text" autoComplete="username" value={session.login} readOnly tabIndex={-1} aria-hidden />
      <Secret {...box("current")} label={t("password.current")} autoComplete="current-password" autoFocus />
      <Secret {...box("next")} label={t("password.next")} autoComplete="new-password" />
      <Rules typed={typed} />
      <Secret {...box("again")} label={t("password.again")} autoComplete="new-password" />
      <div role="alert" className={css.failure}>
        {failure && failure.kind !== "invalid" && <FailureText failure={failure} />}
      </div>
      <div className={css.buttons}>
        <Button type="submit" look="primary" busy={busy}>
          {t("password.submit")}
        </Button>
        <span className={css.note}>{t("password.ends")}</span>
      </div>
    </form>
  );
}

const order: readonly Asked[] = ["current", "next", "again"];

/** What was typed, and its way to the server; the focus goes to the first box that needs it. */
function usePasswordForm(onDone: () => void) {
  const { changePassword } = useSession();
  const [typed, setTyped] = useState<Typed>({ current: "", next: "", again: "" });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const boxes = {
    current: useRef<HTMLInputElement>(null),
    next: useRef<HTMLInputElement>(null),
    again: useRef<HTMLInputElement>(null),
  };
  const lead = (faults: Faults) => {
    const first = order.find((key) => faults[key]);
    if (first) boxes[first].current?.focus();
    return first;
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (lead(faultsOf(typed, true, undefined))) return;
    setBusy(true);
    const answer = await changePassword(typed.current, typed.next);
    setBusy(false);
    setFailure(answer);
    if (answer) lead(faultsOf(typed, true, answer));
    else onDone();
  };
  const type = (key: Asked) => (text: string) => {
    setTyped({ ...typed, [key]: text });
    setFailure(undefined);
  };
  return { typed, type, faults: faultsOf(typed, tried, failure), failure, busy, boxes, submit };
}

interface SecretProps {
  label: string;
  value: string;
  fault: Faults[Asked];
  onType: (text: string) => void;
  autoComplete: string;
  autoFocus?: boolean;
  inputRef: Ref<HTMLInputElement>;
}

function Secret({ fault, onType, inputRef, ...box }: SecretProps) {
  const { t, say } = useWords();
  const error = typeof fault === "string" ? t(fault) : fault && say(fault);
  return <SecretInput {...box} ref={inputRef} error={error} onChange={(event) => onType(event.currentTarget.value)} />;
}

/** What a password must be, each rule ticked as soon as it is kept. */
function Rules({ typed }: { typed: Typed }) {
  const { t } = useWords();
  const { session } = useSession();
  const id = useId();
  const kept = keptBy(typed, session.login);
  const rules = [
    { text: t("password.ruleLength", lengths), isKept: kept.length },
    { text: t("password.ruleName"), isKept: kept.name },
    { text: t("password.ruleOther"), isKept: kept.other },
  ];
  return (
    <section className={css.rules} aria-labelledby={id}>
      <h2 id={id}>{t("password.rules")}</h2>
      <ul>
        {rules.map(({ text, isKept }) => (
          <li key={text}>
            <StatusGlyph name={isKept ? "tick" : "circle"} tone={isKept ? "ok" : "control"} size={13} />
            <span>
              {text} {isKept && <Hidden>{t("mark.pass")}</Hidden>}
            </span>
          </li>
        ))}
      </ul>
      <p className={css.note}>{t("password.ruleCommon")}</p>
    </section>
  );
}
