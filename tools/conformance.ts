import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { ownReference, readReferenceFolder } from '../test/stats/conformance/reference-folder.ts';
import { verdictOn } from '../test/stats/conformance/verdicts.ts';

/**
 * Holds src/stats to a folder of reference values: `npm run conformance -- DIR [--data DIR]`, by default the project's own.
 * Prints a table, the values that the files have wrong (test/stats/conformance/disputes.ts), and each case that failed;
 * exits with 1 when one did.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' } } });
const folder = positionals[0] ?? ownReference;
if (!existsSync(folder)) {
  console.error(`no folder ${folder}`);
  process.exit(1);
}

type Row = { cases: number; passed: number; worst: number; worstId: string };
const rows = new Map<string, Row>();
const disputed = new Map<string, string[]>();
const failures: string[] = [];

for (const example of readReferenceFolder(folder, values.data)) {
  const { complaints, disputed: wrong, worst } = verdictOn(example);
  const name = `${example.file} ${example.id} (${example.statistic})`;
  const row = rows.get(example.statistic) ?? { cases: 0, passed: 0, worst: 0, worstId: '' };
  row.cases += 1;
  if (complaints.length === 0) row.passed += 1;
  else failures.push(`${name}: ${shortened(complaints)}`);
  for (const { text, why } of wrong) disputed.set(why, [...(disputed.get(why) ?? []), `${name}: ${text}`]);
  if (worst > row.worst) Object.assign(row, { worst, worstId: example.id });
  rows.set(example.statistic, row);
}

console.log(`src/stats against ${folder}\n`);
printTable([
  ['statistic', 'cases', 'passed', 'worst error / tolerance', 'in case'],
  ...[...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { cases, passed, worst, worstId }]) => [
      name,
      String(cases),
      passed === cases ? String(passed) : `${passed} FAILED ${cases - passed}`,
      worst === 0 ? '0' : worst.toPrecision(2),
      worstId,
    ]),
]);
for (const [why, lines] of disputed) {
  console.log(`\nNot held to the file: ${why}.\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`);
const total = [...rows.values()].reduce((sum, { cases }) => sum + cases, 0);
const disputes = [...disputed.values()].flat().length;
const exception = disputes > 0 ? `, ${disputes} of them but for a value that the file has wrong` : '';
console.log(`\n${total - failures.length} of ${total} cases passed${exception}`);
process.exitCode = failures.length > 0 ? 1 : 0;

function shortened(complaints: string[]): string {
  const first = complaints.slice(0, 3).map((text) => (text.length > 300 ? `${text.slice(0, 300)}…` : text));
  const more = complaints.length - first.length;
  return first.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

function printTable(table: string[][]): void {
  const widths = table[0]?.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  for (const cells of table) {
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}
