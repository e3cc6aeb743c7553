/** What app/ hands to the desk. */
/** What may stand over the page. */
export type Panel = "palette" | "keys" | "help" | "jobs";

/** A page of the navigation. */
export interface Place {
  readonly to: `/${string}`;
  readonly label: string;
  /** Other words it is found by. */
  readonly also: readonly string[];
  /** The area it belongs to, as a note. */
  readonly area: string;
  /** Its keys after G. */
  readonly go?: string;
}

export interface DeskProps {
  readonly panel: Panel | undefined;
  /** What was typed since the panel was asked for, while its code was still loading. */
  readonly typed: () => string;
  readonly places: readonly Place[];
  readonly onPanel: (panel: Panel | undefined) => void;
}
