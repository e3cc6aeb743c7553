/**
 * The review queue (S3): what waits at the left, the record in the middle with exceptions first, evidence at the right. Everything
 * goes by keys: J and K go on, A signs and goes on, R sends back, Q asks, E shows all, [ and ] walk the exceptions, B signs the
 * clean ones together.
 */
import { registry } from "@lotline/schema";
import { lazy, Suspense, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import { useKeys, useTell } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { isRecordName } from "../../kit/path.ts";
import { EmptyState, ErrorState, Skeleton } from "../../kit/states.tsx";
import { Current } from "./Current.tsx";
import { QueueList } from "./QueueList.tsx";
import css from "./review.module.css";
import { useReadAhead, useStopwatch } from "./useCase.ts";
import { useQueue } from "./useQueue.ts";

const BatchDialog = lazy(() => import("./BatchDialog.tsx").then(({ BatchDialog: component }) => ({ default: component })));
// As many as one act of signing may cover at most (rule batch-signing).
const mostTogether = 50;

export default function ReviewPage() {
  const { t, say } = useWords("review");
  const tell = useTell();
  const state = useQueue();
  const { queue, items, failure, current, index, go } = state;
  const [batching, setBatching] = useState(false);
  const watch = useStopwatch(current);
  useReadAhead(items, index);
  const together = current
    ? items
        .filter((item) => item.batch && item.record === current.record && item.action === current.action)
        .slice(0, mostTogether)
    : [];
  const openBatch = together.length > 1 ? () => setBatching(true) : undefined;
  useKeys([
    { key: "j", label: t("review.next"), run: () => go(index + 1) },
    { key: "k", label: t("review.previous"), run: () => go(index - 1) },
    ...(openBatch ? [{ key: "b", label: t("review.batch", { n: together.length }), run: openBatch }] : []),
  ]);
  if (failure) return <ErrorState failure={failure} onRetry={state.again} />;
  if (!queue) return <Skeleton rows={10} />;
  return (
    <div className={css.page}>
      <QueueList state={state} batch={together.length} onBatch={openBatch} />
      {current && isRecordName(current.record) ? (
        <Current key={current.id} name={current.record} item={current} state={state} watch={watch} />
      ) : (
        <div className={css.nothing}>
          {state.record && isRecordName(state.record) ? (
            <EmptyState
              title={t("review.nothingOfType", { label: say(registry[state.record].label) })}
              hint={t("review.nothingHint")}
            >
              <Button onClick={() => state.choose(undefined)}>{t("review.all")}</Button>
            </EmptyState>
          ) : (
            <EmptyState title={t("review.nothing")} hint={t("review.nothingHint")} />
          )}
        </div>
      )}
      {batching && current && isRecordName(current.record) && (
        <Suspense>
          <BatchDialog
            name={current.record}
            action={current.action}
            items={together}
            onClose={() => setBatching(false)}
            onDone={(signed, manifest) => {
              watch.note("signed", signed, manifest);
              tell(t("review.batchDone", { n: signed.length }));
              state.settle(signed.map(({ id }) => id));
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
