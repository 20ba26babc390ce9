import { writeFileSync } from 'node:fs';
import { boardTable } from './boards.ts';
import { decompositionTable, recordTable, reportOf, type SetReport, verdictTable } from './harm.ts';
import { proofPage } from './page.ts';
import { comparePeers } from './peers.ts';
import { sets } from './public-data.ts';
import { delays, falseAlarms, misses, promises, unequalChunks } from './simulated.ts';

/**
 * Writes `docs/proof.md`: false alarms, misses, delay and harm, by the default rules of Evidently and NannyML and by ours, on simulated and on public
 * data. Seeds are fixed and no clock is in it, so a second run writes the same bytes. About three minutes on two cores. With `--peers` it only holds our
 * re-implementation of the other tools' rules to the tools themselves, where `python3` (or the one in PYTHON) has them.
 */
const page = new URL('../../docs/proof.md', import.meta.url);

if (process.argv.includes('--peers')) {
  process.exit(comparePeers());
} else {
  const reports: SetReport[] = sets.map((load) => timed(load.name, () => reportOf(load())));
  const text = proofPage({
    falseAlarms: timed('false alarms', falseAlarms),
    unequalChunks: timed('unequal chunks', unequalChunks),
    boards: timed('boards', boardTable),
    promises: timed('promises', promises),
    misses: timed('misses', misses),
    delays: timed('delays', delays),
    verdicts: verdictTable(reports),
    record: recordTable(reports),
    decomposition: timed('decomposition', () => decompositionTable(reports)),
  });
  writeFileSync(page, text);
  console.log(`wrote docs/proof.md (${(performance.now() / 1000).toFixed(0)} s)`);
}

function timed<T>(what: string, run: () => T): T {
  const started = performance.now();
  process.stdout.write(`${what} … `);
  const result = run();
  console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}
