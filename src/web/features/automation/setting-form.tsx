import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AutomationSetting } from '#contract/automation.ts';
import type { AutomationDetail } from '#contract/automation-detail.ts';
import { riskLevels } from '#contract/rollout-words.ts';
import { raisesOf } from '#control/automation/raises.ts';
import { useAutomationCommand, type StagePlace } from '../../api/automation.ts';
import { sessionQuery } from '../../api/session.ts';
import { showToast } from '../../ui/toasts.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './automation.module.css';

const PERCENT = 100;

/** What people can take, how many errors are allowed, how much is audited, and where the confidence stands. */
export function SettingForm({
  detail,
  setting,
  place,
}: {
  detail: AutomationDetail;
  setting: AutomationSetting;
  place: StagePlace;
}) {
  const [draft, setDraft] = useState(setting);
  const command = useAutomationCommand(place, detail.automation.generation);
  const { data: session } = useQuery(sessionQuery());
  const role = session?.person?.role ?? 'admin';
  const change = (patch: Partial<AutomationSetting>) => setDraft({ ...draft, ...patch });
  const raises = raisesOf(detail.automation.setting, draft);
  const isValid = AutomationSetting.safeParse(draft).success;
  const obstacle =
    role !== 'engineer' && role !== 'admin'
      ? `Your role is ${role}; this takes engineer or admin.`
      : raises.length > 0
        ? `${raises.join(', ')}: that is asked for with a degree above.`
        : undefined;
  return (
    <>
      <div className={styles.fields}>
        <NumberField
          label="Decisions that people can take"
          suffix="an hour"
          min={1}
          max={1_000_000}
          value={draft.peoplePerHour}
          onChange={(peoplePerHour) => change({ peoplePerHour })}
        />
        <NumberField
          label="Errors allowed"
          suffix="%"
          min={0.01}
          max={100}
          value={draft.errorLimit * PERCENT}
          onChange={(percent) => change({ errorLimit: percent / PERCENT })}
        />
        <NumberField
          label="Audited at random"
          suffix="%"
          min={0.1}
          max={100}
          value={draft.auditShare * PERCENT}
          onChange={(percent) => change({ auditShare: percent / PERCENT })}
        />
        <Select
          label="Risk"
          options={riskLevels.map((risk) => ({ value: risk, label: risk }))}
          value={draft.risk}
          onChange={(risk) => change({ risk })}
        />
        <label>
          Field of the confidence in the answer (empty: found by itself)
          <input
            type="text"
            maxLength={200}
            value={draft.scoreField ?? ''}
            onChange={({ target }) =>
              change({ scoreField: target.value.trim() === '' ? null : target.value.trim() })
            }
          />
        </label>
        <Select
          label="It is"
          options={[
            { value: 'confidence', label: 'a confidence' },
            { value: 'probability', label: 'the probability of one of two classes' },
          ]}
          value={draft.scoreIs}
          onChange={(scoreIs) => change({ scoreIs })}
        />
        <label>
          Answers that people choose from, with commas between (empty: those that the model gives)
          <input
            type="text"
            defaultValue={draft.choices.join(', ')}
            onBlur={({ target }) => change({ choices: choicesIn(target.value) })}
          />
        </label>
      </div>
      <div className={styles.acts}>
        <button
          type="button"
          disabled={obstacle !== undefined || !isValid || command.isPending}
          onClick={() =>
            command.mutate(
              { type: 'set', setting: draft, acceptsOverload: true, breakGlass: false },
              { onSuccess: () => showToast('Settings kept') },
            )
          }
        >
          Keep these settings
        </button>
        {obstacle !== undefined && <span className={styles.obstacle}>{obstacle}</span>}
      </div>
      {command.error && <p role="alert">{command.error.message}</p>}
    </>
  );
}

function choicesIn(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  ];
}
