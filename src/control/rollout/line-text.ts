import type { Question } from './scene.ts';
import { harmfulVerdicts, mismatchVerdicts, staleReason } from './judge-evidence.ts';

/** What a line of the history says: the person's reason, or what was seen. */
export function lineText({ rollout, input, who, scene }: Question): string {
  switch (input.type) {
    case 'cancel':
    case 'supersede':
    case 'resume':
      return input.reason ?? '';
    case 'rollBack':
      return [
        ...(who.role === 'viewer' ? ['emergency way'] : []),
        ...(input.reason === undefined ? [] : [input.reason]),
      ].join('; ');
    case 'request':
    case 'reject':
    case 'pause':
    case 'proposeForce':
    case 'force':
      return input.reason;
    case 'approve':
      return input.holdsAt === undefined ? input.reason : `${input.reason} (if it holds at ${input.holdsAt})`;
    case 'prepareFailed':
      return input.text;
    case 'applyFailed':
      return input.error;
    case 'giveUp':
      return rollout.attempt?.error ?? '';
    case 'harm':
      return `${harmfulVerdicts(rollout)
        .map(({ gate }) => gate)
        .join(', ')} proven worse`;
    case 'mismatch':
      return `${mismatchVerdicts(rollout)
        .map(({ gate }) => gate)
        .join(', ')}: the versions do not get comparable requests`;
    case 'blind':
    case 'regressed':
      return staleReason(rollout, scene.nowMs) ?? 'a gate is no longer proven';
    case 'propose':
      return rollout.plan.controller === 'shadow'
        ? 'the controller would have advanced: every gate is proven'
        : 'every gate is proven';
    case 'observedDrift': {
      const authors = input.configured.routers.flatMap(({ changedBy }) => changedBy ?? []);
      return authors.length > 0
        ? `changed by ${[...new Set(authors)].join(', ')}`
        : 'changed by somebody else';
    }
    case 'edit':
    case 'submit':
    case 'dequeue':
    case 'start':
    case 'prepared':
    case 'observed':
    case 'evidence':
    case 'budgetSpent':
    case 'soakOver':
    case 'gatesPass':
    case 'advance':
    case 'bakeOver':
    case 'retired':
      return ''; // the kind of the event says it
  }
}
