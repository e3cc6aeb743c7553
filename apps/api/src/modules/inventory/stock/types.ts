import type { RecordName } from "@lotline/schema";

/** The document that a posting belongs to: a receipt, a work order, a shipment, or the lot itself. */
export interface Source {
  readonly record: RecordName;
  readonly id: string;
  readonly number: string;
}

/** An amount of a lot on one of our shelves; the quantity is a decimal as text, in the unit of the item. */
export interface Stock {
  readonly lot: string;
  readonly location: string;
  readonly quantity: string;
  /** Of serial-tracked items: the units, as a person names them. */
  readonly serials?: string | null | undefined;
}

interface Posted {
  readonly source: Source;
  /** Why, in the user's words. */
  readonly remark?: string | null | undefined;
}

interface NewLot extends Posted {
  /** The lot's number, unique in the company. */
  readonly number: string;
  readonly item: string;
  readonly itemRevision?: string | null | undefined;
  readonly quantity: string;
  /** Where it stands: a location of type quarantine; its site is the lot's site. */
  readonly location: string;
  readonly madeOn?: string | null | undefined;
  readonly expiresOn?: string | null | undefined;
  /** Of serial-tracked items: the units, as a person names them. */
  readonly serials?: string | null | undefined;
}

export interface Receive extends NewLot {
  readonly supplier: string;
  readonly supplierLot: string;
  /** The day on which it came; today when not said. */
  readonly receivedOn?: string;
}

/** The source is the work order; its issues and its output meet in one event of the genealogy. */
export interface Produce extends NewLot {
  readonly source: Source;
}

/** Material for a work order, all lines in one posting. */
export interface Issue extends Posted {
  readonly lines: readonly Stock[];
}

export interface Use extends Posted, Stock {}

export interface Move extends Posted {
  readonly lot: string;
  readonly from: string;
  readonly to: string;
  readonly quantity: string;
  readonly serials?: string | null | undefined;
}

/** One line of a count: what was found less what the book said; of serial-tracked lots the units missing, and those there besides. */
export interface Counted {
  readonly lot: string;
  readonly location: string;
  readonly difference: string;
  readonly missing?: string | null | undefined;
  readonly extra?: string | null | undefined;
}

export interface Count extends Posted {
  readonly lines: readonly Counted[];
}

export interface Split extends Posted {
  readonly lot: string;
  readonly location: string;
  readonly parts: readonly {
    readonly number: string;
    readonly quantity: string;
    readonly to?: string | undefined;
    /** Of serial-tracked items: the units of the part. */
    readonly serials?: string | null | undefined;
  }[];
}

export interface Merge extends Posted {
  readonly number: string;
  readonly lines: readonly Stock[];
  readonly to: string;
}

export interface Ship extends Posted {
  readonly customer: string;
  readonly lines: readonly Stock[];
  /** "transit" until `deliver` says it has arrived; "customer" when handed over at once (also when not said). */
  readonly into?: "transit" | "customer" | undefined;
}

export interface Deliver extends Posted {
  readonly customer: string;
  /** Of serial-tracked items all that is on the way, or the units named. */
  readonly lines: readonly { readonly lot: string; readonly quantity: string; readonly serials?: string | null | undefined }[];
}

export interface Return extends Posted {
  readonly customer: string;
  /** `location`: where it stands now, of type quarantine. */
  readonly lines: readonly Stock[];
}

export interface Reverse extends Posted {
  readonly posting: string;
}
