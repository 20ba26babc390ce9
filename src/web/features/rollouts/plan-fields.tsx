import { controllerDegrees, type GateId, riskLevels } from '#contract/rollout-words.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './new-rollout-page.module.css';
import { type PlanDraft, strategies, strategyNames } from './plan-draft.ts';
import { gateNames, isRatio } from './rollout-text.ts';

const offered: readonly { gate: GateId; margin: number }[] = [
  { gate: 'errors', margin: 1.25 },
  { gate: 'nullOutputs', margin: 1.25 },
  { gate: 'latencyP95', margin: 1.1 },
  { gate: 'latencyP99', margin: 1.1 },
  { gate: 'quality', margin: 0.02 },
  { gate: 'adjudication', margin: 0.1 },
  { gate: 'outputDrift', margin: 0.1 },
  { gate: 'inputDrift', margin: 0.1 },
  { gate: 'split', margin: 0.02 },
  { gate: 'cost', margin: 0.2 },
];

const degreeNames: Record<PlanDraft['controller'], string> = {
  humanOnly: 'people only; it pages on harm',
  shadow: 'people; it writes down what it would do',
  assist: 'it proposes, people click',
  partial: 'it goes on up to 25 % while proven',
  full: 'it goes on by itself while proven',
};

/** What people choose of a plan. */
export function PlanFields({ draft, onDraft }: { draft: PlanDraft; onDraft: (draft: PlanDraft) => void }) {
  const set = (changed: Partial<PlanDraft>) => onDraft({ ...draft, ...changed });
  return (
    <>
      <fieldset className={styles.fields}>
        <legend>How</legend>
        <Select
          label="Strategy"
          options={strategies.map((value) => ({ value, label: strategyNames[value] }))}
          value={draft.strategy}
          onChange={(strategy) => set({ strategy, comparesInBake: strategy === 'shadowThenCanary' })}
        />
        {draft.strategy !== 'blueGreen' && (
          <NumberField
            label="First step"
            suffix="% of the traffic"
            min={0.01}
            max={50}
            value={draft.firstPercent}
            onChange={(firstPercent) => set({ firstPercent: Math.min(50, Math.max(0.01, firstPercent)) })}
          />
        )}
        <NumberField
          label="Each step at least"
          suffix="min of fresh evidence"
          min={0}
          max={20_000}
          step={1}
          value={draft.soakMinutes}
          onChange={(soakMinutes) =>
            set({ soakMinutes: Math.min(20_000, Math.max(0, Math.round(soakMinutes))) })
          }
        />
        <label>
          Header that keeps a user on one version (optional)
          <input
            type="text"
            maxLength={200}
            placeholder="x-user"
            pattern="[a-z0-9\-]*"
            value={draft.stickyKey}
            onChange={({ target }) => set({ stickyKey: target.value.toLowerCase() })}
          />
        </label>
        <Select
          label="Who moves it"
          options={controllerDegrees.map((value) => ({ value, label: degreeNames[value] }))}
          value={draft.controller}
          onChange={(controller) => set({ controller })}
        />
        <Select
          label="Risk"
          options={riskLevels.map((value) => ({ value, label: value }))}
          value={draft.risk}
          onChange={(risk) => set({ risk })}
        />
        <NumberField
          label="Approvals for each step, by others"
          min={0}
          max={5}
          step={1}
          value={draft.approvals}
          onChange={(approvals) => set({ approvals: Math.min(5, Math.max(0, Math.round(approvals))) })}
        />
        <NumberField
          label="Most predictions that may be harmed (0: no limit)"
          min={0}
          max={1_000_000_000}
          step={1}
          value={draft.harmedPredictions}
          onChange={(most) => set({ harmedPredictions: Math.max(0, Math.round(most)) })}
        />
        {draft.strategy === 'shadowThenCanary' && (
          <Check
            label="In shadow, copies to the stable version, too: natural noise is not held against the candidate"
            isOn={draft.measuresNoise}
            onChange={(measuresNoise) => set({ measuresNoise })}
          />
        )}
        <Check
          label="In the bake, copies to the old version: the way back stays compared (takes a router that copies)"
          isOn={draft.comparesInBake}
          onChange={(comparesInBake) => set({ comparesInBake })}
        />
      </fieldset>
      <fieldset className={styles.gates}>
        <legend>What has to be proven before a step is left</legend>
        {offered
          .filter(({ gate }) => isOffered(gate, draft))
          .map(({ gate, margin }) => {
            const chosen = draft.gates.find((one) => one.gate === gate);
            const others = draft.gates.filter((one) => one.gate !== gate);
            return (
              <div key={gate} className={styles.gate}>
                <label>
                  <input
                    type="checkbox"
                    checked={chosen !== undefined}
                    onChange={({ target }) =>
                      set({ gates: target.checked ? [...others, { gate, margin }] : others })
                    }
                  />{' '}
                  {gateNames[gate]}
                </label>
                {chosen && (
                  <NumberField
                    label={isRatio(gate) ? 'below, times the stable version' : 'below, as a share'}
                    min={isRatio(gate) ? 1.01 : 0.001}
                    max={isRatio(gate) ? 10 : 1}
                    value={chosen.margin}
                    onChange={(changed) => set({ gates: [...others, { gate, margin: changed }] })}
                  />
                )}
              </div>
            );
          })}
      </fieldset>
    </>
  );
}

/** Only where requests are copied is there anything for people to judge. */
function isOffered(gate: GateId, { strategy }: PlanDraft): boolean {
  return gate !== 'adjudication' || strategy === 'shadowThenCanary';
}

function Check({
  label,
  isOn,
  onChange,
}: {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <label>
      <span>
        <input type="checkbox" checked={isOn} onChange={({ target }) => onChange(target.checked)} /> {label}
      </span>
    </label>
  );
}
