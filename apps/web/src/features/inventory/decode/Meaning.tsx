/** What a code means here: the records it names, and what speaks against using them. */
import { registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { type ScanAnswer, useScanned } from "../../../desk/scan/scanned.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../../kit/path.ts";
import { ReasonList } from "../../../kit/ReasonList.tsx";
import record from "../../../kit/record/record.module.css";
import css from "./decode.module.css";
import { words } from "./words.ts";

// A typed code is asked about when the hand rests.
const restMs = 250;

interface Asked {
  readonly code: string;
  /** Undefined when the server did not answer. */
  readonly answer: ScanAnswer | undefined;
}

export function Meaning({ code }: { code: string }) {
  const { say } = useWords();
  const asked = useAsked(code);
  return (
    <section className={record.group} aria-label={say(words.here)}>
      <div className={record.groupHead}>
        <h2>{say(words.here)}</h2>
      </div>
      <div role="status">{asked?.code === code ? <Answer {...asked} /> : <p className={css.note}>{say(words.looking)}</p>}</div>
    </section>
  );
}

function useAsked(code: string): Asked | undefined {
  const ask = useScanned();
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => {
    let isLatest = true;
    const timer = setTimeout(() => void ask(code).then((answer) => isLatest && setAsked({ code, answer })), restMs);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [ask, code]);
  return asked;
}

function Answer({ answer, code }: Asked) {
  const { t, say } = useWords();
  if (!answer) return <p>{t("scan.failed", { code })}</p>;
  if (answer.hits.length === 0 && answer.reasons.length === 0) return <p className={css.note}>{say(words.noHits)}</p>;
  return (
    <>
      <ul className={css.hits}>
        {answer.hits.map(({ record: name, id, number, title }) => (
          <li key={`${name} ${id}`}>
            <Link to={recordPath(name, number)}>
              <Code>{number}</Code>
            </Link>
            <span>{say(title) !== number && say(title)}</span>
            <span className={css.note}>{isRecordName(name) && say(registry[name].label)}</span>
          </li>
        ))}
      </ul>
      {answer.reasons.length > 0 && <ReasonList reasons={answer.reasons} />}
    </>
  );
}
