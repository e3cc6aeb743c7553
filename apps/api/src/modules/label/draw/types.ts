/** What a label is made of: a template as data, and what is put into it. */
import type { Line, labelPlaceholders, Rec } from "@lotline/schema";
import type { Decoded } from "@lotline/udi";
import type { Drawing } from "../../../print/drawing.ts";
import type { SymbolKind } from "./symbol.ts";

export type Part = Pick<
  Line<"LabelTemplate", "parts">,
  | "kind"
  | "x"
  | "y"
  | "width"
  | "height"
  | "textEn"
  | "textZh"
  | "sizePt"
  | "isBold"
  | "align"
  | "symbol"
  | "moduleMm"
  | "graphic"
>;

/** A template as it is saved, or as it stands in a form. */
export interface Template
  extends Pick<
    Rec<"LabelTemplate">,
    "widthMm" | "heightMm" | "language" | "carriesLot" | "carriesSerial" | "carriesMadeOn" | "carriesExpiresOn" | "linkHost"
  > {
  readonly parts: readonly Part[];
}

export type PlaceholderName = keyof typeof labelPlaceholders;

/** What is put in for each placeholder; empty where there is nothing. */
export type Fill = { readonly [name in PlaceholderName]: string };

/** A symbol on a label: what it is, and what it is meant to say. */
export interface PlacedSymbol {
  /** By which it is found in the drawing. */
  readonly number: number;
  readonly kind: SymbolKind;
  /** As the symbol holds it, with separators. */
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly module: number;
  readonly height: number;
}

export interface PlacedGraphic {
  readonly kind: NonNullable<Part["graphic"]>;
  readonly x: number;
  readonly y: number;
  /** Millimetres of one of its 24 units. */
  readonly scale: number;
}

export interface PlacedRule {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One label, laid out. */
export interface Laid extends Drawing {
  readonly udi: Decoded;
  readonly symbols: readonly PlacedSymbol[];
  readonly graphics: readonly PlacedGraphic[];
  readonly rules: readonly PlacedRule[];
  /** What does not fit, in both languages, by the number of the part. */
  readonly misfits: readonly Misfit[];
}

export interface Misfit {
  readonly part: number;
  readonly code: "TEXT_TOO_LONG" | "SYMBOL_TOO_LARGE";
  readonly en: string;
  readonly zh: string;
}
