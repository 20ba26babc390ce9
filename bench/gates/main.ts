import { parseArgs } from 'node:util';
import { percent, table } from '../proof/markdown.ts';
import { clusteredRun } from './clustered.ts';
import { harmGates, safeGate } from './gates.ts';
import { simulate } from './simulate.ts';
import { worlds } from './worlds.ts';

/**
 * How often the gates of a rollout speak when somebody looks each minute: the table "Gates under peeking" of
 * docs/statistics.md. Seeds are fixed. Run with `npm run bench:gates [-- --runs 2000]`; about three minutes.
 */
const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '2000' } } });
const runs = Number(options.runs);

const rows = [...harmGates, safeGate].map((gate) => [
  gate.name,
  ...worlds.map((world) => {
    const { spoke, medianMinute } = simulate(gate, world, runs);
    return percent(spoke / runs) + (spoke > runs / 10 ? ` (${medianMinute})` : '');
  }),
]);
console.log(table(['gate', ...worlds.map(({ name }) => name)], rows));

const clustered = Array.from({ length: Math.ceil(runs / 10) }, (_, seed) => clusteredRun(seed));
const shareOf = (isAlarm: (run: (typeof clustered)[number]) => boolean): string =>
  percent(clustered.filter(isAlarm).length / clustered.length);
console.log(
  `\nUsers who fail again and again, ${clustered.length} runs: rate ratio of requests ${shareOf((run) => run.perRequest)}, mean of users ${shareOf((run) => run.perUser)}`,
);
