/** The page of a person: the record, how it stands with sign-in and signing for administrators, and who is qualified for what. */
import { textOf } from "../../../kit/data/row.ts";
import { DefaultBody } from "../../../kit/record/RecordBody.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import { Standings } from "../../document/qualification/Standings.tsx";
import { SignInMeans } from "../identity/SignInMeans.tsx";
import { Identity } from "../person/Identity.tsx";
import { Account } from "./Account.tsx";

export default function PersonLayout(props: RecordLayoutProps) {
  const may = useMay();
  const { row } = props;
  return (
    <>
      <Identity key={textOf(row.version)} id={row.id} />
      {(may("person.change") || may("person.identify")) && <Account row={row} />}
      <DefaultBody {...props} />
      {may("session.end") && <SignInMeans person={row.id} />}
      <Standings of="person" id={row.id} />
    </>
  );
}
