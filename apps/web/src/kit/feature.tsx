/** How the kit finds what a record registered for itself. The registry stands in features/index.ts and is handed in by app/. */
import type { Label, Reason, RecordName } from "@lotline/schema";
import { type ComponentType, createContext, use, useEffect, useState } from "react";
import type { Row } from "./data/row.ts";
import type { RecordFormProps } from "./form/types.ts";
import type { LoadedRecord, RecordLayoutProps } from "./record/types.ts";

export type Lazy<P> = () => Promise<{ default: ComponentType<P> }>;

/** Records of another type whose field names this one; they are listed on its page. */
export interface Related {
  readonly record: RecordName;
  readonly field: string;
}

/** A record at a moment. */
export interface PastProps {
  readonly name: RecordName;
  readonly id: string;
  readonly at: string;
}

export interface Choice {
  readonly value: string;
  readonly label: Label;
}

/** What one record type has of its own. */
export interface RecordFeature {
  /** The body of the record page between reasons and timeline; head, actions, reasons and timeline stay with the kit. */
  readonly layout?: Lazy<RecordLayoutProps>;
  /** What stood with it at a moment, below its fields of then. */
  readonly past?: Lazy<PastProps>;
  /** The boxes of create and edit; reason, errors and buttons stay with the kit. */
  readonly form?: Lazy<RecordFormProps>;
  /** It can be printed: GET /print/<record>/<number>.pdf. */
  readonly print?: true;
  /** More GraphQL fields for the page and for each row of the list. */
  readonly select?: string;
  readonly listSelect?: string;
  /** One line below the head of the page: what the record is of, e.g. the item of a lot. */
  readonly subtitle?: ComponentType<{ row: Row }>;
  /** The words of the holds that stand on it: shown as inverted tags, and its status loses its colour. */
  readonly holds?: (row: Row) => readonly Label[];
  /** Why it may not be used, for the record beside the list; refused actions stand there anyway. */
  readonly why?: (row: Row) => readonly Reason[];
  /** Tabs of its own for the record beside the list. */
  readonly peek?: readonly { readonly id: string; readonly label: Label; readonly view: Lazy<{ row: LoadedRecord }> }[];
  /** The values of an action's choice that this record rules out; they are not offered (the server refuses them too). */
  readonly without?: (row: Row, action: string, field: string) => readonly string[];
  /** What a box of an action offers on this record, e.g. its own characteristics; it is chosen instead of typed. */
  readonly choices?: (row: Row, action: string, field: string) => readonly Choice[] | undefined;
  /** What the form of an action begins with on this record, e.g. the lines that it is about. */
  readonly begins?: (row: Row, action: string) => Readonly<Record<string, unknown>> | undefined;
  /** It can be begun with the records that are selected in a list: the word for it, and what its form then holds. */
  readonly fromSelection?: {
    readonly label: Label;
    readonly begins: (name: RecordName, numbers: readonly string[]) => Readonly<Record<string, unknown>>;
  };
  /** What names this record, listed below its body. */
  readonly related?: readonly Related[];
  /** How the further columns of the list are shown (`list.extra` of the record file); they stand after the status. */
  readonly columns?: readonly { readonly id: string; readonly width: number; readonly cell: ComponentType<{ row: Row }> }[];
}

export type RecordFeatures = Partial<Record<RecordName, RecordFeature>>;

const Context = createContext<RecordFeatures>({});
export const FeatureProvider = Context;

const nothing: RecordFeature = {};

/** What a record type has of its own; nothing for most. */
export function useFeature(name: RecordName): RecordFeature {
  return use(Context)[name] ?? nothing;
}

/** What all record types have of their own. */
export const useFeatures = (): RecordFeatures => use(Context);

/** Loads a component when it is first needed; a failure goes to the page's error boundary. */
export function useLazy<P>(load: Lazy<P> | undefined): { loading: boolean; component: ComponentType<P> | undefined } {
  const [loaded, setLoaded] = useState<{ load: Lazy<P>; component?: ComponentType<P>; error?: unknown }>();
  useEffect(() => {
    if (!load) return;
    let stale = false;
    load().then(
      (module) => !stale && setLoaded({ load, component: module.default }),
      (error: unknown) => !stale && setLoaded({ load, error }),
    );
    return () => {
      stale = true;
    };
  }, [load]);
  if (loaded?.error !== undefined) throw loaded.error;
  return {
    loading: load !== undefined && loaded?.load !== load,
    component: load && loaded?.load === load ? loaded.component : undefined,
  };
}
