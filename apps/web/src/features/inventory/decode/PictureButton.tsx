/** A live camera, a photograph, a file or a pasted picture of a label: the code in it is taken, or chosen where there are several. */
import { fill } from "@lotline/schema/words/translate";
import { IconPhoto } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { CameraButton } from "./CameraButton.tsx";
import css from "./decode.module.css";
import { codesIn, type Found } from "./picture.ts";
import { words } from "./words.ts";

export function PictureButton({ onCode }: { onCode: (code: string) => void }) {
  const { say } = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const [isReading, setReading] = useState(false);
  const [found, setFound] = useState<Found>();
  const read = async (file: File) => {
    // One after the other: the answer of an older picture must not come last.
    if (isReading) return;
    setReading(true);
    setFound(undefined);
    const answer = await codesIn(file);
    setReading(false);
    take(answer);
  };
  const take = (answer: Found) => {
    setFound(answer);
    if (typeof answer === "object" && "codes" in answer && answer.codes[0] !== undefined) onCode(answer.codes[0]);
  };
  usePasted(read);
  return (
    <>
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={say(words.picture)}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = "";
          if (file) void read(file);
        }}
      />
      <Button icon={IconPhoto} busy={isReading} onClick={() => chooser.current?.click()}>
        {say(words.picture)}
      </Button>
      <CameraButton onFound={take} />
      <div role="status" className={css.found}>
        {isReading && say(words.reading)}
        {found && <Said found={found} onCode={onCode} />}
      </div>
    </>
  );
}

function Said({ found, onCode }: { found: Found; onCode: (code: string) => void }) {
  const { say } = useWords();
  if (found === "unopened") return say(words.unopened);
  if ("failure" in found) return <FailureText failure={found.failure} />;
  const { codes } = found;
  if (codes.length === 0) return say(words.noSymbol);
  return (
    <>
      {fill(say(words.symbols), { n: codes.length })}
      {codes.length > 1 &&
        codes.map((code) => (
          <Button key={code} look="quiet" onClick={() => onCode(code)}>
            <Code>{code.length > 40 ? `${code.slice(0, 40)}…` : code}</Code>
          </Button>
        ))}
    </>
  );
}

/** Pasted pictures; pasted text goes where it was pasted. */
function usePasted(read: (file: File) => Promise<void>): void {
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
      if (!file) return;
      event.preventDefault();
      void latest.current(file);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, []);
}
