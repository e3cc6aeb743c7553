/** All keys of the screen as it is now: those of the record, of the page, and those that work everywhere. */
import { Button } from "../../kit/Button.tsx";
import { Dialog } from "../../kit/Dialog.tsx";
import { type KeyBinding, keyName, useKeyBar } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { Code, Key } from "../../kit/mark/Text.tsx";
import css from "./keys.module.css";

interface Line {
  readonly key: string;
  readonly label: string;
  readonly refused?: boolean;
}

/** The binding that a key stands for: the one registered last. */
function linesOf(shown: readonly KeyBinding[], group: KeyBinding["group"]): Line[] {
  return shown.flatMap((binding, index) => {
    const { key, label, reasons } = binding;
    const covered = shown.slice(index + 1).some((later) => later.key === key);
    return key && !covered && (binding.group ?? "page") === group ? [{ key, label, refused: reasons !== undefined }] : [];
  });
}

export function KeyList({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { shown, subject } = useKeyBar();
  const global = linesOf(shown, "global");
  const isGo = ({ key }: Line) => key.startsWith("g ");
  return (
    <Dialog name={t("shell.keysTitle")} onClose={onClose} size={720} closeOnClickOutside>
      <div className={css.columns}>
        <div>
          <Group title={t("keys.record")} code={subject?.number} lines={linesOf(shown, "record")} />
          <Group title={t("keys.page")} lines={linesOf(shown, "page")} />
          <Group
            title={t("keys.global")}
            lines={[...global.filter((line) => !isGo(line)), { key: t("keys.scanKey"), label: t("keys.scan") }]}
          />
        </div>
        <Group title={t("keys.goTo")} lines={global.filter(isGo)} />
      </div>
      <div className={css.foot}>
        <Button onClick={onClose} data-autofocus>
          {t("do.close")}
        </Button>
      </div>
    </Dialog>
  );
}

function Group({ title, code, lines }: { title: string; code?: string | undefined; lines: readonly Line[] }) {
  const { t } = useWords();
  if (lines.length === 0) return null;
  return (
    <section className={css.group}>
      <h2>
        {title} {code && <Code>{code}</Code>}
      </h2>
      <dl>
        {lines.map(({ key, label, refused }) => (
          <div key={`${key} ${label}`}>
            <dt>
              <Key>{keyName(key)}</Key>
            </dt>
            <dd>
              {label} {refused && <span className={css.note}>{t("keys.refused")}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
