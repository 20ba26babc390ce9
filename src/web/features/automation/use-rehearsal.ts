import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import type { AutomationEvidence, AutomationSetting } from '#contract/automation.ts';
import type { AutomationDetail } from '#contract/automation-detail.ts';
import { expectedDecisions } from '#control/automation/expected-decisions.ts';
import { tauOf } from '#control/automation/raises.ts';
import type { AutomationReport } from '#workers/tasks/quality-tasks.ts';
import { automationReportQuery, type StagePlace } from '../../api/automation.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { useView } from '../../url/use-view.ts';

const STARTING_TAU = 0.9;

export type Rehearsal = {
  version: string | undefined;
  tau: number;
  report: AutomationReport | undefined;
  error: Error | null;
  /** The setting with that degree, where partial takes the threshold that is looked at. */
  settingAt: (degree: AutomationSetting['degree']) => AutomationSetting;
  /** What is known here of a setting; the server reads it again. */
  evidenceOf: (setting: AutomationSetting) => AutomationEvidence;
};

/** What the threshold in the URL would have done to the version in the URL, or to the one with most rows. */
export function useRehearsal({
  detail,
  setting,
  place,
}: {
  detail: AutomationDetail;
  setting: AutomationSetting;
  place: StagePlace;
}): Rehearsal {
  const { view } = useView();
  const names = detail.versions.map((each) => each.version);
  const version = names.find((name) => name === view.ver) ?? names[0];
  const inForce = version === undefined ? Number.POSITIVE_INFINITY : tauOf(setting, version);
  const tau = view.tau !== undefined ? Number(view.tau) : Number.isFinite(inForce) ? inForce : STARTING_TAU;
  const { scoreIs } = setting;
  const { data: report, error } = useQuery({
    ...automationReportQuery(useDriftClient(), {
      ...place,
      version: version ?? '',
      window: detail.rehearsed,
      scoreIs,
      tau: useDeferredValue(tau),
    }),
    enabled: version !== undefined,
    placeholderData: keepPreviousData,
  });

  const settingAt: Rehearsal['settingAt'] = (degree) => {
    if (degree !== 'partial' || version === undefined) return { ...setting, degree };
    const others = setting.thresholds.filter((each) => each.version !== version);
    return { ...setting, degree, thresholds: [...others, { version, tau }] };
  };
  const evidenceOf = (to: AutomationSetting): AutomationEvidence => {
    const { ratePerHour } = detail.load;
    const known = report?.status === 'ok' ? report : undefined;
    const point = to.degree === 'full' ? known?.curve[0] : known?.at;
    return {
      ...detail.rehearsed,
      basis: known?.basis ?? 'labels',
      versions:
        version === undefined || (to.degree !== 'partial' && to.degree !== 'full')
          ? []
          : [
              {
                version,
                tau: to.degree === 'full' ? 0 : tau,
                labelled: known?.labelled ?? 0,
                automated: point?.automated ?? 0,
                errors: point?.errors ?? 0,
                errorUpper: point?.errorUpper ?? 1,
                automatedShare: point?.automatedShare ?? 0,
              },
            ],
      ratePerHour,
      peoplePerHour: peoplePerHour(detail, to, known?.at.automatedShare ?? 0),
    };
  };
  return { version, tau, report, error, settingAt, evidenceOf };
}

/**
 * Decisions that people would get. A version without a threshold acts on nothing; another one that has one is taken to be
 * like the one that was looked at.
 */
export function peoplePerHour(
  { versions, load }: AutomationDetail,
  to: AutomationSetting,
  shareOfVersion: number,
): number {
  const sum = (rows: AutomationDetail['versions']) => rows.reduce((total, each) => total + each.rows, 0);
  const acting = versions.filter(({ version }) => Number.isFinite(tauOf(to, version)));
  const share = versions.length === 0 ? 0 : (sum(acting) / sum(versions)) * shareOfVersion;
  return expectedDecisions(to, load.ratePerHour, share);
}
