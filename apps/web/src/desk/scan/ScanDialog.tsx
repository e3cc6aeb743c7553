/** A code that means several records or none: the choice, or what can be done about it. */
import { type RecordName, registry } from "@lotline/schema";
import { Button, ButtonLink } from "../../kit/Button.tsx";
import { Dialog } from "../../kit/Dialog.tsx";
import { useWords } from "../../kit/lang.tsx";
import { Code } from "../../kit/mark/Text.tsx";
import { isRecordName, newPath } from "../../kit/path.ts";
import { useMay } from "../../kit/session.tsx";
import type { Hit } from "../palette/useHits.ts";
import css from "./scan.module.css";
import type { ScanAnswer } from "./scanned.ts";

export interface Question {
  readonly answer: ScanAnswer;
  /** What the field takes, if a field asked. */
  readonly target: RecordName | undefined;
  readonly take: (hit: Hit) => void;
}

interface Props {
  readonly question: Question;
  readonly onClose: () => void;
  readonly onSearch: (text: string) => void;
}

export function ScanDialog({ question, onClose, onSearch }: Props) {
  const { t, say } = useWords();
  const { answer, target, take } = question;
  const { code, hits: found } = answer;
  const title = found.length > 1 ? t("scan.several", { code }) : t("scan.unknown", { code });
  return (
    <Dialog name={title} onClose={onClose} size={480} closeOnClickOutside>
      <div className={css.dialog}>
        <h2>{title}</h2>
        {found.length > 1 ? (
          <ul className={css.hits}>
            {found.map((hit, index) => (
              <li key={`${hit.record} ${hit.id}`}>
                <button
                  type="button"
                  data-autofocus={index === 0 || undefined}
                  onClick={() => {
                    onClose();
                    take(hit);
                  }}
                >
                  <Code>{hit.number}</Code>
                  <span className={css.title}>{say(hit.title) !== hit.number && say(hit.title)}</span>
                  <span className={css.note}>{isRecordName(hit.record) && say(registry[hit.record].label)}</span>
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <Unknown answer={answer} target={target} />
        )}
        <div className={css.buttons}>
          {found.length === 0 && <Makers code={code} target={target} onClose={onClose} />}
          {found.length === 0 && (
            <Button onClick={() => onSearch(code)} data-autofocus>
              {t("scan.search")}
            </Button>
          )}
          <Button onClick={onClose}>{t("do.close")}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Unknown({ answer, target }: Pick<Question, "answer" | "target">) {
  const { t, say } = useWords();
  if (answer.kind === "unreadable") {
    return (
      <>
        <p>{t("scan.unreadable")}</p>
        <ul className={css.problems}>
          {answer.problems.map(({ code, text }) => (
            <li key={`${code} ${text.en}`}>{say(text)}</li>
          ))}
        </ul>
      </>
    );
  }
  const elements = [
    ["scan.di", answer.di],
    ["scan.lot", answer.lot],
    ["scan.serial", answer.serial],
    ["scan.expiresOn", answer.expiresOn],
  ] as const;
  return (
    <>
      <p>{target ? t("scan.notThat", { label: say(registry[target].label) }) : t("scan.nothing")}</p>
      {answer.kind === "elements" && (
        <dl className={css.elements}>
          {elements.map(
            ([word, value]) =>
              value && (
                <div key={word}>
                  <dt>{t(word)}</dt>
                  <dd>
                    <Code>{value}</Code>
                  </dd>
                </div>
              ),
          )}
        </dl>
      )}
    </>
  );
}

// Records whose number is given by people, who may have it on a label before it is in the house; lots come by a receipt.
const makers = ["Item", "Supplier", "Customer", "Location", "Receipt"] as const;

/** New records that such a code may stand for, as far as the person may make them. */
function Makers({ code, target, onClose }: { code: string; target: RecordName | undefined; onClose: () => void }) {
  const { t, say } = useWords();
  const may = useMay();
  const offered = makers.filter(
    (name) =>
      may(registry[name].create?.permit) && (target === undefined || target === name || (target === "Lot" && name === "Receipt")),
  );
  return offered.map((name) => (
    <ButtonLink
      key={name}
      look="quiet"
      to={newPath(name)}
      search={registry[name].number === "entered" ? { number: code } : {}}
      onClick={onClose}
    >
      {t("form.new", { label: say(registry[name].label) })}
    </ButtonLink>
  ));
}
