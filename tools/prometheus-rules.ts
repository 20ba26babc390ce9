import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRuleFile } from '#api/services/rules/parse-file.ts';
import { prometheusFiles } from '#api/services/rules/prometheus-files.ts';

/** `npm run rules:prometheus -- RULES.yaml FOLDER`: a rule file as Prometheus takes it, and tests of it for promtool. */
const [source, folder] = process.argv.slice(2);
if (source === undefined || folder === undefined) {
  console.error('npm run rules:prometheus -- RULES.yaml FOLDER, where RULES.yaml is an export of the rules');
  process.exit(2);
}

const { pipeline, rules } = parseRuleFile(readFileSync(source, 'utf8'));
const files = prometheusFiles(pipeline, rules);
mkdirSync(folder, { recursive: true });
for (const kind of ['rules', 'tests'] as const)
  writeFileSync(join(folder, `${pipeline}.${kind}.yml`), files[kind]);
for (const { rule, isLeftOut, text } of files.notes)
  console.log(`${rule}: ${isLeftOut ? `left out, ${text}` : text}`);
console.log(`${pipeline}.rules.yml and ${pipeline}.tests.yml are in ${folder}`);
