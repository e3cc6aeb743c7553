/** The page of a person or of a skill: its record, and who is qualified for what today. */

import { textOf } from "../../../kit/data/row.ts";
import { DefaultBody } from "../../../kit/record/RecordPage.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { Identity } from "../../platform/person/Identity.tsx";
import { Standings } from "./Standings.tsx";

export default function StandingLayout(props: RecordLayoutProps) {
  const { name, row } = props;
  return (
    <>
      {name === "Person" && <Identity key={textOf(row.version)} id={row.id} />}
      <DefaultBody {...props} />
      <Standings of={name === "Person" ? "person" : "skill"} id={row.id} />
    </>
  );
}
