/** Who cannot sign yet, because nobody has recorded the proof of identity. */
import { useQuery } from "@apollo/client/react";
import { Link } from "@tanstack/react-router";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { recordPath } from "../../../kit/path.ts";
import { FailureText } from "../../../kit/states.tsx";
import { unprovedQuery } from "./identity.ts";
import css from "./person.module.css";

export default function Unproved() {
  const { t, say } = useWords();
  const { data, error } = useQuery(unprovedQuery, { fetchPolicy: "network-only" });
  if (error) return <FailureText failure={failureOf(error)} />;
  if (!data) return null;
  if (data.peopleWithoutProof.length === 0) return <p className={css.note}>{t("identity.all")}</p>;
  return (
    <ul className={css.people}>
      {data.peopleWithoutProof.map(({ id, number, name, jobTitle }) => (
        <li key={id}>
          <Link to={recordPath("Person", number)}>
            <Code>{number}</Code> {say(name)}
          </Link>{" "}
          <span className={css.note}>{say(jobTitle)}</span>
        </li>
      ))}
    </ul>
  );
}
