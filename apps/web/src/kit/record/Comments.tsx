/** What people say about a record, in threads: open ones first, resolved ones folded; nothing said is ever lost. */
import type { RecordName } from "@lotline/schema";
import { useId, useState } from "react";
import { Button } from "../Button.tsx";
import { useNow, useZone } from "../clock.tsx";
import { formatInstant, shortInstant } from "../format.ts";
import { useWords } from "../lang.tsx";
import { StatusGlyph } from "../mark/StatusGlyph.tsx";
import { useMay } from "../session.tsx";
import { FailureText } from "../states.tsx";
import { CommentBox } from "./CommentBox.tsx";
import css from "./comments.module.css";
import {
  editDocument,
  postDocument,
  reopenDocument,
  replyDocument,
  resolveDocument,
  type Saying,
  useSaying,
  withdrawDocument,
} from "./comments.ts";
import { partsOf } from "./mention.ts";
import record from "./record.module.css";
import type { Comment, LoadedRecord, Thread } from "./types.ts";

interface Props {
  name: RecordName;
  row: LoadedRecord;
  again: () => void;
}

export function Comments({ name, row, again }: Props) {
  const { t } = useWords();
  const may = useMay();
  const id = useId();
  const saying = useSaying(again);
  const open = row.comments.filter((thread) => !thread.resolved);
  const resolved = row.comments.filter((thread) => thread.resolved);
  const writes = may("comment.add");
  if (row.comments.length === 0 && !writes) return null;
  const thread = (one: Thread) => <ThreadView key={one.id} name={name} row={row} thread={one} saying={saying} writes={writes} />;
  return (
    <section id="record-comments" tabIndex={-1} className={`${record.related} ${css.comments}`} aria-labelledby={id}>
      <div className={record.groupHead}>
        <h2 id={id}>{t("comment.title")}</h2>
        <span>{row.comments.length > 0 && row.comments.length}</span>
      </div>
      {open.map(thread)}
      {resolved.length > 0 && (
        <details className={css.resolved}>
          <summary>{t("comment.resolvedOnes", { n: resolved.length })}</summary>
          {resolved.map(thread)}
        </details>
      )}
      <div role="alert">{saying.failure && <FailureText failure={saying.failure} />}</div>
      {writes && (
        <>
          <CommentBox
            name={name}
            id={row.id}
            label={t("comment.new")}
            send={t("comment.send")}
            busy={saying.busy}
            onSend={(text, mentions) => saying.send(postDocument, { record: name, id: row.id, text, mentions })}
          />
          <p className={css.small}>{t("comment.kept")}</p>
        </>
      )}
    </section>
  );
}

interface ThreadProps {
  name: RecordName;
  row: LoadedRecord;
  thread: Thread;
  saying: Saying;
  writes: boolean;
}

function ThreadView({ name, row, thread, saying, writes }: ThreadProps) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const [replies, setReplies] = useState(false);
  const { resolvedAt, resolvedBy } = thread;
  return (
    <article className={css.thread} data-resolved={thread.resolved || undefined}>
      {thread.comments.map((comment) => (
        <CommentView key={comment.id} name={name} row={row} comment={comment} saying={saying} writes={writes} />
      ))}
      {thread.resolved && resolvedAt && (
        <p className={css.small}>
          <StatusGlyph name="tick" tone="ok" size={12} />{" "}
          {t("comment.resolvedBy", { name: resolvedBy ? say(resolvedBy.name) : "–", time: shortInstant(resolvedAt, zone, now) })}
        </p>
      )}
      {replies && (
        <CommentBox
          name={name}
          id={row.id}
          label={t("comment.reply")}
          send={t("comment.reply")}
          busy={saying.busy}
          autoFocus
          onSend={async (text, mentions) => {
            const done = await saying.send(replyDocument, { id: thread.id, text, mentions });
            if (done) setReplies(false);
            return done;
          }}
          onCancel={() => setReplies(false)}
        />
      )}
      {writes && !replies && (
        <div className={css.acts}>
          {!thread.resolved && (
            <Button look="quiet" onClick={() => setReplies(true)}>
              {t("comment.reply")}
            </Button>
          )}
          <Button
            look="quiet"
            busy={saying.busy}
            onClick={() => void saying.send(thread.resolved ? reopenDocument : resolveDocument, { id: thread.id })}
          >
            {t(thread.resolved ? "comment.reopen" : "comment.resolve")}
          </Button>
        </div>
      )}
    </article>
  );
}

function CommentView({ name, row, comment, saying, writes }: Omit<ThreadProps, "thread"> & { comment: Comment }) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const [edits, setEdits] = useState(false);
  const { text } = comment;
  return (
    <div className={css.comment}>
      <div className={css.by}>
        <strong>{comment.by ? say(comment.by.name) : t("timeline.system")}</strong>{" "}
        <span>{comment.by && say(comment.by.title)}</span>
        <time dateTime={comment.at} title={formatInstant(comment.at, zone, true)}>
          {shortInstant(comment.at, zone, now)}
        </time>
      </div>
      {edits && text !== null ? (
        <CommentBox
          name={name}
          id={row.id}
          label={t("comment.edit")}
          send={t("do.save")}
          busy={saying.busy}
          initial={text}
          named={comment.mentions}
          autoFocus
          onSend={async (next, mentions) => {
            const done = await saying.send(editDocument, { id: comment.id, text: next, mentions });
            if (done) setEdits(false);
            return done;
          }}
          onCancel={() => setEdits(false)}
        />
      ) : text === null ? (
        <p className={css.small}>
          {t("comment.withdrawn", { time: shortInstant(comment.withdrawnAt ?? comment.at, zone, now) })}
        </p>
      ) : (
        <p className={css.text}>
          {partsOf(text, comment.mentions).map((part, index) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
            part.isName ? <mark key={index}>{part.text}</mark> : part.text,
          )}
        </p>
      )}
      {comment.history.length > 0 && !edits && (
        <details className={css.small}>
          <summary>{t("comment.edited")}</summary>
          {comment.history.map((before) => (
            <p key={before.at} className={css.text}>
              {t("comment.before")} ({shortInstant(before.at, zone, now)}): {before.text}
            </p>
          ))}
        </details>
      )}
      {writes && comment.mine && text !== null && !edits && (
        <div className={css.acts}>
          <Button look="quiet" onClick={() => setEdits(true)}>
            {t("comment.edit")}
          </Button>
          <Button look="quiet" busy={saying.busy} onClick={() => void saying.send(withdrawDocument, { id: comment.id })}>
            {t("comment.withdraw")}
          </Button>
        </div>
      )}
    </div>
  );
}
