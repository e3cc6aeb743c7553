/** How people stood with skills at a moment: of one person all skills, of one skill everybody who ever had it. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { registry } from "@lotline/schema";
import type { PlainWord } from "@lotline/schema/words";
import type { Row } from "../../../kit/data/row.ts";
import { textOf } from "../../../kit/data/row.ts";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusWord } from "../../../kit/mark/StatusWord.tsx";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { RefCell } from "../../shared/cells.tsx";
import css from "./qualification.module.css";

type State = "qualified" | "never" | "notYetValid" | "expired" | "revoked";

const stateWords: { readonly [S in State]: PlainWord } = {
  qualified: "qual.qualified",
  never: "qual.never",
  notYetValid: "qual.notYetValid",
  expired: "qual.expired",
  revoked: "qual.revoked",
};

interface Standing {
  readonly person: Row | null;
  readonly skill: Row | null;
  readonly state: State;
  readonly by: Row | null;
}

interface Answer {
  readonly qualificationStandings: {
    readonly on: string;
    readonly hasMore: boolean;
    readonly rows: readonly Standing[];
  };
}

interface Asked {
  readonly person?: string;
  readonly skill?: string;
  readonly asOf?: string;
}

export const standingsQuery: TypedDocumentNode<Answer, Asked> = gql`
  query qualificationStandings($person: ID, $skill: ID, $asOf: Instant) {
    qualificationStandings(person: $person, skill: $skill, asOf: $asOf) {
      on
      hasMore
      rows {
        state
        person { id number title { en zh } }
        skill { id number title { en zh } }
        by { id number validFrom validTo }
      }
    }
  }
`;

const dayMs = 86_400_000;
/** So many days before its end a qualification is marked. */
const soonDays = 30;

/** The table on the page of a person or a skill, now or at a moment. */
export function Standings({ of, id, at }: { of: "person" | "skill"; id: string; at?: string | undefined }) {
  const { t, say } = useWords();
  const { data, error } = useQuery(standingsQuery, {
    variables: { [of]: id, ...(at ? { asOf: at } : {}) },
    fetchPolicy: "no-cache",
  });
  if (error) return <FailureText failure={failureOf(error)} />;
  if (!data) return null;
  const { on, rows, hasMore } = data.qualificationStandings;
  const { fields, label } = registry.Qualification;
  const day = (key: "validFrom" | "validTo"): TableColumn<Standing> => ({
    key,
    head: say(fields[key].label),
    cell: ({ by }) => textOf(by?.[key]) || t("word.empty"),
  });
  const columns: TableColumn<Standing>[] = [
    of === "person"
      ? { key: "skill", head: say(registry.Skill.label), cell: ({ skill }) => <RefCell to="Skill" value={skill} /> }
      : { key: "person", head: say(registry.Person.label), cell: ({ person }) => <RefCell to="Person" value={person} /> },
    { key: "state", head: t("word.status"), cell: (row) => <StandingWord row={row} on={on} /> },
    day("validFrom"),
    day("validTo"),
    { key: "by", head: say(label), cell: ({ by }) => <RefCell to="Qualification" value={by} nameless /> },
  ];
  return (
    <Table
      title={t(of === "person" ? "qual.ofPerson" : "qual.ofSkill")}
      note={hasMore ? t("qual.first", { n: rows.length, on }) : t("qual.on", { on })}
      rows={rows}
      rowKey={({ person, skill }) => `${person?.id} ${skill?.id}`}
      empty={t("qual.none")}
      columns={columns}
    />
  );
}

function StandingWord({ row: { state, by }, on }: { row: Standing; on: string }) {
  const { t } = useWords();
  const left = (Date.parse(textOf(by?.validTo)) - Date.parse(on)) / dayMs;
  const isSoon = state === "qualified" && left <= soonDays;
  return (
    <>
      <StatusWord name={state} record="Standing" label={t(stateWords[state])} />
      {isSoon && <span className={css.soon}>{left === 0 ? t("qual.lastDay") : t("qual.left", { n: left })}</span>}
    </>
  );
}
