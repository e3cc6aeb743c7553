/** The jobs of the person in the top bar: how many are at work or wait for a word. */
import { useQuery } from "@apollo/client/react";
import { IconStack2 } from "@tabler/icons-react";
import { jobsQuery } from "../kit/bulk/jobs.ts";
import { useWords } from "../kit/lang.tsx";
import { useSession } from "../kit/session.tsx";
import css from "./shell.module.css";

const everyMs = 30_000;
const looked = 20;

export function JobsButton({ onOpen }: { onOpen: () => void }) {
  const { t } = useWords();
  const { session } = useSession();
  const { data } = useQuery(jobsQuery, {
    variables: { first: looked },
    fetchPolicy: "cache-and-network",
    pollInterval: everyMs,
    skip: session.locked,
  });
  const open = (data?.jobs ?? []).filter(({ state }) => state === "queued" || state === "running" || state === "checked").length;
  const name = open > 0 ? t("job.running", { n: open }) : t("job.title");
  return (
    <button type="button" className={css.bell} aria-label={name} title={name} onClick={onOpen}>
      <IconStack2 size={18} stroke={1.6} aria-hidden />
      {open > 0 && <span className={css.badge}>{open}</span>}
    </button>
  );
}
