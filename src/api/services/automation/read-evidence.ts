import type { AutomationEvidence, AutomationSetting } from '#contract/automation.ts';
import { evidenceToRead, leastAudited } from '#control/automation/evidence-to-read.ts';
import { expectedDecisions } from '#control/automation/expected-decisions.ts';
import { tauOf } from '#control/automation/raises.ts';
import type { StageOf } from '../../automation-store.ts';
import type { AutomationAnswer, Ports } from '../../ports.ts';
import type { StageSelection } from '../../prediction-log.ts';
import { labelledRows } from '../labels/labelled-rows.ts';
import { recentTraffic } from './recent-window.ts';

const LABELLED_ROWS = 20_000;
const ALL_ROWS = 10_000;
/** Rows that the gateway drew for people at random. */
const audited = [{ metric: 'input.route.audit', value: 'true' }];

type Read = AutomationAnswer & { basis: AutomationEvidence['basis'] };

/** What the log says of a setting, before it takes effect. */
export async function readEvidence(
  ports: Ports,
  of: StageOf,
  { from, to }: { from: AutomationSetting; to: AutomationSetting },
): Promise<AutomationEvidence> {
  const { window, ratePerHour, versions: live } = await recentTraffic(ports, of);
  const wanted = evidenceToRead(
    from,
    to,
    live.map(({ version }) => version),
  );
  const reads = new Map<string, Promise<Read>>();
  const read = (version: string, tau: number): Promise<Read> => {
    const known =
      reads.get(version) ?? judge(ports, { ...of, ...window, role: 'live', version }, to.scoreIs, tau);
    reads.set(version, known);
    return known;
  };

  const versions = await Promise.all(
    wanted.map(async ({ version, tau }) => ({ version, tau, ...(await read(version, tau)) })),
  );
  const automated =
    to.degree === 'partial'
      ? await Promise.all(
          live.map(async ({ version, rows }) => {
            const tau = tauOf(to, version);
            const share = Number.isFinite(tau) ? (await read(version, tau)).automatedShare : 0;
            return { rows, automated: rows * share };
          }),
        )
      : [];
  const rows = automated.reduce((sum, each) => sum + each.rows, 0);
  const automatedShare = rows > 0 ? automated.reduce((sum, each) => sum + each.automated, 0) / rows : 0;
  return {
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    basis: versions.length > 0 && versions.every(({ basis }) => basis === 'audit') ? 'audit' : 'labels',
    versions: versions.map(({ basis: _, ...rest }) => rest),
    ratePerHour,
    peoplePerHour: expectedDecisions(to, ratePerHour, automatedShare),
  };
}

async function judge(
  ports: Ports,
  selection: StageSelection,
  scoreIs: AutomationSetting['scoreIs'],
  tau: number,
): Promise<Read> {
  const rowsOf = (rows: 'labelled' | 'all', limit: number, segments?: StageSelection['segments']) =>
    labelledRows(ports, { selection: { ...selection, segments }, rows, limit });
  const [all, drawn] = await Promise.all([
    rowsOf('all', ALL_ROWS),
    rowsOf('labelled', LABELLED_ROWS, audited),
  ]);
  const ofSample = await ports.judgeAutomation({ labelled: drawn, all, scoreIs, tau });
  if (ofSample.labelled >= leastAudited) return { ...ofSample, basis: 'audit' };
  const labelled = await rowsOf('labelled', LABELLED_ROWS);
  return { ...(await ports.judgeAutomation({ labelled, all, scoreIs, tau })), basis: 'labels' };
}
