/** The page of a skill: its record, and who is qualified for it today. */
import { DefaultBody } from "../../../kit/record/RecordBody.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { Standings } from "./Standings.tsx";

export default function StandingLayout(props: RecordLayoutProps) {
  return (
    <>
      <DefaultBody {...props} />
      <Standings of="skill" id={props.row.id} />
    </>
  );
}
