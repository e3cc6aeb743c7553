/** The page of a person or of a skill: its record, and who is qualified for what today. */
import { DefaultBody } from "../../../kit/record/RecordPage.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import { SignInMeans } from "../../platform/identity/SignInMeans.tsx";
import { Standings } from "./Standings.tsx";

export default function StandingLayout(props: RecordLayoutProps) {
  const { name, row } = props;
  const may = useMay();
  return (
    <>
      <DefaultBody {...props} />
      {name === "Person" && may("session.end") && <SignInMeans person={row.id} />}
      <Standings of={name === "Person" ? "person" : "skill"} id={row.id} />
    </>
  );
}
