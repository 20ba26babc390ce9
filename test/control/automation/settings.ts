import type { Automation, AutomationEvidence } from '#contract/automation.ts';
import { AutomationSetting } from '#contract/automation.ts';

export function setting(patch: Partial<AutomationSetting> = {}): AutomationSetting {
  return { ...AutomationSetting.parse({ degree: 'assist' }), ...patch };
}

export function automationOf(patch: Partial<AutomationSetting> = {}): Automation {
  return {
    pipeline: 'speech',
    stage: 'asr',
    generation: 3,
    setting: setting(patch),
    salt: 's',
    request: null,
  };
}

export function evidence(patch: Partial<AutomationEvidence> = {}): AutomationEvidence {
  return {
    from: '2026-10-26T10:00:00.000Z',
    to: '2026-11-25T10:00:00.000Z',
    basis: 'audit',
    versions: [
      {
        version: 'v17',
        tau: 0.8,
        labelled: 1_000,
        automated: 700,
        errors: 7,
        errorUpper: 0.03,
        automatedShare: 0.7,
      },
    ],
    ratePerHour: 100,
    peoplePerHour: 31,
    ...patch,
  };
}
