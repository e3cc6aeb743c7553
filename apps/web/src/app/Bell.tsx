/** The bell: what the person was told since they last looked, and which of their tasks are overdue. */
import { useMutation, useQuery } from "@apollo/client/react";
import { type AnyRecord, registry, taskOf } from "@lotline/schema";
import { IconBell } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { markNoticesDocument, type Notice, noticesQuery } from "../desk/inbox/inbox.ts";
import { useNow, useZone } from "../kit/clock.tsx";
import { commandId } from "../kit/command.ts";
import { shortInstant } from "../kit/format.ts";
import { useWords } from "../kit/lang.tsx";
import { Code } from "../kit/mark/Text.tsx";
import { TimeLeft } from "../kit/mark/TimeLeft.tsx";
import { Menu } from "../kit/Popup.tsx";
import type { MenuParts } from "../kit/PopupFrame.tsx";
import { isRecordName, recordPath } from "../kit/path.ts";
import { useSession } from "../kit/session.tsx";
import { type WorkItem, workQuery } from "../kit/work/WorkList.tsx";
import css from "./shell.module.css";

const everyMs = 120_000;
const most = 200;
const shown = 8;

export function Bell() {
  const { t } = useWords();
  const now = useNow(30_000);
  const overdue = useOverdue(now);
  const { unread, newest, markRead } = useNotices();
  const counts = [
    ...(unread > 0 ? [t("shell.unread", { n: unread })] : []),
    ...(overdue.length > 0 ? [t("home.overdue", { n: overdue.length })] : []),
  ];
  const name = `${t("shell.notices")}: ${counts.join(", ") || t("shell.noNotices")}`;
  return (
    <Menu
      position="bottom-end"
      width={400}
      onClose={markRead}
      target={
        <button type="button" className={css.bell} aria-label={name} title={name}>
          <IconBell size={18} stroke={1.6} aria-hidden />
          {unread + overdue.length > 0 && <span className={css.badge}>{unread + overdue.length}</span>}
        </button>
      }
    >
      {({ Item, Label }) => (
        <>
          {newest.length > 0 && <Label>{t("shell.notices")}</Label>}
          {newest.slice(0, shown).map((notice) => (
            <NoticeEntry key={notice.id} Item={Item} notice={notice} now={now} />
          ))}
          <Item component={Link} to="/inbox">
            {t("inbox.all")}
          </Item>
          <Label>{overdue.length > 0 ? t("home.overdue", { n: overdue.length }) : t("shell.nothingOverdue")}</Label>
          {overdue.slice(0, shown).map((item) => (
            <OverdueEntry key={item.id} Item={Item} item={item} now={now} />
          ))}
        </>
      )}
    </Menu>
  );
}

/** The person's overdue tasks, asked again every two minutes. */
function useOverdue(now: number): readonly WorkItem[] {
  const { session } = useSession();
  const { data } = useQuery(workQuery, {
    variables: { first: most },
    fetchPolicy: "cache-and-network",
    pollInterval: everyMs,
    skip: session.locked,
  });
  return (data?.workItems ?? []).filter((item) => isRecordName(item.record) && Date.parse(item.dueAt) <= now);
}

function useNotices() {
  const { session } = useSession();
  const { data, refetch } = useQuery(noticesQuery, {
    variables: { first: shown },
    fetchPolicy: "cache-and-network",
    pollInterval: everyMs,
    skip: session.locked,
  });
  const [send] = useMutation(markNoticesDocument);
  const { unread, newest } = data?.notices ?? { unread: 0, newest: [] };
  const markRead = () => {
    const ids = newest.filter((notice) => notice.readAt === null).flatMap((notice) => notice.ids);
    if (ids.length === 0) return;
    // What could not be marked stays unread and is marked the next time.
    void send({ variables: { commandId: commandId(), ids, as: "read" } })
      .then(() => refetch())
      .catch(() => undefined);
  };
  return { unread, newest, markRead };
}

interface EntryProps extends Pick<MenuParts, "Item"> {
  now: number;
}

function NoticeEntry({ Item, notice, now }: EntryProps & { notice: Notice }) {
  const { say } = useWords();
  const zone = useZone();
  return (
    <Item component={Link} to={notice.digest ? "/inbox" : recordPath(notice.record, notice.number)}>
      <span className={css.told} data-unread={notice.readAt === null || undefined}>
        <span>{say(notice.text)}</span>
        <time dateTime={notice.createdAt}>{shortInstant(notice.createdAt, zone, now)}</time>
      </span>
    </Item>
  );
}

function OverdueEntry({ Item, item, now }: EntryProps & { item: WorkItem }) {
  const { say } = useWords();
  const record: AnyRecord | undefined = isRecordName(item.record) ? registry[item.record] : undefined;
  const action = record && taskOf(record, item.action)?.label;
  return (
    <Item component={Link} to={recordPath(item.record, item.number)}>
      <span className={css.overdue}>
        <Code>{item.number}</Code> <span>{action && say(action)}</span>
        <TimeLeft due={item.dueAt} from={item.createdAt} now={now} width={40} />
      </span>
    </Item>
  );
}
