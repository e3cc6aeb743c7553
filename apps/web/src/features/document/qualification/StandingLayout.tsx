/** The page of a person or of a skill: its record, and who is qualified for what today. */
import { DefaultBody } from "../../../kit/record/RecordPage.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { Standings } from "./Standings.tsx";

export default function StandingLayout(props: RecordLayoutProps) {
  const { name, row } = props;
  return (
    <>
      <DefaultBody {...props} />
      <Standings of={name === "Person" ? "person" : "skill"} id={row.id} />
    </>
  );
}
