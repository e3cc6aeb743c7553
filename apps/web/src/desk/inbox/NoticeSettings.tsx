/** How a person is told of each kind of message, and when the daily digest comes; what is mandatory cannot be chosen. */
import { useMutation, useQuery } from "@apollo/client/react";
import { mailLanguage, type NoticeChannel, noticeChannels, noticeLimits } from "@lotline/schema";
import { NativeSelect } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import { commandId } from "../../kit/command.ts";
import { Dialog } from "../../kit/Dialog.tsx";
import { failureOf } from "../../kit/failure.ts";
import { useTell } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { FailureText, Skeleton } from "../../kit/states.tsx";
import css from "./inbox.module.css";
import { chooseNoticesDocument, type NoticeSetting, noticeSettingQuery } from "./inbox.ts";

export default function NoticeSettings({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { data, error } = useQuery(noticeSettingQuery, { fetchPolicy: "network-only" });
  return (
    <Dialog name={t("inbox.settings")} size={560} onClose={onClose}>
      <div className={css.dialog}>
        <h2>{t("inbox.settings")}</h2>
        <p className={css.small}>{t("inbox.settingsText", { days: noticeLimits.days, count: noticeLimits.count })}</p>
        {error && <FailureText failure={failureOf(error)} />}
        {!data && !error && <Skeleton rows={5} />}
        {data && <Form setting={data.noticeSetting} onClose={onClose} />}
      </div>
    </Dialog>
  );
}

function MailLanguage({ value, onChange }: { value: string; onChange: (language: string) => void }) {
  const { t, say } = useWords();
  return (
    <div className={css.choice}>
      <span id="told-language">{t("inbox.mailLanguage")}</span>
      <NativeSelect
        aria-labelledby="told-language"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={Object.entries(mailLanguage.values).map(([code, label]) => ({ value: code, label: say(label) }))}
      />
    </div>
  );
}

const channels = Object.keys(noticeChannels) as readonly NoticeChannel[];

function Form({ setting, onClose }: { setting: NoticeSetting; onClose: () => void }) {
  const { t, say } = useWords();
  const tell = useTell();
  const [send, { loading, error }] = useMutation(chooseNoticesDocument);
  const [hour, setHour] = useState(setting.digestHour);
  const [language, setLanguage] = useState(setting.mailLanguage ?? "");
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(setting.choices.filter((one) => !one.mandatory).map(({ message, channel }) => [message, channel])),
  );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const written = language || undefined;
    void send({ variables: { commandId: commandId(), channels: chosen, digestHour: hour, mailLanguage: written } })
      .then(() => {
        tell(t("inbox.saved"));
        onClose();
      })
      .catch(() => undefined);
  };
  return (
    <form onSubmit={submit}>
      {setting.mailLanguage && (
        <p className={css.small}>{setting.mail ? t("inbox.mailTo", { mail: setting.mail }) : t("inbox.noMail")}</p>
      )}
      {setting.choices.map(({ message, label, mandatory, byMail }, index) => (
        <div key={message} className={css.choice}>
          <span id={`told-${message}`}>{say(label)}</span>
          {mandatory ? (
            <span className={css.small}>{t(byMail === "atOnce" ? "inbox.mandatoryMail" : "inbox.mandatory")}</span>
          ) : (
            <NativeSelect
              aria-labelledby={`told-${message}`}
              value={chosen[message] ?? "inApp"}
              onChange={(event) => setChosen({ ...chosen, [message]: event.currentTarget.value })}
              data={channels
                .filter((channel) => channel !== "mail" || byMail !== "never")
                .map((channel) => ({ value: channel, label: say(noticeChannels[channel]) }))}
              data-autofocus={index === 0 || undefined}
            />
          )}
        </div>
      ))}
      <div className={css.choice}>
        <span id="told-hour">{t("inbox.digestHour")}</span>
        <NativeSelect
          aria-labelledby="told-hour"
          value={String(hour)}
          onChange={(event) => setHour(Number(event.currentTarget.value))}
          data={Array.from({ length: 24 }, (_, n) => ({ value: String(n), label: t("inbox.hour", { n }) }))}
        />
      </div>
      {setting.mailLanguage && <MailLanguage value={language} onChange={setLanguage} />}
      <div role="alert">{error && <FailureText failure={failureOf(error)} />}</div>
      <div className={css.buttons}>
        <Button onClick={onClose}>{t("do.cancel")}</Button>
        <Button type="submit" look="primary" busy={loading}>
          {t("do.save")}
        </Button>
      </div>
    </form>
  );
}
