/** What is shipped to choose from, made as records of whoever takes it; offered to those who may make such records. */
import { type AnyRecord, registry } from "@lotline/schema";
import { starterKey, starterSets } from "@lotline/schema/setup";
import { Checkbox } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { useMay, useSession } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { useCommand } from "../../../kit/useCommand.ts";
import { takeStarterMutation } from "./queries.ts";
import css from "./setup.module.css";

interface Props {
  record: keyof typeof starterSets;
  /** Some are there already: the set is shown on request. */
  hasSome: boolean;
  onTaken: () => void;
}

export function Starter(props: Props) {
  const may = useMay();
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const spec: AnyRecord = registry[props.record];
  if (!may(spec.create?.permit) || props.hasSome) return null;
  if (isOpen) return <Choice {...props} onClose={() => setOpen(false)} />;
  return (
    <div>
      <Button onClick={() => setOpen(true)}>{t("setup.starter")}</Button>
    </div>
  );
}

function Choice({ record, onTaken, onClose }: Props & { onClose: () => void }) {
  const { t, say, lang } = useWords();
  const tell = useTell();
  const { sites } = useSession().session;
  const rows = starterSets[record];
  const [keys, setKeys] = useState<readonly string[]>(() => rows.map(starterKey));
  const [site, setSite] = useState(sites[0]?.id ?? "");
  const { send, busy, failure } = useCommand<{ done: number }>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const outcome = await send(takeStarterMutation, { record, keys, site: record === "Location" ? site : undefined });
    if (!outcome.ok) return;
    tell(t("setup.taken", { n: outcome.value.done }));
    onClose();
    onTaken();
  };
  const flip = (key: string) => setKeys(keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key]);
  return (
    <form className={css.starter} onSubmit={submit} noValidate>
      {record === "Location" && (
        <label className={css.site}>
          {say(registry.Site.label)}
          <select value={site} onChange={(event) => setSite(event.currentTarget.value)}>
            {sites.map(({ id, number }) => (
              <option key={id} value={id}>
                {number}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className={css.choices}>
        {rows.map((row) => {
          const key = starterKey(row);
          return (
            <Checkbox
              key={key}
              checked={keys.includes(key)}
              onChange={() => flip(key)}
              label={`${key} ${lang === "zh" ? row.nameZh : row.nameEn}`}
            />
          );
        })}
      </div>
      {failure && <FailureText failure={failure} />}
      <div className={css.buttons}>
        <Button type="submit" look="primary" busy={busy} disabled={keys.length === 0}>
          {t("setup.take", { n: keys.length })}
        </Button>
        <Button onClick={onClose}>{t("do.cancel")}</Button>
      </div>
    </form>
  );
}
