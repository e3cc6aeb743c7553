/** How a record stands in each market, as the page reads it. */
import type { Label } from "@lotline/schema";
import type { Row } from "../../../kit/data/row.ts";

export interface Standing {
  readonly market: "CN" | "US" | "EU";
  readonly status: string;
  readonly outcome: "ok" | "warn" | "block";
  readonly missing: readonly { readonly field: string; readonly name: string; readonly label: Label }[];
  readonly reasons: readonly Label[];
}

export interface Touched {
  readonly field: string;
  readonly by: readonly string[];
}

// Both are asked for by this feature (`select`), in exactly this shape.
export const standingsIn = (row: Row): readonly Standing[] => (row.standings ?? []) as readonly Standing[];
export const touchedIn = (row: Row): readonly Touched[] => (row.touched ?? []) as readonly Touched[];
