/** The page of a role grant: what the role brings or would bring stands above its fields. */
import { refOf, textOf } from "../../../kit/data/row.ts";
import { DefaultBody } from "../../../kit/record/RecordBody.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { Simulation } from "./Simulation.tsx";

export default function RoleGrantLayout(props: RecordLayoutProps) {
  const { row } = props;
  const person = refOf(row.person);
  return (
    <>
      {person && row.state !== "ended" && <Simulation person={person.id} role={textOf(row.role)} without={row.id} />}
      <DefaultBody {...props} />
    </>
  );
}
