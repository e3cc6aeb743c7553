/** Issues material by scanning: one field finds the lot, the place and the quantity are proposed, and a refusal stands beside it. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { normaliseCode } from "@lotline/schema";
import { IconScan } from "@tabler/icons-react";
import { type SubmitEvent, useId, useRef, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { type Failure, failureOf } from "../../../kit/failure.ts";
import field from "../../../kit/field/field.module.css";
import { useKeys, useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { Progress } from "../../../kit/record/DialogParts.tsx";
import { useAct } from "../../../kit/record/useAct.ts";
import { FailureText } from "../../../kit/states.tsx";
import css from "./order.module.css";
import { type Offered, type OrderRow, type Proposal, propose } from "./order-row.ts";

export const lotToIssueQuery: TypedDocumentNode<{ lots: { edges: readonly { readonly node: Offered }[] } }, { number: string }> =
  gql`
  query lotToIssue($number: String!) {
    lots(filter: { number: { eq: $number } }, first: 1) {
      edges { node { id number item { id number title { en zh } unit { id symbol } } usable { usable reasons { code text { en zh } record number } } balances { type quantity location { id number title { en zh } } } } }
    }
  }
`;

interface Found {
  readonly lot: Offered;
  readonly proposal: Proposal;
}

export function IssuePanel({ row, again }: { row: OrderRow; again: () => void }) {
  const { t, say } = useWords();
  const client = useApolloClient();
  const tell = useTell();
  const id = useId();
  const scan = useRef<HTMLInputElement>(null);
  const amount = useRef<HTMLInputElement>(null);
  const act = useAct("WorkOrder", row, "consume");
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found>();
  const [unknown, setUnknown] = useState("");
  const [failure, setFailure] = useState<Failure>();
  const [place, setPlace] = useState("");
  const [quantity, setQuantity] = useState("");
  useKeys([{ key: "j", label: t("wo.toScan"), run: () => scan.current?.focus() }]);

  const find = async () => {
    const number = normaliseCode(text);
    if (!number) return;
    setUnknown("");
    setFailure(undefined);
    act.clear();
    try {
      const { data } = await client.query({ query: lotToIssueQuery, variables: { number }, fetchPolicy: "no-cache" });
      const lot = data?.lots.edges[0]?.node;
      if (!lot) {
        setFound(undefined);
        return setUnknown(number);
      }
      const proposal = propose(row.reconciliation, lot);
      setFound({ lot, proposal });
      setPlace(proposal.places[0]?.id ?? "");
      setQuantity(proposal.quantity === "0" ? "" : proposal.quantity);
      requestAnimationFrame(() => amount.current?.select());
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const clear = () => {
    setFound(undefined);
    setText("");
    setQuantity("");
    act.clear();
    scan.current?.focus();
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!found) return find();
    if (!place || !quantity.trim() || act.busy) return;
    const said = `${found.lot.number} · ${quantity} ${found.lot.item.unit?.symbol ?? ""}`;
    if (!(await act.send({ input: { lot: found.lot.id, from: place, quantity: quantity.trim() } }))) return;
    tell(t("wo.issued", { what: said }));
    clear();
    again();
  };
  const unit = found?.lot.item.unit?.symbol;
  const issues = act.issues.map((issue) => say(issue.text));
  return (
    <form className={css.issue} onSubmit={submit} noValidate aria-label={t("wo.issue")}>
      <div className={css.boxes}>
        <div className={css.scan}>
          <label htmlFor={`${id}-lot`} className={field.label}>
            {t("wo.scan")}
          </label>
          <div className={css.scanBox}>
            <IconScan size={16} stroke={1.6} aria-hidden />
            <input
              id={`${id}-lot`}
              ref={scan}
              value={text}
              maxLength={80}
              autoComplete="off"
              spellCheck={false}
              aria-invalid={unknown !== "" || undefined}
              aria-describedby={`${id}-said`}
              onChange={(event) => {
                setText(event.currentTarget.value);
                setFound(undefined);
                setUnknown("");
              }}
              onKeyDown={(event) => {
                // A scanner ends with Enter or Tab; both look the lot up.
                if (event.key !== "Tab" || event.shiftKey || found || !text.trim()) return;
                event.preventDefault();
                void find();
              }}
            />
          </div>
        </div>
        {found && (
          <>
            <div>
              <label htmlFor={`${id}-from`} className={field.label}>
                {t("wo.from")}
              </label>
              <select
                id={`${id}-from`}
                className={field.input}
                value={place}
                disabled={found.proposal.places.length === 0}
                onChange={(event) => setPlace(event.currentTarget.value)}
              >
                {found.proposal.places.length === 0 && <option value="">{t("wo.nowhere")}</option>}
                {found.proposal.places.map((one) => (
                  <option key={one.id} value={one.id}>
                    {`${one.number} · ${one.quantity} ${unit ?? ""}`}
                  </option>
                ))}
              </select>
            </div>
            <div className={css.amount}>
              <label htmlFor={`${id}-quantity`} className={field.label}>
                {t("lot.quantity")}
              </label>
              <div className={field.box}>
                <input
                  id={`${id}-quantity`}
                  ref={amount}
                  className={field.input}
                  data-right
                  inputMode="decimal"
                  autoComplete="off"
                  maxLength={40}
                  value={quantity}
                  onChange={(event) => setQuantity(event.currentTarget.value)}
                />
              </div>
            </div>
            <span className={css.unit}>{unit}</span>
          </>
        )}
        <Button
          type="submit"
          look={found ? "primary" : "outline"}
          busy={act.busy}
          disabled={found && (!place || !quantity.trim()) && !act.unknown}
        >
          {act.unknown ? t("do.check") : found ? t("wo.doIssue") : t("wo.find")}
        </Button>
        {found && (
          <Button look="quiet" onClick={clear}>
            {t("do.cancel")}
          </Button>
        )}
      </div>
      <div id={`${id}-said`} role="status" className={css.said}>
        {unknown && <p className={css.no}>{t("trace.unknown", { text: unknown })}</p>}
        {found && <Resolved found={found} />}
      </div>
      {failure && <FailureText failure={failure} />}
      {issues.map((issue) => (
        <p key={issue} role="alert" className={css.no}>
          {issue}
        </p>
      ))}
      <Progress act={act} label={t("wo.doIssue")} />
    </form>
  );
}

/** What the scan found: the item, whether it may be used, and how much of it the order still needs. */
function Resolved({ found }: { found: Found }) {
  const { t, say } = useWords();
  const { lot, proposal } = found;
  const unit = lot.item.unit?.symbol;
  return (
    <>
      <p>
        <Code>{lot.item.number}</Code> {say(lot.item.title)}
        {" · "}
        {proposal.open === undefined ? (
          <span className={css.no}>
            <StatusGlyph name="cross" tone="no" size={13} /> {t("wo.notOnBill")}
          </span>
        ) : (
          <>
            {t("wo.stillToIssue")} <Quantity value={proposal.open} unit={unit} />
          </>
        )}
        {proposal.places.length === 0 && <span className={css.no}> · {t("wo.nowhere")}</span>}
      </p>
      {lot.usable.usable ? (
        <p>
          <StatusGlyph name="tick" tone="ok" size={13} /> {t("lot.usableYes")}
        </p>
      ) : (
        lot.usable.reasons.map((reason) => (
          <p key={`${reason.code} ${reason.text.en}`} className={css.no}>
            <StatusGlyph
              name={reason.code.includes("HOLD") ? "bars" : "cross"}
              tone={reason.code.includes("HOLD") ? "ink" : "no"}
              size={13}
            />{" "}
            {say(reason.text)}
          </p>
        ))
      )}
    </>
  );
}
