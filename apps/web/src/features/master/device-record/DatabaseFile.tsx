/** A file of a database, chosen with its format; and what is wrong with it. */
import { useRef, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import css from "./device.module.css";
import type { ReadBack } from "./files.ts";
import { deviceFormats, deviceWords } from "./words.ts";

export function DatabaseFile({ busy, onFile }: { busy: boolean; onFile: (file: File, format: string) => void }) {
  const { say } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [format, setFormat] = useState<string>(deviceFormats[0].format);
  return (
    <div className={css.buttons}>
      <label>
        {say(deviceWords.format)}{" "}
        <select value={format} onChange={(event) => setFormat(event.currentTarget.value)} className={css.select}>
          {deviceFormats.map((one) => (
            <option key={one.format} value={one.format}>
              {say(one.label)}
            </option>
          ))}
        </select>
      </label>
      <input
        ref={input}
        className={css.file}
        type="file"
        tabIndex={-1}
        aria-label={say(deviceWords.file)}
        accept={deviceFormats.find((one) => one.format === format)?.accept}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onFile(file, format);
          // The same file may be chosen again after it was put right.
          event.currentTarget.value = "";
        }}
      />
      <Button busy={busy} onClick={() => input.current?.click()}>
        {say(deviceWords.choose)}
      </Button>
    </div>
  );
}

/** All that is wrong with a file, with its places. */
export function FileIssues({ issues }: Pick<ReadBack, "issues">) {
  const { say } = useWords();
  if (issues.length === 0) return null;
  return (
    <>
      <p>
        <StatusGlyph name="triangleAlert" tone="no" size={13} /> {say(deviceWords.wrong)}
      </p>
      <ul>
        {issues.map(({ path, text }) => (
          <li key={`${path} ${text.en}`}>
            {path && <code>{path}</code>} {say(text)}
          </li>
        ))}
      </ul>
    </>
  );
}
