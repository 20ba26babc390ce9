import type { RuleDefinition } from '#contract/rule.ts';
import type { SuggestedThreshold } from '#workers/rehearsal/rehearsal-protocol.ts';
import { formatInterval, formatValue, type Unit } from '../../format/number.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { MeasuredRate } from './measured-rate.tsx';
import type { Budget } from './use-budget.ts';
import styles from './threshold-editor.module.css';

/** The first choice: how many false alarms are agreed to, and which limit that asks for. */
export function BudgetPanel({
  budget,
  draft,
  unit,
  suggestion,
  isPending,
  isLimitFixed,
  onDraft,
  onLimit,
}: {
  budget: Budget;
  draft: RuleDefinition;
  unit: Unit;
  suggestion: SuggestedThreshold | undefined;
  isPending: boolean;
  /** The value itself says where its limit is. */
  isLimitFixed: boolean;
  onDraft: (draft: RuleDefinition) => void;
  onLimit: (threshold: number) => void;
}) {
  const { of, perWeek, ownPerWeek, record, setBoard } = budget;
  const { budget: _budget, ...shared } = draft;
  return (
    <section className={styles.budget} aria-label="Budget of false alarms">
      <NumberField
        label="At most"
        suffix={perWeek === 1 ? 'false alarm a week' : 'false alarms a week'}
        value={perWeek}
        min={0.01}
        max={10_000}
        onChange={(next) =>
          of === 'board' ? setBoard(next) : onDraft({ ...draft, budget: { perWeek: next } })
        }
      />
      {draft.condition.kind !== 'stageDrift' && (
        <Segmented
          label="Whose budget"
          value={of}
          options={[
            { value: 'board', label: 'on this board' },
            { value: 'rule', label: 'of this rule' },
          ]}
          onChange={(next) =>
            onDraft(next === 'board' ? shared : { ...draft, budget: { perWeek: ownPerWeek || 1 } })
          }
        />
      )}
      <span className={styles.aside}>
        {of === 'board' && shareText(budget)}
        {formatValue(Math.exp(-ownPerWeek), 'share')} of weeks then have none
      </span>
      {record && (
        <span>
          Measured a week: <MeasuredRate record={record} />
        </span>
      )}
      <p role="status" aria-busy={isPending} className={styles.suggestion}>
        {isLimitFixed
          ? fixedText(draft)
          : ownPerWeek === 0
            ? 'No limit is suggested: other rules have taken the whole budget of the board.'
            : suggestion
              ? suggestionText(suggestion, unit, ownPerWeek)
              : 'Replaying the history …'}{' '}
        {!isLimitFixed && suggestion?.status === 'ok' && (
          <button type="button" onClick={() => onLimit(suggestion.threshold)}>
            Use {formatValue(suggestion.threshold, unit)}
          </button>
        )}
      </p>
    </section>
  );
}

function shareText({ sharers, ownPerWeek }: Budget): string {
  if (sharers === 1) return `${formatValue(ownPerWeek, 'none')} of it is left to this rule; `;
  return `${sharers} rules share it, ${formatValue(ownPerWeek, 'none')} each; `;
}

function fixedText({ condition }: RuleDefinition): string {
  return condition.kind === 'stageDrift'
    ? 'The level of each check follows from this budget, so that the limit is always 0.'
    : 'The limit follows from what is watched; the budget is what its alarms are held against.';
}

/** The limit with the word for how much the history speaks for it, and the reason for that word. */
export function suggestionText(suggestion: SuggestedThreshold, unit: Unit, perWeek: number): string {
  switch (suggestion.status) {
    case 'ok': {
      const { threshold, basis, days, episodes, upperPerWeek, interval } = suggestion;
      const limit = `Limit ${formatValue(threshold, unit)}, ${basis}`;
      const history = `${Math.round(days)} days of history`;
      const seen = episodes === 1 ? '1 alarm' : `${episodes} alarms`;
      if (basis === 'certified') {
        return `${limit}: ${history} hold ${seen} there, which proves at most ${upperPerWeek.toFixed(2)} a week (95 %).`;
      }
      return `${limit}: ${history} are too short to prove ${formatValue(perWeek, 'none')} a week, so the tail beyond them is a model; resamples of the history ask for ${formatInterval(interval?.low, interval?.high, unit)} (5 to 95 %).`;
    }
    case 'tooShort':
      return `No limit is suggested: ${suggestion.days.toFixed(1)} days have values, and ${suggestion.required} are needed to say anything of a week. Set the number yourself; the rehearsal shows what it would have done.`;
    case 'tooFewPeaks':
      return `No limit is suggested: not enough peaks in the history (${suggestion.clusters} of ${suggestion.required}) to model what lies beyond them. Set the number yourself.`;
  }
}
