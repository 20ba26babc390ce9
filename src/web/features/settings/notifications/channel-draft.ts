import {
  ChannelSettings,
  type Channel,
  type ChannelKind,
  type ChannelSecrets,
  type SecretName,
} from '#contract/notification-channel.ts';

export type ChannelField = {
  name: string;
  label: string;
  type: 'text' | 'url' | 'number' | 'list';
  usual?: string;
  isOptional?: boolean;
};

type KindForm = {
  label: string;
  about: string;
  fields: readonly ChannelField[];
  secrets: readonly { name: SecretName; label: string }[];
};

/** What a person fills in, by kind. */
export const kindForms: Record<ChannelKind, KindForm> = {
  webhook: {
    label: 'Webhook',
    about: 'JSON in the shape of Alertmanager’s webhook, signed where there is a key.',
    fields: [{ name: 'url', label: 'Address', type: 'url' }],
    secrets: [
      { name: 'signingKey', label: 'Signing key, if any' },
      { name: 'authorization', label: 'Authorization header, if any' },
    ],
  },
  alertmanager: {
    label: 'Alertmanager',
    about:
      'Alerts are posted again every minute, so that it does not take them for ended; it gets a Watchdog, too.',
    fields: [{ name: 'urls', label: 'Address of every member, one a line', type: 'list' }],
    secrets: [{ name: 'authorization', label: 'Authorization header, if any' }],
  },
  slack: {
    label: 'Slack',
    about: 'An incoming webhook; Mattermost and others take the same.',
    fields: [],
    secrets: [{ name: 'url', label: 'Webhook address' }],
  },
  teams: {
    label: 'Teams',
    about: 'The webhook of a workflow.',
    fields: [],
    secrets: [{ name: 'url', label: 'Webhook address' }],
  },
  pagerduty: {
    label: 'PagerDuty',
    about: 'Events API v2: one incident an episode.',
    fields: [
      { name: 'url', label: 'Address', type: 'url', usual: 'https://events.pagerduty.com/v2/enqueue' },
    ],
    secrets: [{ name: 'routingKey', label: 'Integration key' }],
  },
  email: {
    label: 'E-mail',
    about: 'By SMTP; the mails of one episode make one thread.',
    fields: [
      { name: 'host', label: 'SMTP server', type: 'text' },
      { name: 'port', label: 'Port', type: 'number', usual: '587' },
      { name: 'user', label: 'User, if any', type: 'text', isOptional: true },
      { name: 'from', label: 'From', type: 'text' },
      { name: 'to', label: 'To, one a line', type: 'list' },
    ],
    secrets: [{ name: 'password', label: 'Password, if any' }],
  },
  ntfy: {
    label: 'ntfy',
    about: 'Priority 5 for what is critical.',
    fields: [
      { name: 'url', label: 'Server', type: 'url', usual: 'https://ntfy.sh' },
      { name: 'topic', label: 'Topic', type: 'text' },
    ],
    secrets: [{ name: 'token', label: 'Access token, if any' }],
  },
  webpush: {
    label: 'Web Push',
    about: 'Browsers in which people switched notifications on, below.',
    fields: [
      {
        name: 'people',
        label: 'Sign-in names, one a line; none: everybody who switched it on',
        type: 'list',
        isOptional: true,
      },
    ],
    secrets: [],
  },
};

export type ChannelDraft = {
  id: string | undefined;
  fromRevision: number;
  name: string;
  kind: ChannelKind;
  isEnabled: boolean;
  security: 'tls' | 'startTls' | 'none';
  texts: Record<string, string>;
  /** Typed now; what is not typed stays as it is. */
  secrets: ChannelSecrets;
};

export function newDraft(kind: ChannelKind): ChannelDraft {
  const usual = kindForms[kind].fields.map(({ name, usual: value = '' }) => [name, value]);
  return {
    id: undefined,
    fromRevision: 0,
    name: '',
    kind,
    isEnabled: true,
    security: 'startTls',
    texts: Object.fromEntries(usual) as Record<string, string>,
    secrets: {},
  };
}

export function draftOf({ id, revision, name, isEnabled, settings }: Channel): ChannelDraft {
  const values = Object.entries(settings).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.join('\n') : String(value),
  ]);
  return {
    id,
    fromRevision: revision,
    name,
    kind: settings.kind,
    isEnabled,
    security: settings.kind === 'email' ? settings.security : 'startTls',
    texts: Object.fromEntries(values) as Record<string, string>,
    secrets: {},
  };
}

/** The settings as they are sent, or what is wrong with them. */
export function settingsOf({
  kind,
  texts,
  security,
}: ChannelDraft): { settings: ChannelSettings } | { fault: string } {
  const values = kindForms[kind].fields.flatMap(({ name, type, isOptional }): [string, unknown][] => {
    const text = (texts[name] ?? '').trim();
    if (type === 'list') return [[name, text.split(/[\s,]+/).filter((part) => part !== '')]];
    if (text === '' && isOptional) return [];
    return [[name, type === 'number' ? Number(text) : text]];
  });
  const parsed = ChannelSettings.safeParse({
    kind,
    ...Object.fromEntries(values),
    ...(kind === 'email' && { security }),
  });
  if (parsed.success) return { settings: parsed.data };
  const [issue] = parsed.error.issues;
  const field = kindForms[kind].fields.find(({ name }) => name === issue?.path[0]);
  return { fault: `${field?.label ?? 'The channel'}: ${issue?.message ?? 'it cannot be read'}` };
}

/** Where a channel leads, in a few words. */
export function whereText({ settings, secretHints }: Pick<Channel, 'settings' | 'secretHints'>): string {
  switch (settings.kind) {
    case 'webhook':
    case 'pagerduty':
      return settings.url;
    case 'alertmanager':
      return settings.urls.join(', ');
    case 'slack':
    case 'teams':
      return secretHints['url'] ?? '';
    case 'email':
      return settings.to.join(', ');
    case 'ntfy':
      return `${settings.url}, ${settings.topic}`;
    case 'webpush':
      return settings.people.length === 0 ? 'everybody who switched it on' : settings.people.join(', ');
  }
}
