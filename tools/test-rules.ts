import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { RuleTestFile } from '#contract/rule-test.ts';
import { RuleFile } from '#contract/rule.ts';
import { runRuleTests } from '#control/rule-test/run-rule-tests.ts';

/**
 * Runs tests of rules: `npm run rules:test -- FILE …`. A file has the shape of Prometheus's rule tests, and the machine that
 * decides is the one that runs live. Exits with 1 when a test fails or a file cannot be read.
 */
const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('npm run rules:test -- FILE …');
  process.exit(1);
}
let isGood = true;
for (const file of files) {
  console.log(file);
  try {
    const failures = testFile(file);
    for (const { test, lines } of failures) console.log(`  FAILED: ${test}\n    ${lines.join('\n    ')}`);
    if (failures.length === 0) console.log('  SUCCESS');
    else isGood = false;
  } catch (fault) {
    console.log(`  NOT READ: ${fault instanceof Error ? fault.message : String(fault)}`);
    isGood = false;
  }
}
process.exit(isGood ? 0 : 1);

function testFile(file: string) {
  const {
    rule_files = [],
    rules,
    tests,
    evaluation_interval,
  } = RuleTestFile.parse(parse(readFileSync(file, 'utf8')));
  const named = rule_files.flatMap(
    (path) => RuleFile.parse(parse(readFileSync(resolve(dirname(file), path), 'utf8'))).rules,
  );
  return runRuleTests([...named, ...(rules?.rules ?? [])], tests, evaluation_interval);
}
