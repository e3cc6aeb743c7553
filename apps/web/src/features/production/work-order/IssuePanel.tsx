/** Issues material by scanning: one field finds the lot, the place and the quantity are proposed, and a refusal stands beside it. */
import { useId } from "react";
import { Button } from "../../../kit/Button.tsx";
import { refOf, textOf } from "../../../kit/data/row.ts";
import field from "../../../kit/field/field.module.css";
import { useKeys } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { Progress } from "../../../kit/record/DialogParts.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { Fefo, type FefoPick } from "../../shared/Fefo.tsx";
import { ScanInput } from "../../shared/ScanInput.tsx";
import { SerialScan } from "../../shared/SerialScan.tsx";
import css from "./order.module.css";
import type { OrderRow } from "./order-row.ts";
import { type Found, type Issue, useIssue } from "./useIssue.ts";

export function IssuePanel({ row, again }: { row: OrderRow; again: () => void }) {
  const { t } = useWords();
  const issue = useIssue(row, again);
  const take = ({ pick }: FefoPick) => {
    const [lot, place] = [refOf(pick.lot), refOf(pick.location)];
    if (!lot || !place) return null;
    const wanted = { number: lot.number, place: place.id, quantity: textOf(pick.quantity) };
    return (
      <Button look="quiet" onClick={() => void issue.find(wanted)}>
        {t("fefo.take")}
      </Button>
    );
  };
  return (
    <>
      <IssueForm issue={issue} />
      {row.toTake.length > 0 && <Fefo title={t("fefo.title")} proposals={row.toTake} action={take} />}
    </>
  );
}

function IssueForm({ issue }: { issue: Issue }) {
  const { t, say } = useWords();
  const id = useId();
  const { act, found } = issue;
  useKeys([{ key: "j", label: t("wo.toScan"), run: () => issue.box.current?.focus() }]);
  return (
    <form className={css.issue} onSubmit={issue.submit} noValidate aria-label={t("wo.issue")}>
      <div className={css.boxes}>
        <ScanBox issue={issue} id={id} />
        {found && <Proposed issue={issue} found={found} id={id} />}
        <Button
          type="submit"
          look={found ? "primary" : "outline"}
          busy={act.busy}
          disabled={found && !issue.complete && !act.unknown}
        >
          {act.unknown ? t("do.check") : found ? t("wo.doIssue") : t("wo.find")}
        </Button>
        {found && (
          <Button look="quiet" onClick={issue.clear}>
            {t("do.cancel")}
          </Button>
        )}
      </div>
      {found && issue.tracked && (
        <SerialScan
          id={`${id}-units`}
          value={issue.serials}
          onChange={issue.setSerials}
          wanted={issue.quantity.trim()}
          unit={found.lot.item.unit?.symbol}
        />
      )}
      {found?.first && <Reason issue={issue} first={found.first} id={id} />}
      <div id={`${id}-said`} role="status" className={css.said}>
        {issue.unknown && <p className={css.no}>{t("trace.unknown", { text: issue.unknown })}</p>}
        {found && <Resolved found={found} />}
      </div>
      {issue.failure && <FailureText failure={issue.failure} />}
      {act.issues.map(({ path, text }) => (
        <p key={`${path} ${text.en}`} role="alert" className={css.no}>
          {say(text)}
        </p>
      ))}
      <Progress act={act} label={t("wo.doIssue")} />
    </form>
  );
}

function ScanBox({ issue, id }: { issue: Issue; id: string }) {
  const { t } = useWords();
  return (
    <div className={css.scan}>
      <label htmlFor={`${id}-lot`} className={field.label}>
        {t("wo.scan")}
      </label>
      <ScanInput
        id={`${id}-lot`}
        ref={issue.box}
        value={issue.text}
        aria-invalid={issue.unknown !== "" || undefined}
        aria-describedby={`${id}-said`}
        onChange={(event) => issue.type(event.currentTarget.value)}
        onKeyDown={(event) => {
          // A scanner ends with Enter or Tab; both look the lot up.
          if (event.key !== "Tab" || event.shiftKey || issue.found || !issue.text.trim()) return;
          event.preventDefault();
          void issue.find();
        }}
      />
    </div>
  );
}

/** Where it is taken from and how much of it, as proposed and to be corrected. */
function Proposed({ issue, found, id }: { issue: Issue; found: Found; id: string }) {
  const { t } = useWords();
  const unit = found.lot.item.unit?.symbol;
  const { places } = found.proposal;
  return (
    <>
      <div>
        <label htmlFor={`${id}-from`} className={field.label}>
          {t("wo.from")}
        </label>
        <select
          id={`${id}-from`}
          className={field.input}
          value={issue.place}
          disabled={places.length === 0}
          onChange={(event) => issue.setPlace(event.currentTarget.value)}
        >
          {places.length === 0 && <option value="">{t("wo.nowhere")}</option>}
          {places.map((one) => (
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
            ref={issue.amount}
            className={field.input}
            data-right
            inputMode="decimal"
            autoComplete="off"
            maxLength={40}
            value={issue.quantity}
            onChange={(event) => issue.setQuantity(event.currentTarget.value)}
          />
        </div>
      </div>
      <span className={css.unit}>{unit}</span>
    </>
  );
}

/** Another lot expires earlier: why it is not taken first. */
function Reason({ issue, first, id }: { issue: Issue; first: NonNullable<Found["first"]>; id: string }) {
  const { t } = useWords();
  return (
    <div className={css.reason}>
      <label htmlFor={`${id}-reason`} className={field.label}>
        <StatusGlyph name="triangleHalf" tone="wait" size={13} /> {t("fefo.reason", { lot: first.number, date: first.expiresOn })}
      </label>
      <input
        id={`${id}-reason`}
        className={field.input}
        autoComplete="off"
        maxLength={300}
        value={issue.reason}
        onChange={(event) => issue.setReason(event.currentTarget.value)}
      />
    </div>
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
