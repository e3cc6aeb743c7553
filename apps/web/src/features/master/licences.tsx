/** How the licences of a supplier or customer stand, a badge that leads to them, and how each stands by itself: on page and list. */
import { registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { labelOf, type Row, textOf } from "../../kit/data/row.ts";
import type { RecordFeature } from "../../kit/feature.tsx";
import { useWords } from "../../kit/lang.tsx";
import type { GlyphName, Tone } from "../../kit/mark/glyphs.ts";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { listPath } from "../../kit/path.ts";
import css from "./licences.module.css";

const looks: Readonly<Record<string, { readonly glyph: GlyphName; readonly tone: Tone }>> = {
  none: { glyph: "circle", tone: "control" },
  valid: { glyph: "circleTick", tone: "ok" },
  expiring: { glyph: "triangleHalf", tone: "wait" },
  lapsed: { glyph: "squareCross", tone: "no" },
};

function Badge({ row, holder }: { row: Row; holder: "supplier" | "customer" }) {
  const { say } = useWords();
  // Null for who may not read licences.
  const standing = Object(row.licences) as { readonly state?: unknown; readonly label?: unknown };
  const words = labelOf(standing.label);
  if (!words) return null;
  const state = textOf(standing.state);
  const look = looks[state];
  return (
    <Link className={css.badge} data-state={state} to={listPath("Licence")} search={{ [holder]: row.id }} title={say(words)}>
      {look && <StatusGlyph name={look.glyph} tone={look.tone} size={13} />} <span>{say(words)}</span>
    </Link>
  );
}

/** How a licence stands by itself: its last day may have passed while nobody looked. */
function Validity({ row }: { row: Row }) {
  const { say } = useWords();
  const { state, label } = Object(row.validity) as { readonly state?: unknown; readonly label?: unknown };
  const words = labelOf(label);
  const look = looks[textOf(state)];
  return (
    words && (
      <span className={css.badge} data-state={textOf(state)}>
        {look && <StatusGlyph name={look.glyph} tone={look.tone} size={13} />} <span>{say(words)}</span>
      </span>
    )
  );
}

function Copy({ row }: { row: Row }) {
  const { say } = useWords();
  const words = labelOf(row.copy);
  return words && say(words);
}

function ValidityLine({ row }: { row: Row }) {
  return (
    <>
      {textOf(row.validFrom)} … {textOf(row.validTo)} · <Validity row={row} />
    </>
  );
}

const badgeOf = (holder: "supplier" | "customer") => (props: { row: Row }) => <Badge {...props} holder={holder} />;

const lineOf = (holder: "supplier" | "customer") =>
  function LicenceLine({ row }: { row: Row }) {
    const { say } = useWords();
    return (
      <>
        {say(registry.Licence.plural)} · <Badge row={row} holder={holder} />
      </>
    );
  };

const select = "licences { state label { en zh } }";

const own = "validity { state label { en zh } } copy { en zh }";

/** What a licence shows of its own validity, and whether its copy is there. */
export const licenceFeature: RecordFeature = {
  select: own,
  listSelect: own,
  subtitle: ValidityLine,
  columns: [
    { id: "validity", width: 150, cell: Validity },
    { id: "copy", width: 90, cell: Copy },
  ],
};

/** What a supplier or customer shows of its licences. */
export const licenceBadge = (holder: "supplier" | "customer") => ({
  select,
  listSelect: select,
  subtitle: lineOf(holder),
  columns: [{ id: "licences", width: 230, cell: badgeOf(holder) }],
});
