import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Rule } from '#contract/rule.ts';
import { alarmRecordQuery, boardBudgetMutation } from '../../api/alarm-record.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { formatValue } from '../../format/number.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { thresholdPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { boardRuleOf } from './board-rule-of.ts';
import { MeasuredRate } from './measured-rate.tsx';
import styles from './thresholds-page.module.css';

/** What was agreed to for all rules of a pipeline together, how it is shared, and what they raised. */
export function BoardBudget({
  pipeline,
  title,
  rules,
}: {
  pipeline: string;
  title: string;
  rules: readonly Rule[];
}) {
  const { view } = useView();
  const { data: record } = useQuery(alarmRecordQuery(pipeline));
  const agree = useMutation(boardBudgetMutation(pipeline, useQueryClient()));
  const obstacle = useObstacle('changeRule');
  const board = boardRuleOf(rules);
  const agreed = board?.budget?.perWeek;
  const [typed, setTyped] = useState<number>();
  const perWeek = typed ?? agreed ?? record?.board.promisedPerWeek ?? 1;
  const isNew = perWeek !== agreed;
  return (
    <form
      className={styles.board}
      aria-label={`Budget of ${title}`}
      onSubmit={(event) => {
        event.preventDefault();
        agree.mutate({ board, perWeek }, { onSuccess: () => setTyped(undefined) });
      }}
    >
      <h2>{title}</h2>
      <fieldset disabled={obstacle !== undefined || agree.isPending}>
        <NumberField
          label="At most"
          suffix={`${perWeek === 1 ? 'false alarm' : 'false alarms'} a week on this board`}
          value={perWeek}
          min={0.01}
          max={10_000}
          onChange={setTyped}
        />
        <button type="submit" disabled={!isNew}>
          {agree.isPending ? 'Saving …' : agreed === undefined ? 'Agree' : 'Change'}
        </button>
      </fieldset>
      {obstacle !== undefined && <p>{obstacle}</p>}
      {agree.error && <p role="alert">Not saved: {reasonOf(agree.error)}</p>}
      <p>
        {sharingText(agreed, record?.board.ownPerWeek ?? 0, rules)} Measured a week:{' '}
        <MeasuredRate record={record?.board} />
        {board && (
          <>
            {' '}
            <Link href={thresholdPath(board.id, view)}>Alert on overspending</Link>
          </>
        )}
      </p>
    </form>
  );
}

function sharingText(agreed: number | undefined, own: number, rules: readonly Rule[]): string {
  const watched = rules.filter(
    ({ condition, state }) => condition.kind !== 'alarmBudget' && state === 'active',
  );
  const others = watched.filter(({ budget }) => budget === undefined).length;
  const noun = others === 1 ? 'rule' : 'rules';
  if (agreed === undefined) {
    const rest = others === 0 ? '' : `, besides ${others} without a budget`;
    return `Nothing is agreed on for the board: its rules promise ${formatValue(own, 'none')} a week together${rest}.`;
  }
  if (own > agreed) {
    return `Its rules promise ${formatValue(own, 'none')} by themselves: more than was agreed on.`;
  }
  const left = agreed - own;
  if (others === 0) return `Its rules promise ${formatValue(own, 'none')} of that.`;
  return `${formatValue(own, 'none')} of that is promised by rules with their own budget; ${others} ${noun} share the rest, ${formatValue(left / others, 'none')} each.`;
}
