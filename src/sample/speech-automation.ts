import { AutomationSetting } from '#contract/automation.ts';

/** The recogniser acts on what it is sure of; people hear the rest. */
export function speechAutomation(): AutomationSetting {
  return AutomationSetting.parse({
    degree: 'partial',
    thresholds: [{ version: 'v17', tau: 0.85 }],
    peoplePerHour: 240,
    errorLimit: 0.12,
    choices: ['true', 'false'],
  });
}
