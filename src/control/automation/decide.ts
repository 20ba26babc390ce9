import type {
  Automation,
  AutomationChange,
  AutomationEvidence,
  AutomationRequest,
  AutomationSetting,
} from '#contract/automation.ts';
import type { AutomationCommand } from '#contract/automation-command.ts';
import {
  approvalsWanted,
  automationObstacles,
  type AutomationActor,
  type AutomationObstacle,
  type AutomationScene,
} from './obstacles.ts';

/** A request, and each yes to it, holds so long: as an approval of a rollout. */
const LAPSE_MS = 4 * 3_600_000;

export type AutomationDecision =
  | { automation: Automation; change: AutomationChange }
  | { refusal: AutomationObstacle };

/** The setting of a stage that nobody has set: every answer is used, as without Anchorwatch. */
export const unsetAutomation: AutomationSetting = {
  degree: 'full',
  thresholds: [],
  auditShare: 0.001,
  peoplePerHour: 60,
  errorLimit: 1,
  scoreField: null,
  scoreIs: 'confidence',
  whenUnsure: { kind: 'review' },
  choices: [],
  risk: 'low',
};

/** @param hash SHA-256 of the setting and evidence that are asked for; only a request has one */
export function decideAutomation(
  automation: Automation,
  command: AutomationCommand,
  { who, scene, hash }: { who: AutomationActor; scene: AutomationScene; hash: string },
): AutomationDecision {
  const [refusal] = automationObstacles(automation, command, who, scene);
  if (refusal) return { refusal };

  const { setting, request } = automation;
  const reason = 'reason' in command ? (command.reason ?? '') : '';
  const at = new Date(scene.nowMs).toISOString();
  const become = (
    next: Pick<Automation, 'setting' | 'request'>,
    kind: AutomationChange['kind'],
    shown: AutomationSetting,
  ): AutomationDecision => {
    const generation = automation.generation + 1;
    const change = {
      generation,
      at,
      by: who.id,
      kind,
      reason,
      degree: next.setting.degree,
      setting: shown,
      hash: next.request?.hash ?? request?.hash ?? null,
    };
    return { automation: { ...automation, ...next, generation }, change };
  };

  switch (command.type) {
    case 'set':
      return become({ setting: command.setting, request: null }, 'set', command.setting);
    case 'request': {
      const asked = requestOf(command.setting, scene.evidence, {
        by: who.id,
        atMs: scene.nowMs,
        reason,
        hash,
      });
      return become({ setting, request: asked }, 'request', command.setting);
    }
    case 'approve': {
      const asked = request as AutomationRequest;
      const approvals = [...asked.approvals, approvalOf(asked, who.id, reason, scene.nowMs)];
      return approvals.length >= approvalsWanted(asked.setting)
        ? become({ setting: asked.setting, request: null }, 'raise', asked.setting)
        : become({ setting, request: { ...asked, approvals } }, 'approve', asked.setting);
    }
    case 'reject':
    case 'withdraw':
      return become({ setting, request: null }, command.type, (request as AutomationRequest).setting);
  }
}

function requestOf(
  setting: AutomationSetting,
  evidence: AutomationEvidence,
  { by, atMs, reason, hash }: { by: string; atMs: number; reason: string; hash: string },
): AutomationRequest {
  const at = new Date(atMs).toISOString();
  const expiresAt = new Date(atMs + LAPSE_MS).toISOString();
  return { setting, by, at, reason, evidence, hash, approvals: [], expiresAt };
}

function approvalOf({ hash, expiresAt }: AutomationRequest, by: string, reason: string, atMs: number) {
  const at = new Date(atMs).toISOString();
  return { by, at, reason, subject: hash, effectiveAt: at, expiresAt, isConditional: false };
}
