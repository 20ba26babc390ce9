import { useState, type SubmitEvent } from 'react';
import type { ReviewCase, ReviewDecisionRequest } from '#contract/review.ts';
import { useShortcuts, type Shortcut } from '../../shell/shortcuts.ts';
import styles from './reviews.module.css';

export type Answer = ReviewDecisionRequest['value'];
const KEYED = 9;

/** The answer to a case: chosen by 1 to 9 and confirmed by Enter, or typed. */
export function CaseForm({
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
  const { answers, choices } = item;
  const [typed, setTyped] = useState('');
  const isNumber = answers === 'number';
  const isReady = isNumber ? typed.trim() !== '' && Number.isFinite(Number(typed)) : typed.trim() !== '';
  const decide = () => {
    if (isReady && !isBusy) onDecide(isNumber ? Number(typed) : typed.trim());
  };
  const byDigit: Shortcut[] = choices.slice(0, KEYED).map((choice, i) => ({
    keys: String(i + 1),
    label: `Choose ${choice}`,
    run: () => setTyped(choice),
  }));
  useShortcuts([
    ...byDigit,
    { keys: 'Enter', label: 'Confirm the answer', run: decide },
    { keys: 's', label: 'Skip the case', run: () => !isBusy && onSkip() },
  ]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    decide();
  };
  return (
    <form className={styles.view} onSubmit={submit}>
      {answers === 'choice' ? (
        <fieldset className={styles.choices} aria-label="Answer">
          {choices.map((choice, i) => (
            <button
              key={choice}
              aria-keyshortcuts={i < KEYED ? String(i + 1) : undefined}
              type="button"
              aria-pressed={typed === choice}
              onClick={() => setTyped(choice)}
            >
              {i < KEYED && <kbd aria-hidden="true">{i + 1}</kbd>}
              {choice}
            </button>
          ))}
        </fieldset>
      ) : (
        <label className={styles.answer}>
          Answer
          <input
            type="text"
            inputMode={isNumber ? 'decimal' : 'text'}
            autoComplete="off"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
      )}
      <div className={styles.acts}>
        <button type="submit" data-kind="primary" disabled={!isReady || isBusy}>
          Confirm (Enter)
        </button>
        <button type="button" disabled={isBusy} onClick={onSkip}>
          Skip (s)
        </button>
      </div>
    </form>
  );
}
