import { spawnSync } from 'node:child_process';

/** Format, lint with types, types with the import rules of the house, unused code: all of it, then the verdict. */
const checks = {
  format: ['node_modules/oxfmt/bin/oxfmt', '--check'],
  lint: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
  types: ['node_modules/typescript/bin/tsc', '-b', '--pretty', 'false'],
  unused: ['node_modules/knip/bin/knip.js', '--no-progress'],
};

const failed = Object.entries(checks).filter(([name, command]) => {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  return status !== 0;
});
process.exit(failed.length > 0 ? 1 : 0);
