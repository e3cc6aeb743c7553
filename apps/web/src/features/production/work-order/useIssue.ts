/** The state of issuing: what was scanned, what was found, the proposed place and quantity, and the command. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { normaliseCode, readSerials } from "@lotline/schema";
import { type SubmitEvent, useRef, useState } from "react";
import { type Failure, failureOf } from "../../../kit/failure.ts";
import { useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { useAct } from "../../../kit/record/useAct.ts";
import { firstBefore, type Offered, type OrderRow, type Proposal, propose } from "./order-row.ts";

export const lotToIssueQuery: TypedDocumentNode<{ lots: { edges: readonly { readonly node: Offered }[] } }, { number: string }> =
  gql`
  query lotToIssue($number: String!) {
    lots(filter: { number: { eq: $number } }, first: 1) {
      edges { node { id number expiresOn item { id number title { en zh } serialTracked unit { id symbol } } usable { usable reasons { code text { en zh } record number } } balances { type quantity location { id number title { en zh } } } } }
    }
  }
`;

/** A scanned lot and what the order makes of it. */
export interface Found {
  readonly lot: Offered;
  readonly proposal: Proposal;
  /** Expires earlier and should go before it. */
  readonly first: { readonly number: string; readonly expiresOn: string } | undefined;
}

export type Issue = ReturnType<typeof useIssue>;

/** One issue after the other: find the lot, correct what is proposed, issue, begin again. */
export function useIssue(row: OrderRow, again: () => void) {
  const { t } = useWords();
  const tell = useTell();
  const act = useAct("WorkOrder", row, "consume");
  const scan = useScan(row, act.clear);
  const { found } = scan;
  const clear = () => {
    scan.clear();
    act.clear();
    scan.box.current?.focus();
  };
  const tracked = found?.lot.item.serialTracked === true;
  const units = readSerials(scan.serials);
  // Of serial-tracked items the units say how many.
  const quantity = tracked ? String(units.ok ? units.serials.length : 0) : scan.quantity.trim();
  const complete =
    scan.place !== "" && quantity !== "" && !(tracked && quantity === "0") && (!found?.first || scan.reason.trim() !== "");
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!found) return scan.find();
    if (!complete || act.busy) return;
    const said = `${found.lot.number} · ${quantity} ${found.lot.item.unit?.symbol ?? ""}`;
    const fefoReason = (found.first && scan.reason.trim()) || undefined;
    const input = { lot: found.lot.id, from: scan.place, quantity, serials: tracked ? scan.serials : undefined, fefoReason };
    if (!(await act.send({ input }))) return;
    tell(t("wo.issued", { what: said }));
    clear();
    again();
  };
  return { ...scan, act, clear, complete, submit, tracked };
}

/** Looking a lot up, and what is proposed for it. */
function useScan(row: OrderRow, onFind: () => void) {
  const client = useApolloClient();
  const box = useRef<HTMLInputElement>(null);
  const amount = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found>();
  const [unknown, setUnknown] = useState("");
  const [failure, setFailure] = useState<Failure>();
  const [place, setPlace] = useState("");
  const [quantity, setQuantity] = useState("");
  const [reason, setReason] = useState("");
  const [serials, setSerials] = useState("");
  const find = async (wanted?: { number: string; place: string; quantity: string }) => {
    const number = normaliseCode(wanted?.number ?? text);
    if (!number) return;
    setText(number);
    setUnknown("");
    setFailure(undefined);
    onFind();
    try {
      const { data } = await client.query({ query: lotToIssueQuery, variables: { number }, fetchPolicy: "no-cache" });
      const lot = data?.lots.edges[0]?.node;
      if (!lot) {
        setFound(undefined);
        return setUnknown(number);
      }
      const proposal = propose(row.reconciliation, lot);
      setFound({ lot, proposal, first: firstBefore(row.toTake, lot) });
      setPlace(wanted?.place ?? proposal.places[0]?.id ?? "");
      setQuantity(wanted?.quantity ?? (proposal.quantity === "0" ? "" : proposal.quantity));
      requestAnimationFrame(() => amount.current?.select());
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const type = (typed: string) => {
    setText(typed);
    setFound(undefined);
    setUnknown("");
  };
  const clear = () => {
    setFound(undefined);
    setText("");
    setQuantity("");
    setReason("");
    setSerials("");
  };
  const values = { place, setPlace, quantity, setQuantity, reason, setReason, serials, setSerials };
  return { box, amount, text, type, found, unknown, failure, ...values, find, clear };
}
