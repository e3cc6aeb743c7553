/** Signing in: what Lotline is on the left, the form and, in the demo, one row per person on the right. */
import { useQuery } from "@apollo/client/react";
import { TextInput } from "@mantine/core";
import {
  IconBuilding,
  IconBuildingFactory2,
  IconCalendar,
  IconCertificate,
  IconChartDots,
  IconCheckbox,
  IconChevronRight,
  IconDatabase,
  IconEye,
  IconFingerprint,
  IconKey,
  IconLineScan,
  IconListCheck,
  IconRulerMeasure,
  IconScale,
  IconSend,
  IconSettings,
  IconShieldCheck,
  IconShoppingCart,
  IconTruck,
  IconUser,
} from "@tabler/icons-react";
import { type SubmitEvent, useState } from "react";
import { Button } from "../kit/Button.tsx";
import { asksPasskey, asksSecondFactor, type Failure } from "../kit/failure.ts";
import { CodeInput } from "../kit/field/CodeInput.tsx";
import { SecretInput } from "../kit/field/SecretInput.tsx";
import { inZone } from "../kit/format.ts";
import { useWords } from "../kit/lang.tsx";
import { type Station, StationLine } from "../kit/mark/StationLine.tsx";
import { DashedTag } from "../kit/mark/Text.tsx";
import { usePasskey } from "../kit/passkey.tsx";
import { FailureText } from "../kit/states.tsx";
import { Logo } from "./Logo.tsx";
import css from "./login.module.css";
import { LangSwitch } from "./Shell.tsx";
import { type DemoPerson, type Installation, providerOutQuery, type Second } from "./session-query.ts";

interface Props {
  installation: Installation;
  onLogin: (userName: string, password: string, second: Second) => Promise<Failure | undefined>;
  onPasskey: (answer: string) => Promise<Failure | undefined>;
  onDemo: (login: string) => Promise<Failure | undefined>;
}

export default function Login({ installation, onLogin, onPasskey, onDemo }: Props) {
  const { t } = useWords();
  return (
    <div className={css.login}>
      <section className={css.left} aria-label={t("app.name")}>
        <div className={css.head}>
          <Logo width={56} />
          <span className={css.name}>{t("app.name")}</span>
          <LangSwitch long />
        </div>
        <div className={css.promise}>
          <p className={css.headline}>{t("app.promise")}</p>
          <p className={css.what}>{t("app.what")}</p>
          <Road />
        </div>
        <p className={css.foot}>
          {t("login.version", { version: installation.version })} · {t("login.recorded")}
        </p>
      </section>
      <main className={css.right}>
        <h1>{t("login.title")}</h1>
        <Form onLogin={onLogin} />
        {(installation.passkeys || installation.provider) && (
          <div className={css.others}>
            {installation.provider && (
              <Button icon={IconBuilding} onClick={() => location.assign("/sign-in/provider?purpose=signIn")}>
                {t("provider.signIn", { name: installation.provider })}
              </Button>
            )}
            {installation.passkeys && <ByPasskey onPasskey={onPasskey} />}
          </div>
        )}
        {installation.provider && <ProviderOut name={installation.provider} />}
        {installation.demo && <DemoRows people={installation.people} domainNow={installation.domainNow} onDemo={onDemo} />}
      </main>
    </div>
  );
}

function Road() {
  const { t } = useWords();
  const stations: Station[] = [
    {
      key: "1",
      label: t("login.quarantine"),
      state: "done",
      mark: { glyph: "diamond", tone: "wait" },
      below: t("login.quarantineNote"),
    },
    {
      key: "2",
      label: t("login.underTest"),
      state: "done",
      mark: { glyph: "diamondHalf", tone: "wait" },
      below: t("login.underTestNote"),
    },
    {
      key: "3",
      label: t("login.inProcess"),
      state: "done",
      mark: { glyph: "circleHalf", tone: "accent" },
      below: t("login.inProcessNote"),
    },
    {
      key: "4",
      label: t("login.signed"),
      state: "done",
      mark: { glyph: "circleTick", tone: "ink2" },
      below: t("login.signedNote"),
    },
    {
      key: "5",
      label: t("login.released"),
      state: "done",
      mark: { glyph: "circleTick", tone: "ok" },
      below: t("login.releasedNote"),
    },
  ];
  return (
    <div className={css.road}>
      <StationLine stations={stations} label={t("home.stations")} size={24} stacked />
    </div>
  );
}

/** Whoever came by the provider and has left may leave there too. */
function ProviderOut({ name }: { name: string }) {
  const { t } = useWords();
  const [came] = useState(() => localStorage.getItem("lotline.byProvider") !== null);
  const { data } = useQuery(providerOutQuery, { skip: !came });
  if (!data?.address) return null;
  return (
    <p className={css.note}>
      {t("provider.out", { name })}{" "}
      <a href={data.address} onClick={() => localStorage.removeItem("lotline.byProvider")}>
        {t("provider.outLink")}
      </a>
    </p>
  );
}

