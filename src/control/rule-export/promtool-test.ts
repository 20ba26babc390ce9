import { exposedSeries } from './exposed-series.ts';
import { knownLabels } from './known-labels.ts';
import { hasEvidence } from './level-expression.ts';
import { blindName, levelsOf, type ExportedRule, type PrometheusAlert } from './prometheus-rules.ts';
import { selectorText } from './prom-text.ts';
import { blindCourse, levelCourse, storyOf, type StorySlot } from './story.ts';

/** One test of `promtool test rules`. */
export type PromtoolTest = {
  interval: string;
  input_series: { series: string; values: string }[];
  alert_rule_test: { eval_time: string; alertname: string; exp_alerts: ExpectedAlert[] }[];
};
type ExpectedAlert = { exp_labels: Labels; exp_annotations: Labels };
type Labels = Record<string, string>;
/** Slot by slot whether our machine has it open; one alert for each of the series. */
type Course = { isFiring: boolean[]; alert: PrometheusAlert; series: Labels[] };

/** Promtool walks through a story minute by minute: longer ones are not written. */
const LONGEST_MINUTES = 20_000;

/**
 * A story that fires each level of an exported rule, and what is expected of it: what our own machine makes of the same
 * values. Undefined where its slots are too long for promtool.
 */
export function promtoolTest(pipeline: string, { rule, alerts }: ExportedRule): PromtoolTest | undefined {
  const story = storyOf(rule);
  const slotMinutes = rule.everySeconds / 60;
  if (story.length * slotMinutes > LONGEST_MINUTES) return undefined;

  const places = (knownLabels(rule) ?? [{}]).map((place) => ({ alert: rule.name, pipeline, ...place }));
  const all = places.map((place, index) => ({ ...place, alert_id: `alert-${index + 1}` }));
  const levels = levelsOf(rule).map((severity): Course => ({
    isFiring: levelCourse(rule, severity, story),
    alert: alertOf(alerts, rule.name, severity),
    series: all,
  }));
  const blindAlert = alerts.find(({ alert }) => alert === blindName(rule));
  const blind: Course[] = blindAlert
    ? [{ isFiring: blindCourse(rule, story), alert: blindAlert, series: places }]
    : [];
  const checks = (alertname: string, courses: readonly Course[]) =>
    turningSlots(courses.map(({ isFiring }) => isFiring)).map((slot) => ({
      eval_time: `${slot * slotMinutes}m`,
      alertname,
      exp_alerts: courses
        .filter(({ isFiring }) => isFiring[slot])
        .flatMap(({ alert, series }) => series.map((labels) => expected(alert, labels))),
    }));
  return {
    interval: '1m',
    input_series: all.flatMap((labels) => inputOf(rule, labels, story, slotMinutes)),
    alert_rule_test: [...checks(rule.name, levels), ...(blindAlert ? checks(blindAlert.alert, blind) : [])],
  };
}

/** The first and the last slot, and those before and at every turn: between them nothing changes. */
function turningSlots(courses: readonly (readonly boolean[])[]): number[] {
  const length = courses[0]?.length ?? 0;
  const turnsAt = (slot: number) =>
    slot > 0 && slot < length && courses.some((course) => course[slot] !== course[slot - 1]);
  return Array.from({ length }, (_, slot) => slot).filter(
    (slot) => slot === 0 || slot === length - 1 || turnsAt(slot) || turnsAt(slot + 1),
  );
}

function alertOf(alerts: readonly PrometheusAlert[], name: string, severity: string): PrometheusAlert {
  const found = alerts.find(({ alert, labels }) => alert === name && labels['severity'] === severity);
  if (!found) throw new RangeError(`no alert ${name} of the level ${severity}`);
  return found;
}

/** As Prometheus shows it: templates are filled in. */
function expected({ labels, annotations }: PrometheusAlert, series: Labels): ExpectedAlert {
  const filled = (texts: Labels) =>
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, text.replaceAll('{{ "{{" }}', '{{')]),
    );
  return { exp_labels: { ...series, ...filled(labels) }, exp_annotations: filled(annotations) };
}

function inputOf(
  rule: ExportedRule['rule'],
  labels: Labels,
  story: readonly StorySlot[],
  slotMinutes: number,
): PromtoolTest['input_series'] {
  const gap = slotMinutes === 1 ? 'stale' : `stale _x${slotMinutes - 1}`;
  const valuesOf = (pick: (slot: NonNullable<StorySlot>) => number) =>
    story.map((slot) => (slot === null ? gap : `${pick(slot)}+0x${slotMinutes - 1}`)).join(' ');
  const series = (name: string, values: string) => ({ series: name + selectorText(labels), values });
  const value = series(
    exposedSeries.value,
    valuesOf((slot) => slot.value),
  );
  if (!hasEvidence(rule)) return [value];
  return [
    value,
    series(
      exposedSeries.evidence,
      valuesOf((slot) => Number(slot.isEvident)),
    ),
  ];
}
