import type { Finding } from './stage-health.ts';

/** What is known of one stage when the fleet's sentence is made. */
export type StageState = {
  findings: readonly Finding[];
  isReporting: boolean;
  isDriftPending: boolean;
  isDriftSkipped: boolean;
};

/** The one sentence at the top of the fleet: does anything need me? */
export function fleetAnswer(stages: readonly StageState[], pending: number): string {
  if (pending > 0) return `Looking at ${count(stages.length + pending, 'stage')} …`;
  const troubled = stages.filter(({ findings }) => findings.length > 0).length;
  const reporting = stages.filter(({ isReporting }) => isReporting).length;
  const verb = troubled === 1 ? 'needs' : 'need';
  const skipped = stages.filter(({ isDriftSkipped }) => isDriftSkipped).length;
  const parts = [
    troubled > 0 && `${count(troubled, 'stage')} ${verb} attention`,
    stages.some(({ isDriftPending }) => isDriftPending)
      ? 'drift is still being computed'
      : troubled === 0 && 'Nothing needs you',
    `${reporting} of ${count(stages.length, 'stage')} reporting`,
    skipped > 0 && `drift of ${count(skipped, 'stage')} is told on their own pages`,
  ];
  const sentence = parts.filter((part) => part !== false).join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