/** No name and no password: the device knows both. */
function ByPasskey({ onPasskey }: Pick<Props, "onPasskey">) {
  const { t } = useWords();
  const { ask, trouble } = usePasskey();
  const [failure, setFailure] = useState<Failure>();
  const enter = async () => {
    setFailure(undefined);
    const answer = await ask("signIn");
    if (answer) setFailure(await onPasskey(answer));
  };
  return (
    <>
      <Button icon={IconFingerprint} onClick={() => void enter()}>
        {t("passkey.signIn")}
      </Button>
      <div role="alert" className={css.failure}>
        {trouble}
        {failure && <FailureText failure={failure} />}
      </div>
    </>
  );
}

/** What was typed, what is asked besides, and what became of it. */
function useSignIn(onLogin: Props["onLogin"]) {
  const passkey = usePasskey();
  const [userName, setUserName] = useState("");
  const [password, setPassword] = useState("");
  // Asked once the password was right, by whoever has a second factor.
  const [code, setCode] = useState<string>();
  const [mayPasskey, setMayPasskey] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | "missing">();
  const send = async (second: Second) => {
    if (!userName || !password) return setFailure("missing");
    setBusy(true);
    const answer = await onLogin(userName, password, second);
    const asksCode = asksSecondFactor(answer);
    if (asksCode) setCode("");
    if (asksPasskey(answer)) setMayPasskey(true);
    setFailure(asksCode || asksPasskey(answer) ? undefined : answer);
    setBusy(false);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void send({ code });
  };
  const byPasskey = async () => {
    const answer = await passkey.ask("signIn");
    if (answer) await send({ passkey: answer });
  };
  return { userName, setUserName, password, setPassword, code, setCode, mayPasskey, busy, failure, submit, byPasskey, passkey };
}

function Form({ onLogin }: Pick<Props, "onLogin">) {
  const { t } = useWords();
  const { userName, setUserName, password, setPassword, code, setCode, mayPasskey, busy, failure, submit, byPasskey, passkey } =
    useSignIn(onLogin);
  return (
    <form onSubmit={submit} noValidate>
      <div className={css.fields}>
        <TextInput
          label={t("login.userName")}
          value={userName}
          onChange={(event) => setUserName(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          autoFocus
        />
        <SecretInput
          label={t("login.password")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
        />
        {code !== undefined && (
          <CodeInput className={css.code} value={code} onChange={setCode} hint={t("factor.codeHint")} autoFocus />
        )}
        <Button type="submit" look="primary" busy={busy}>
          {busy ? t("login.busy") : t("login.submit")}
        </Button>
      </div>
      {mayPasskey && (
        <div className={css.others}>
          <span role="status">{t("passkey.second")}</span>
          <Button
            look={code === undefined ? "primary" : "outline"}
            icon={IconFingerprint}
            onClick={() => void byPasskey()}
            autoFocus
          >
            {t("passkey.use")}
          </Button>
          <div role="alert" className={css.failure}>
            {passkey.trouble}
          </div>
        </div>
      )}
      <div className={css.below}>
        <div role="alert" className={css.failure}>
          {failure === "missing" && t("login.needBoth")}
          {failure && failure !== "missing" && <FailureText failure={failure} />}
        </div>
        <span className={css.note}>{t("login.locks")}</span>
      </div>
    </form>
  );
}

const icons: Readonly<Record<string, typeof IconUser>> = {
  cart: IconShoppingCart,
  scan: IconLineScan,
  ruler: IconRulerMeasure,
  factory: IconBuildingFactory2,
  check: IconCheckbox,
  certificate: IconCertificate,
  shield: IconShieldCheck,
  database: IconDatabase,
  chart: IconChartDots,
  eye: IconEye,
  truck: IconTruck,
  calendar: IconCalendar,
  scale: IconScale,
  send: IconSend,
  settings: IconSettings,
  key: IconKey,
  list: IconListCheck,
};

function DemoRows({ people, domainNow, onDemo }: { people: readonly DemoPerson[]; domainNow: string } & Pick<Props, "onDemo">) {
  const { t, say } = useWords();
  const [busy, setBusy] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const enter = async (login: string) => {
    setBusy(login);
    setFailure(await onDemo(login));
    setBusy(undefined);
  };
  const date = inZone(domainNow, "Asia/Shanghai")?.date;
  return (
    <section className={css.demo} aria-label={t("login.demo")}>
      <div className={css.demoHead}>
        <h2>{t("login.demo")}</h2>
        <DashedTag title={t("shell.demoHint")}>{date ? t("login.demoTag", { date }) : t("shell.demoData")}</DashedTag>
      </div>
      <ul>
        {people.map((person) => {
          const IconOf = icons[person.icon] ?? IconUser;
          return (
            <li key={person.login}>
              <button
                type="button"
                className={css.row}
                onClick={() => void enter(person.login)}
                disabled={busy !== undefined}
                aria-busy={busy === person.login || undefined}
              >
                <IconOf size={18} stroke={1.6} aria-hidden />
                <strong>{say(person.name)}</strong>
                <span>{say(person.title)}</span>
                <span className={css.hint}>{say(person.hint)}</span>
                <IconChevronRight size={15} stroke={1.6} aria-hidden />
              </button>
            </li>
          );
        })}
      </ul>
      <div role="alert">{failure && <FailureText failure={failure} />}</div>
      <p className={css.note}>{t("login.demoNote")}</p>
    </section>
  );
}
