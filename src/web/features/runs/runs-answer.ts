import type { Run, Runs } from '#contract/run.ts';

const abnormal = ['missing', 'late', 'short'] as const;

/** The first sentence of the page: which runs need a look, and what they are held against. */
export function runsAnswer({ items, schedule, isAssumed }: Runs): string {
  if (items.length === 0) return `No run was due in this range; ${scheduleText(schedule, isAssumed)}.`;
  const counts = abnormal.flatMap((state) => {
    const count = items.filter((run) => run.state === state).length;
    return count > 0 ? [`${count} ${state}`] : [];
  });
  const found =
    counts.length === 0 ? 'no run is missing, late or short' : new Intl.ListFormat('en').format(counts);
  return `Of ${items.length} ${items.length === 1 ? 'run' : 'runs'}, ${found}; ${scheduleText(schedule, isAssumed)}.`;
}

export function isAbnormal({ state }: Run): boolean {
  return (abnormal as readonly string[]).includes(state);
}

function scheduleText({ everyMinutes, graceMinutes }: Runs['schedule'], isAssumed: boolean): string {
  const text = `a run covers ${duration(everyMinutes)} and is due ${duration(graceMinutes)} after its end`;
  return isAssumed ? `${text}, which is assumed: declare the pipeline's schedule` : text;
}

function duration(minutes: number): string {
  if (minutes % 1440 === 0 && minutes > 0) return minutes === 1440 ? 'a day' : `${minutes / 1440} days`;
  if (minutes % 60 === 0 && minutes > 0) return minutes === 60 ? 'an hour' : `${minutes / 60} h`;
  return `${minutes} min`;
}
