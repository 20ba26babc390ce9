import { useRef, useState } from 'react';
import type { AdjudicationChoice, Disagreements } from '#contract/rollout-disagreement.ts';
import type { Rollout } from '#contract/rollout.ts';
import { useAdjudication } from '../../api/disagreements.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { DisagreementRow } from './disagreement-row.tsx';
import styles from './disagreements.module.css';

/** One disagreement after the other: j and k move, 1 to 4 judge the one that is looked at and go on. */
export function DisagreementList({
  rollout,
  disagreements: { items, withheld },
}: {
  rollout: Rollout;
  disagreements: Disagreements;
}) {
  const [at, setAt] = useState(0);
  const shown = Math.min(at, items.length - 1);
  const list = useRef<HTMLOListElement>(null);
  const obstacle = useObstacle('adjudicate');
  const adjudication = useAdjudication(rollout.id);
  /** Where the focus is, if it is in the list: keys are for what one reads. */
  const lookedAt = () => {
    const rows = [...(list.current?.children ?? [])];
    const focused = rows.findIndex((row) => row.contains(document.activeElement));
    return focused < 0 ? shown : focused;
  };
  const move = (to: number) => {
    const place = Math.max(0, Math.min(items.length - 1, to));
    setAt(place);
    const row = list.current?.children[place];
    row?.querySelector<HTMLElement>('article')?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  };
  const judge = (place: number, choice: AdjudicationChoice) => {
    const item = items[place];
    if (!item || obstacle !== undefined) return;
    adjudication.mutate({ requestId: item.requestId, choice });
    move(place + 1);
  };
  const keys: Record<string, AdjudicationChoice> = { 1: 'stable', 2: 'candidate', 3: 'both', 4: 'neither' };
  useShortcuts([
    { keys: 'j', label: 'Next disagreement', run: () => move(lookedAt() + 1) },
    { keys: 'k', label: 'Previous disagreement', run: () => move(lookedAt() - 1) },
    ...Object.entries(keys).map(([key, choice]) => ({
      keys: key,
      label: `Judge: ${choice}`,
      run: () => judge(lookedAt(), choice),
    })),
  ]);
  if (items.length === 0) return <p>No disagreement is left here.</p>;
  return (
    <>
      <p className={styles.about}>
        <kbd>j</kbd> <kbd>k</kbd> move; <kbd>1</kbd> {rollout.stable.version} is right, <kbd>2</kbd>{' '}
        {rollout.candidate.version} is right, <kbd>3</kbd> both, <kbd>4</kbd> neither. Judged by impact, the
        worst counts most; judged at random, the result holds for all disagreements.
        {withheld.length > 0 && ` Withheld, because sensitive: ${withheld.join(', ')}.`}
      </p>
      {obstacle !== undefined && <p>{obstacle}</p>}
      {adjudication.isError && (
        <p role="alert" className={styles.fault}>
          It was not kept: {reasonOf(adjudication.error)}
        </p>
      )}
      <ol ref={list} className={styles.list} aria-label="Disagreements">
        {items.map((item, place) => (
          <li key={item.requestId} aria-current={place === shown}>
            <DisagreementRow
              item={item}
              rollout={rollout}
              isDisabled={obstacle !== undefined}
              onJudge={(choice) => judge(place, choice)}
            />
          </li>
        ))}
      </ol>
    </>
  );
}
