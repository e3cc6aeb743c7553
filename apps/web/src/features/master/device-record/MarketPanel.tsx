/** How the record stands in each database: what is missing by name, its status, what shipping would say today, and the files. */
import { deviceMarket, publication } from "@lotline/schema";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { type Failure, isFailure } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import type { GlyphName, Tone } from "../../../kit/mark/glyphs.ts";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import kit from "../../../kit/record/record.module.css";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import css from "./device.module.css";
import { takeFile } from "./files.ts";
import { type Standing, standingsIn } from "./standing.ts";
import { deviceFormats, deviceWords } from "./words.ts";

const outcomes: { readonly [outcome in Standing["outcome"]]: { readonly glyph: GlyphName; readonly tone: Tone } } = {
  ok: { glyph: "circleTick", tone: "ok" },
  warn: { glyph: "triangleHalf", tone: "wait" },
  block: { glyph: "squareCross", tone: "no" },
};
const statuses: Readonly<Record<string, { readonly glyph: GlyphName; readonly tone: Tone }>> = {
  draft: { glyph: "circle", tone: "control" },
  submitted: { glyph: "diamondHalf", tone: "wait" },
  published: { glyph: "circleTick", tone: "ok" },
  changed: { glyph: "triangleHalf", tone: "wait" },
};

type Props = Pick<RecordLayoutProps, "row" | "act">;

export function MarketPanel({ row, act }: Props) {
  const { say } = useWords();
  return (
    <section aria-label={say(deviceWords.markets)}>
      <div className={kit.groupHead}>
        <h2>{say(deviceWords.markets)}</h2>
      </div>
      <div className={css.markets}>
        {standingsIn(row).map((standing) => (
          <Market key={standing.market} standing={standing} row={row} act={act} />
        ))}
      </div>
    </section>
  );
}

function Market({ standing, row, act }: Props & { standing: Standing }) {
  const { say } = useWords();
  const may = useMay();
  const { market, status, missing, outcome, reasons } = standing;
  const isApproved = row.state === "approved";
  const next = status === "submitted" ? "publish" : status === "published" ? undefined : "submit";
  const look = statuses[status];
  return (
    <section className={css.market} aria-label={say(deviceMarket.values[market])}>
      <h3>{say(deviceMarket.values[market])}</h3>
      <p>
        {look && <StatusGlyph name={look.glyph} tone={look.tone} />}{" "}
        {say(publication.values[status as keyof typeof publication.values])}
      </p>
      <p>
        <StatusGlyph name={missing.length === 0 ? "circleTick" : "triangleHalf"} tone={missing.length === 0 ? "ok" : "wait"} />{" "}
        {missing.length === 0 ? say(deviceWords.complete) : `${say(deviceWords.missing)} ${missing.length}`}
      </p>
      {missing.length > 0 && (
        <details>
          <summary>
            {missing
              .slice(0, 3)
              .map(({ label }) => say(label))
              .join(", ")}
            {missing.length > 3 && " …"}
          </summary>
          <ul>
            {missing.map(({ field, name, label }) => (
              <li key={field}>
                {say(label)} <code>{name}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p title={reasons.map(say).join(" ")}>
        <StatusGlyph name={outcomes[outcome].glyph} tone={outcomes[outcome].tone} /> {say(deviceWords.shipping)}
        {say(deviceWords[outcome])}
      </p>
      <p className={css.hint}>{reasons.map(say).join(" ")}</p>
      <div className={css.buttons}>
        {isApproved && next && may("deviceRecord.submit") && (
          <Button onClick={() => act(next, { market })}>{say(deviceWords[next])}</Button>
        )}
        {isApproved && <Files row={row} market={market} />}
      </div>
    </section>
  );
}

function Files({ row, market }: Pick<Props, "row"> & { market: Standing["market"] }) {
  const { say } = useWords();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState<string>();
  const take = async (format: string) => {
    setBusy(format);
    setFailure(undefined);
    await takeFile(row.number, format).catch((error: unknown) => {
      setFailure(isFailure(error) ? error : { kind: "unreachable", message: String(error) });
    });
    setBusy(undefined);
  };
  return (
    <>
      {deviceFormats
        .filter((one) => one.market === market)
        .map(({ format, label }) => (
          <Button key={format} look="quiet" icon={IconDownload} busy={busy === format} onClick={() => void take(format)}>
            {say(label)}
          </Button>
        ))}
      <div role="alert" className={css.alert}>
        {failure && <FailureText failure={failure} />}
      </div>
    </>
  );
}
