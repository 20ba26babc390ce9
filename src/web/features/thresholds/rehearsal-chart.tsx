import type { Severity } from '#contract/alert-words.ts';
import type { RuleDefinition } from '#contract/rule.ts';
import { recoveryOf } from '#control/rule/recovery.ts';
import type { RuleHistoryView, Span } from '#workers/rehearsal/rehearsal-protocol.ts';
import { LimitChart } from '../../charts/limit-chart.tsx';
import { formatValue, type Unit } from '../../format/number.ts';
import { useZone } from '../../state/preferences.ts';
import type { Fired } from './use-fired.ts';

/** The history of a rule with its limit as a handle, and beneath it what would fire, what did fire, and what was real. */
export function RehearsalChart({
  history,
  title,
  unit,
  severity,
  draft,
  usual,
  inForce,
  episodes,
  fired,
  onLimit,
}: {
  history: RuleHistoryView;
  title: string;
  unit: Unit;
  severity: Severity;
  draft: RuleDefinition;
  usual: number;
  inForce: number | undefined;
  episodes: readonly { fromMs: number; toMs: number | null }[];
  fired: Fired;
  onLimit: (threshold: number) => void;
}) {
  const zone = useZone();
  const level = draft.levels[severity];
  if (!level) return null;
  const { least, greatest, slotsInPoint, pointsMs, values } = history;
  const end = pointsMs.at(-1) ?? 0;
  const step = 10 ** Math.floor(Math.log10((greatest - least || Math.abs(greatest) || 1) / 50));
  const count = `${episodes.length} ${episodes.length === 1 ? 'alert' : 'alerts'}`;
  const did = fired.own.length === 0 ? '' : ` It did fire ${fired.own.length} times.`;
  const points = slotsInPoint > 1 ? ` Each point is the worst of ${slotsInPoint} slots.` : '';
  const lanes: { name: string; spans: readonly Span[] }[] = [
    { name: 'would', spans: episodes.map(({ fromMs, toMs }) => ({ fromMs, toMs: toMs ?? end })) },
    ...(fired.own.length > 0 ? [{ name: 'did', spans: fired.own }] : []),
    ...(fired.incidents.length > 0 ? [{ name: 'real', spans: fired.incidents }] : []),
  ];
  return (
    <LimitChart
      title={title}
      sentence={`Usually ${formatValue(usual, unit)}, from ${formatValue(least, unit)} to ${formatValue(greatest, unit)}; at ${formatValue(level.threshold, unit)} it would have fired ${count}.${did}${points}`}
      unit={unit}
      zone={zone}
      times={pointsMs}
      values={values}
      limit={{
        value: level.threshold,
        recover: recoveryOf(level, usual, draft.direction),
        severity,
        direction: draft.direction,
      }}
      inForce={inForce}
      step={step}
      onLimit={onLimit}
      lanes={lanes}
    />
  );
}
