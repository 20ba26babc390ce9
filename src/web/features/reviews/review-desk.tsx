import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { ReviewCase, ReviewOutcome } from '#contract/review.ts';
import type { StagePlace } from '../../api/automation.ts';
import { decideReview, nextCaseQuery, reviewQueueQuery, skipReview, undoReview } from '../../api/reviews.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import { showToast } from '../../ui/toasts.ts';
import { CaseForm, type Answer } from './case-form.tsx';
import styles from './reviews.module.css';

/** Hands out one case, takes its answer, and says what the model had said; then the next. */
export function ReviewDesk(place: StagePlace) {
  const client = useQueryClient();
  const { data: queue } = useQuery(reviewQueueQuery(place));
  const { data: item } = useSuspenseQuery(nextCaseQuery(place));
  const caseKey = nextCaseQuery(place).queryKey;

  const undo = useMutation({
    mutationFn: undoReview,
    onSuccess: (again) => {
      client.setQueryData(caseKey, again);
      decide.reset();
    },
  });
  const decide = useMutation({
    mutationFn: ({ id, value }: { id: string; value: Answer }) => decideReview(id, { value, note: '' }),
    onSuccess: async ({ id }) => {
      showToast('Decided', () => undo.mutate(id));
      await next();
    },
  });
  const skip = useMutation({ mutationFn: skipReview, onSuccess: () => next() });
  const next = async () => {
    await client.invalidateQueries({ queryKey: ['reviews'] });
  };

  const fault = decide.error ?? skip.error ?? undo.error;
  const isBusy = decide.isPending || skip.isPending || undo.isPending;
  return (
    <div className={styles.view}>
      {queue && (
        <p className={styles.meta}>
          {formatCount(queue.waiting)} {queue.waiting === 1 ? 'case waits' : 'cases wait'},{' '}
          {formatCount(queue.leased)} in somebody’s hands; {formatCount(queue.decidedLastHour)} decided in the
          last hour.
        </p>
      )}
      {decide.data && (
        <Outcome outcome={decide.data} onUndo={() => undo.mutate(decide.data.id)} isBusy={isBusy} />
      )}
      {fault && (
        <p role="alert">
          {fault.message}{' '}
          <button type="button" onClick={() => void next()}>
            Take the next case
          </button>
        </p>
      )}
      {item ? (
        <Case
          key={item.id + (item.lease?.at ?? '')}
          item={item}
          isBusy={isBusy}
          onDecide={(value) => decide.mutate({ id: item.id, value })}
          onSkip={() => skip.mutate(item.id)}
        />
      ) : (
        <p>
          Nothing waits for you here. Cases come from the gateway: what the model may not answer, and a random
          sample of what it may. This page takes the next one by itself.
        </p>
      )}
    </div>
  );
}

function Case({
  item,
  isBusy,
  onDecide,
  onSkip,
}: {
  item: ReviewCase;
  isBusy: boolean;
  onDecide: (value: Answer) => void;
  onSkip: () => void;
}) {
  const { fields, masked, suggestion, requestId } = item;
  const entries = Object.entries(fields ?? {});
  return (
    <section aria-label="Case" className={styles.view}>
      <p className={styles.meta}>Request {requestId}; yours for ten minutes.</p>
      {entries.length === 0 && masked.length === 0 && (
        <p className={styles.meta}>The request had no fields.</p>
      )}
      <dl className={styles.fields}>
        {entries.map(([name, value]) => (
          <div key={name} className={styles.row}>
            <dt>{name}</dt>
            <dd>{value === null ? '–' : String(value)}</dd>
          </div>
        ))}
        {masked.map((name) => (
          <div key={name} className={styles.row}>
            <dt>{name}</dt>
            <dd>hidden: sensitive, for approvers and admins</dd>
          </div>
        ))}
      </dl>
      {suggestion ? (
        <p className={styles.suggestion}>
          The model suggests <strong>{String(suggestion.value ?? '–')}</strong>
          {suggestion.score !== null && ` (${formatValue(suggestion.score, 'none')})`}.
        </p>
      ) : (
        <p className={styles.meta}>What the model said is shown after your answer.</p>
      )}
      <CaseForm item={item} isBusy={isBusy} onDecide={onDecide} onSkip={onSkip} />
    </section>
  );
}

function Outcome({
  outcome: { decision, suggestion, agrees },
  isBusy,
  onUndo,
}: {
  outcome: ReviewOutcome;
  isBusy: boolean;
  onUndo: () => void;
}) {
  const said =
    suggestion?.value === undefined
      ? 'the model was not asked'
      : `the model said ${String(suggestion.value)}${suggestion.score === null ? '' : ` (${formatValue(suggestion.score, 'none')})`}`;
  return (
    <p role="status" className={styles.suggestion}>
      You answered <strong>{String(decision.value)}</strong>; {said}
      {agrees === null ? '' : agrees ? ': the same' : ': another answer'}.{' '}
      <button type="button" data-kind="plain" disabled={isBusy} onClick={onUndo}>
        Take it back (u)
      </button>
    </p>
  );
}
