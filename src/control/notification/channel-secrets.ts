import type {
  ChannelKind,
  ChannelSecrets,
  ChannelSettings,
  SecretName,
} from '#contract/notification-channel.ts';

type SecretRules = { allowed: readonly SecretName[]; required: readonly SecretName[] };

const rules: Record<ChannelKind, SecretRules> = {
  webhook: { allowed: ['signingKey', 'authorization'], required: [] },
  alertmanager: { allowed: ['authorization'], required: [] },
  slack: { allowed: ['url'], required: ['url'] },
  teams: { allowed: ['url'], required: ['url'] },
  pagerduty: { allowed: ['routingKey'], required: ['routingKey'] },
  email: { allowed: ['password'], required: [] },
  ntfy: { allowed: ['token'], required: [] },
  webpush: { allowed: [], required: [] },
};

/**
 * The secrets of a channel after a change: what is given replaces what was, an empty one takes it away, the others stay.
 * Where the channel leads elsewhere nothing stays: else whoever may change an address could have a secret sent to it.
 */
export function changedSecrets(
  before: { settings: ChannelSettings; secrets: ChannelSecrets } | undefined,
  { settings, secrets }: { settings: ChannelSettings; secrets: ChannelSecrets },
): { secrets: ChannelSecrets } | { refusal: string } {
  const { allowed, required } = rules[settings.kind];
  const given = Object.entries(secrets).filter(([, value]) => value !== undefined) as [SecretName, string][];
  const unknown = given.find(([name]) => !allowed.includes(name));
  if (unknown) return { refusal: `a channel of kind ${settings.kind} has no ${unknown[0]}` };

  const isSamePlace = before !== undefined && placeOf(before.settings) === placeOf(settings);
  const lost = Object.keys(before?.secrets ?? {}).find((name) => !Object.hasOwn(secrets, name));
  if (before && !isSamePlace && lost !== undefined && before.settings.kind === settings.kind)
    return {
      refusal: `the channel leads elsewhere now: give its ${lost} anew, or leave it empty to take it away`,
    };

  const kept = isSamePlace ? { ...before.secrets } : {};
  const after = Object.fromEntries(
    Object.entries({ ...kept, ...Object.fromEntries(given) }).filter(([, value]) => value !== ''),
  ) as ChannelSecrets;
  const missing = required.find((name) => after[name] === undefined);
  if (missing) return { refusal: `a channel of kind ${settings.kind} needs its ${missing}` };
  return { secrets: after };
}

/** What receives the secrets: where it changes, they were not given for it. */
function placeOf(settings: ChannelSettings): string {
  switch (settings.kind) {
    case 'webhook':
    case 'pagerduty':
    case 'ntfy':
      return `${settings.kind} ${originOf(settings.url)}`;
    case 'alertmanager':
      return `alertmanager ${settings.urls.map(originOf).join(' ')}`;
    case 'email':
      return `email ${settings.host}:${settings.port} ${settings.security}`;
    case 'slack':
    case 'teams':
    case 'webpush':
      return settings.kind;
  }
}

const HINT_LENGTH = 4;

/** Enough to recognise a secret by: the host of an address, the end of a long key. */
export function secretHint(name: SecretName, value: string): string {
  if (name === 'url') return `${originOf(value)}/…`;
  return value.length >= 4 * HINT_LENGTH ? `…${value.slice(-HINT_LENGTH)}` : '…';
}

function originOf(url: string): string {
  return /^https?:\/\/[^/?#]+/i.exec(url)?.[0].toLowerCase() ?? url;
}
