import { useState } from 'react';
import type { RuleDefinition } from '#contract/rule.ts';
import { formatDuration } from '../../../format/number.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import editor from '../threshold-editor.module.css';
import styles from './condition-form.module.css';

const HOUR = 3_600;
const AUTO = 'auto';
const waits = [0, 60, 300, 900, HOUR, 6 * HOUR, 24 * HOUR];

/** What most rules leave as it is: what happens without data, how long late rows are waited for, whose the rule is. */
export function MoreFields({
  draft,
  onDraft,
}: {
  draft: RuleDefinition;
  onDraft: (draft: RuleDefinition) => void;
}) {
  const { noData, queryOffsetSeconds, everySeconds } = draft;
  const known = queryOffsetSeconds === null ? waits : [...new Set([...waits, queryOffsetSeconds])];
  return (
    <details className={styles.metrics}>
      <summary>Without data, late rows, owner, labels</summary>
      <div className={styles.fields}>
        <Select
          label="Without data"
          value={noData.policy}
          options={[
            { value: 'alert', label: 'open a blind alert' },
            { value: 'keep', label: 'keep what there is' },
            { value: 'ok', label: 'do nothing' },
          ]}
          onChange={(policy) => onDraft({ ...draft, noData: { ...noData, policy } })}
        />
        <NumberField
          label="after"
          suffix={`slots (${formatDuration(noData.afterSlots * everySeconds * 1000)})`}
          value={noData.afterSlots}
          min={1}
          max={10_000}
          step={1}
          onChange={(slots) => onDraft({ ...draft, noData: { ...noData, afterSlots: Math.round(slots) } })}
        />
        <Select
          label="Wait for late rows"
          value={queryOffsetSeconds === null ? AUTO : String(queryOffsetSeconds)}
          options={[
            { value: AUTO, label: 'as long as 99 % of them take' },
            ...known.map((seconds) => ({
              value: String(seconds),
              label: seconds === 0 ? 'not at all' : formatDuration(seconds * 1000),
            })),
          ]}
          onChange={(value) =>
            onDraft({ ...draft, queryOffsetSeconds: value === AUTO ? null : Number(value) })
          }
        />
        <TextField
          label="Owner"
          value={draft.owner}
          most={200}
          onChange={(owner) => onDraft(withText(draft, 'owner', owner))}
        />
        <TextField
          label="Description"
          value={draft.description}
          most={2_000}
          onChange={(description) => onDraft(withText(draft, 'description', description))}
        />
        <LabelsField labels={draft.labels} onChange={(labels) => onDraft({ ...draft, labels })} />
      </div>
    </details>
  );
}

function withText(draft: RuleDefinition, field: 'owner' | 'description', text: string): RuleDefinition {
  const { [field]: _text, ...rest } = draft;
  return text === '' ? rest : { ...rest, [field]: text };
}

function TextField({
  label,
  value = '',
  most,
  onChange,
}: {
  label: string;
  value: string | undefined;
  most: number;
  onChange: (text: string) => void;
}) {
  return (
    <label className={editor.text}>
      <span>{label}</span>
      <input value={value} maxLength={most} onChange={({ target }) => onChange(target.value)} />
    </label>
  );
}

const label = /^\s*([a-zA-Z_][a-zA-Z0-9_]{0,99})\s*=\s*([^,]*?)\s*$/;

/** `team=voice, tier=1`: what routes and silences go by. What is no label yet is kept as text and not passed on. */
function LabelsField({
  labels,
  onChange,
}: {
  labels: Record<string, string>;
  onChange: (labels: Record<string, string>) => void;
}) {
  const [text, setText] = useState(() =>
    Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(', '),
  );
  const parts = text.split(',').filter((part) => part.trim() !== '');
  const isGood = parts.every((part) => label.test(part));
  return (
    <label className={editor.text}>
      <span>Labels</span>
      <input
        value={text}
        maxLength={2_000}
        placeholder="team=voice, tier=1"
        aria-invalid={!isGood}
        onChange={({ target }) => {
          setText(target.value);
          const typed = target.value.split(',').flatMap((part): [string, string][] => {
            const [, name, value] = label.exec(part) ?? [];
            return name === undefined || value === undefined ? [] : [[name, value]];
          });
          onChange(Object.fromEntries(typed));
        }}
      />
      {!isGood && <span role="status">a label is name=value</span>}
    </label>
  );
}
