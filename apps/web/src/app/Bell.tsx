/** The bell: how many of the person's tasks are overdue, and which; asked again every two minutes. */
import { useQuery } from "@apollo/client/react";
import { type AnyRecord, actionsOf, registry } from "@lotline/schema";
import { Menu } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useNow } from "../kit/clock.tsx";
import { useWords } from "../kit/lang.tsx";
import { Code } from "../kit/mark/Text.tsx";
import { TimeLeft } from "../kit/mark/TimeLeft.tsx";
import { isRecordName, recordPath } from "../kit/path.ts";
import { useSession } from "../kit/session.tsx";
import { workQuery } from "../kit/work/WorkList.tsx";
import css from "./shell.module.css";

const everyMs = 120_000;
const most = 200;
const shown = 8;

export function Bell() {
  const { t, say } = useWords();
  const { session } = useSession();
  const now = useNow(30_000);
  const { data } = useQuery(workQuery, {
    variables: { first: most },
    fetchPolicy: "cache-and-network",
    pollInterval: everyMs,
    skip: session.locked,
  });
  const overdue = (data?.workItems ?? []).filter((item) => isRecordName(item.record) && Date.parse(item.dueAt) <= now);
  const name = `${t("shell.notices")}: ${t("home.overdue", { n: overdue.length })}`;
  return (
    <Menu position="bottom-end" width={380}>
      <Menu.Target>
        <button type="button" className={css.bell} aria-label={name} title={name}>
          <IconBell size={18} stroke={1.6} aria-hidden />
          {overdue.length > 0 && <span className={css.badge}>{overdue.length}</span>}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{overdue.length > 0 ? t("home.overdue", { n: overdue.length }) : t("shell.noNotices")}</Menu.Label>
        {overdue.slice(0, shown).map((item) => {
          const record: AnyRecord | undefined = isRecordName(item.record) ? registry[item.record] : undefined;
          const action = record && actionsOf(record)[item.action]?.label;
          return (
            <Menu.Item key={item.id} component={Link} to={recordPath(item.record, item.number)}>
              <span className={css.overdue}>
                <Code>{item.number}</Code> <span>{action && say(action)}</span>
                <TimeLeft due={item.dueAt} from={item.createdAt} now={now} width={40} />
              </span>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
