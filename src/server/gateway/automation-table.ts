import type { Automation } from '#contract/automation.ts';

/** Who decides in which stage, as far as this process knows. */
export interface AutomationTable {
  /** Replaces all at once. */
  set(automations: readonly Automation[]): void;
  /** Undefined where nobody has set anything: every answer is used. */
  find(pipeline: string, stage: string): Automation | undefined;
}

export function createAutomationTable(): AutomationTable {
  let byStage = new Map<string, Automation>();
  const keyOf = (pipeline: string, stage: string) => JSON.stringify([pipeline, stage]);
  return {
    set(automations) {
      byStage = new Map(automations.map((each) => [keyOf(each.pipeline, each.stage), each]));
    },
    find: (pipeline, stage) => byStage.get(keyOf(pipeline, stage)),
  };
}
