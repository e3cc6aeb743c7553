/** Scanning packages into the lines of a receipt: what was read, what it filled, what is still to be typed. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { type Label, registry } from "@lotline/schema";
import { useRef, useState } from "react";
import { refOf, textOf } from "../../../kit/data/row.ts";
import { type Failure, failureOf } from "../../../kit/failure.ts";
import type { FormApi } from "../../../kit/form/types.ts";
import { type FormRow, filledRows, newRow } from "../../../kit/form/values.ts";
import { useWords } from "../../../kit/lang.tsx";

export interface ScannedLine {
  readonly orderLine: number | null;
  readonly item: unknown;
  readonly quantity: string | null;
  readonly unit: unknown;
  readonly stockQuantity: string | null;
  readonly supplierLot: string | null;
  readonly lotNumber: string | null;
  readonly madeOn: string | null;
  readonly expiresOn: string | null;
  readonly location: unknown;
  readonly problems: readonly Label[];
}

export const scannedLineQuery: TypedDocumentNode<{ scannedLine: ScannedLine }, { order: string; text: string }> = gql`
  query scannedLine($order: ID!, $text: String!) {
    scannedLine(order: $order, text: $text) {
      orderLine item { id number title { en zh } unit { id symbol } } quantity unit { id number title { en zh } } stockQuantity supplierLot
      lotNumber madeOn expiresOn location { id number title { en zh } } problems { en zh }
    }
  }
`;

/** The row that a scan makes. A lot number that another row has is left to the server, which gives the next one. Pure. */
export function rowOf(line: ScannedLine, rows: readonly FormRow[]): FormRow {
  const { fields } = registry.Receipt.lines?.lines ?? { fields: {} };
  const empty = newRow(fields);
  const isTaken = rows.some(({ values }) => values.lotNumber === line.lotNumber);
  return {
    ...empty,
    values: {
      ...empty.values,
      orderLine: textOf(line.orderLine),
      quantity: line.quantity ?? "",
      unit: refOf(line.unit) ?? null,
      lotNumber: isTaken ? "" : (line.lotNumber ?? ""),
      supplierLot: line.supplierLot ?? "",
      madeOn: line.madeOn ?? "",
      expiresOn: line.expiresOn ?? "",
      location: refOf(line.location) ?? null,
    },
  };
}

/** One scan after the other; each that names a line of the order adds a row. */
export function useScannedLines(form: FormApi) {
  const { t } = useWords();
  const client = useApolloClient();
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [said, setSaid] = useState<readonly Label[]>([]);
  const [filled, setFilled] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const order = refOf(form.mode === "create" ? form.state.values.purchaseOrder : form.row?.purchaseOrder);
  const words = (sentence: string): readonly Label[] => [{ en: sentence, zh: sentence }];
  const tell = (is: boolean, labels: readonly Label[]) => {
    setFilled(is);
    setSaid(labels);
  };
  const take = (line: ScannedLine) => {
    if (line.orderLine === null) return tell(false, line.problems);
    form.setRows("lines", (before) => {
      const rows = filledRows(before);
      return [...rows, rowOf(line, rows)];
    });
    const amount = line.quantity ? `${line.quantity} ${refOf(line.unit)?.title.en ?? ""}` : "";
    const stock = line.stockQuantity ? `${line.stockQuantity} ${refOf(line.item)?.unit ?? ""}` : "";
    const what = [refOf(line.item)?.number, [amount, stock].filter(Boolean).join(" = ")].filter(Boolean).join(" · ");
    tell(line.problems.length === 0, [...words(t("receipt.scanned", { n: line.orderLine, what })), ...line.problems]);
    setText("");
    box.current?.focus();
  };
  const read = async () => {
    setFailure(undefined);
    if (!text.trim()) return;
    if (!order) return tell(false, words(t("receipt.scanNoOrder")));
    try {
      const { data } = await client.query({
        query: scannedLineQuery,
        variables: { order: order.id, text },
        fetchPolicy: "no-cache",
      });
      if (data) take(data.scannedLine);
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const type = (typed: string) => {
    setText(typed);
    setSaid([]);
  };
  return { box, text, said, filled, failure, type, read };
}
