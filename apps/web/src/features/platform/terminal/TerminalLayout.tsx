/** The page of a terminal: whether this device is it, and binding this device to it (REQ-ACC-07). */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { Button } from "../../../kit/Button.tsx";
import { labelOf, textOf } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import kit from "../../../kit/record/record.module.css";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { useMay, useSession } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { useCommand } from "../../../kit/useCommand.ts";
import css from "./terminal.module.css";

export const enrolMutation: TypedDocumentNode<{ done: boolean }, { commandId: string; id: string; version: number }> = gql`
  mutation enrolTerminal($commandId: ID!, $id: ID!, $version: Int!) {
    done: enrolTerminal(commandId: $commandId, id: $id, version: $version)
  }
`;

export default function TerminalLayout({ name, row, again }: RecordLayoutProps) {
  const { t, say } = useWords();
  const seen = labelOf(row.lastSeen);
  return (
    <>
      {row.state !== "retired" && <ThisDevice row={row} again={again} />}
      <div className={kit.groups}>
        <FieldList
          name={name}
          row={row}
          title={t("record.identity")}
          names={["nameEn", "nameZh", "site", "location", "createdBy", "createdAt"]}
        />
        <FieldList
          name={name}
          row={row}
          title={t("terminal.bound")}
          names={["device", "enrolledAt", "enrolledBy"]}
          note={seen ? `${t("terminal.seen")} ${say(seen)}` : ""}
        />
      </div>
    </>
  );
}

function ThisDevice({ row, again }: Pick<RecordLayoutProps, "row" | "again">) {
  const { t } = useWords();
  const may = useMay();
  const { session, refresh } = useSession();
  const { send, busy, failure } = useCommand<{ done: boolean }>();
  const isHere = row.here === true;
  const hasDevice = textOf(row.enrolledAt) !== "";
  const enrol = async () => {
    const outcome = await send(enrolMutation, { id: row.id, version: row.version });
    if (!outcome.ok) return;
    refresh();
    again();
  };
  return (
    <section className={css.here} aria-label={t("terminal.here")}>
      <h2>{t("terminal.here")}</h2>
      <p>
        <StatusGlyph name={isHere ? "circleTick" : "circle"} tone={isHere ? "ok" : "control"} />{" "}
        {t(isHere ? "terminal.isHere" : "terminal.notHere")}
      </p>
      {row.state === "proposed" && <p>{t("terminal.afterActivation")}</p>}
      {row.state === "active" && !isHere && may("terminal.enrol") && (
        <>
          {session.terminal && <p>{t("terminal.otherHere", { number: session.terminal.number })}</p>}
          {hasDevice && <p>{t("terminal.replaces")}</p>}
          <Button look="primary" busy={busy} onClick={() => void enrol()}>
            {t(hasDevice ? "terminal.enrolAgain" : "terminal.enrol")}
          </Button>
        </>
      )}
      {row.state === "active" && !hasDevice && !may("terminal.enrol") && <p>{t("terminal.noDevice")}</p>}
      <div role="alert">{failure && <FailureText failure={failure} />}</div>
    </section>
  );
}
