import { type Severity, severities } from '#contract/alert-words.ts';
import type { RuleDefinition } from '#contract/rule.ts';
import { recoveryOf } from '#control/rule/recovery.ts';
import { formatDuration, type Unit } from '../../format/number.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { newLevel, withLevel } from './rule-draft.ts';
import styles from './threshold-editor.module.css';

const severityLabels: Record<Severity, string> = { warning: 'Warning', critical: 'Critical, pages somebody' };

/** The bare numbers of one level: the second choice, after the budget. */
export function LevelFields({
  draft,
  severity,
  unit,
  usual,
  onSeverity,
  onDraft,
}: {
  draft: RuleDefinition;
  /** The level that is edited. */
  severity: Severity;
  unit: Unit;
  usual: number;
  onSeverity: (severity: Severity) => void;
  onDraft: (draft: RuleDefinition) => void;
}) {
  const level = draft.levels[severity];
  const other = severities.find((name) => name !== severity && draft.levels[name]);
  const { factor, suffix } = fieldScale(unit);
  const slotMs = draft.everySeconds * 1000;
  return (
    <section aria-label="Levels" className={styles.fields}>
      <Segmented
        label="Level"
        value={severity}
        options={severities.map((value) => ({ value, label: severityLabels[value] }))}
        onChange={onSeverity}
      />
      {level ? (
        <>
          <NumberField
            label="Limit"
            {...(suffix && { suffix })}
            value={level.threshold * factor}
            onChange={(value) => onDraft(withLevel(draft, severity, { threshold: value / factor }))}
          />
          <NumberField
            label={draft.direction === 'above' ? 'clears below' : 'clears above'}
            {...(suffix && { suffix })}
            value={Number((recoveryOf(level, usual, draft.direction) * factor).toPrecision(4))}
            onChange={(value) => onDraft(withLevel(draft, severity, { recover: value / factor }))}
          />
          <NumberField
            label="for"
            suffix={`more slots (${formatDuration(level.forSlots * slotMs)})`}
            value={level.forSlots}
            min={0}
            max={1_000}
            step={1}
            onChange={(forSlots) => onDraft(withLevel(draft, severity, { forSlots: Math.round(forSlots) }))}
          />
          <NumberField
            label="ends after"
            suffix={`clear slots (${formatDuration(level.keepSlots * slotMs)})`}
            value={level.keepSlots}
            min={0}
            max={1_000}
            step={1}
            onChange={(keepSlots) =>
              onDraft(withLevel(draft, severity, { keepSlots: Math.round(keepSlots) }))
            }
          />
          {other && (
            <button
              type="button"
              onClick={() => {
                const kept = draft.levels[other];
                onDraft({ ...draft, levels: kept ? { [other]: kept } : draft.levels });
                onSeverity(other);
              }}
            >
              Remove this level
            </button>
          )}
        </>
      ) : (
        <button
          type="button"
          onClick={() => {
            const from = other && draft.levels[other];
            if (from)
              onDraft({
                ...draft,
                levels: { ...draft.levels, [severity]: newLevel(severity, from.threshold) },
              });
          }}
        >
          Add this level
        </button>
      )}
    </section>
  );
}

/** How a number is typed: shares in percent, everything else in its unit. */
function fieldScale(unit: Unit): { factor: number; suffix: string } {
  switch (unit) {
    case 'share':
      return { factor: 100, suffix: '%' };
    case 'ms':
      return { factor: 1, suffix: 'ms' };
    case 's':
      return { factor: 1, suffix: 's' };
    case 'perSecond':
      return { factor: 1, suffix: '/s' };
    case 'bytes':
      return { factor: 1, suffix: 'B' };
    case 'decibel':
      return { factor: 1, suffix: 'dB' };
    case 'count':
    case 'none':
      return { factor: 1, suffix: '' };
  }
}
