import type { AlertSource, AlertSourceRequest, AlertSourceSettings } from '#contract/alert-source.ts';
import type { SilenceMatcher } from '#contract/silence.ts';

/** What is typed into the form, as texts. */
export type SourceDraft = {
  name: string;
  kind: AlertSourceSettings['kind'];
  url: string;
  token: string;
  isTokenRemoved: boolean;
  projects: boolean;
  expectMinutes: string;
  everySeconds: string;
  pipeline: string;
  pipelineLabel: string;
  stageLabel: string;
  criticalValues: string;
  matchers: string;
  isEnabled: boolean;
};

const signs: Record<SilenceMatcher['operator'], string> = { is: '=', isNot: '!=', startsWith: '^=' };

export function draftOf(source: AlertSource | undefined, pipeline: string): SourceDraft {
  const settings = source?.settings;
  return {
    name: source?.name ?? '',
    kind: settings?.kind ?? 'prometheus',
    url: settings && settings.kind !== 'webhook' ? settings.url : '',
    token: '',
    isTokenRemoved: false,
    projects: settings?.kind === 'alertmanager' && settings.projects,
    expectMinutes:
      settings?.kind === 'webhook' && settings.expectEverySeconds !== null
        ? String(settings.expectEverySeconds / 60)
        : '',
    everySeconds: String(source?.everySeconds ?? 30),
    pipeline: source?.pipeline ?? pipeline,
    pipelineLabel: source?.pipelineLabel ?? 'pipeline',
    stageLabel: source?.stageLabel ?? 'stage',
    criticalValues: (source?.criticalValues ?? ['critical', 'page']).join(', '),
    matchers: (source?.matchers ?? [])
      .map(({ label, operator, value }) => `${label}${signs[operator]}${value}`)
      .join('\n'),
    isEnabled: source?.isEnabled ?? true,
  };
}

/** What the draft says, or which line of it cannot be read. */
export function requestOf(draft: SourceDraft): { request: AlertSourceRequest } | { fault: string } {
  const lines = draft.matchers.split('\n').filter((line) => line.trim() !== '');
  const matchers = lines.map(matcherOf);
  const unread = lines.find((_, index) => matchers[index] === undefined);
  if (unread !== undefined)
    return { fault: `“${unread}” is not of the form label=value, label!=value or label^=start` };
  const { name, isEnabled, pipeline, pipelineLabel, stageLabel } = draft;
  return {
    request: {
      name,
      isEnabled,
      pipeline,
      pipelineLabel,
      stageLabel,
      settings: settingsOf(draft),
      everySeconds: Number(draft.everySeconds),
      criticalValues: draft.criticalValues
        .split(',')
        .map((value) => value.trim())
        .filter((value) => value !== ''),
      matchers: matchers.filter((matcher) => matcher !== undefined),
      ...(draft.isTokenRemoved ? { token: '' } : draft.token !== '' && { token: draft.token }),
    },
  };
}

function settingsOf({ kind, url, projects, expectMinutes }: SourceDraft): AlertSourceSettings {
  switch (kind) {
    case 'prometheus':
      return { kind, url };
    case 'alertmanager':
      return { kind, url, projects };
    case 'webhook':
      return { kind, expectEverySeconds: expectMinutes === '' ? null : Number(expectMinutes) * 60 };
  }
}

function matcherOf(line: string): SilenceMatcher | undefined {
  const found = /^\s*([a-zA-Z_]\w*)\s*(!=|\^=|=)\s*(.*?)\s*$/.exec(line);
  if (!found) return undefined;
  const [, label = '', sign, value = ''] = found;
  const operator = sign === '!=' ? 'isNot' : sign === '^=' ? 'startsWith' : 'is';
  return { label, operator, value };
}
