import { Document } from 'yaml';
import type { PrometheusRules } from '#contract/prometheus-rules.ts';
import {
  EVALUATION_SECONDS,
  prometheusRules,
  type ExportableRule,
  type ExportNote,
} from '#control/rule-export/prometheus-rules.ts';
import { promtoolTest } from '#control/rule-export/promtool-test.ts';
import { withRecoveries } from '#control/rule/recovery.ts';
import { durationText } from '#control/rule-export/prom-text.ts';

const layout = { lineWidth: 0, aliasDuplicateObjects: false } as const;

/** Rules as a rule file of Prometheus, and a file for `promtool test rules` that tries it. */
export function prometheusFiles(pipeline: string, all: readonly ExportableRule[]): PrometheusRules {
  const { exported, notes } = prometheusRules(pipeline, all.map(withRecoveries));
  const tests = exported.map((one) => ({ name: one.rule.name, test: promtoolTest(pipeline, one) }));
  const untested = tests.filter(({ test }) => !test).map(({ name }) => name);
  return {
    notes,
    rules: documentText(
      {
        groups: [
          {
            name: `anchorwatch/${pipeline}`,
            interval: durationText(EVALUATION_SECONDS),
            rules: exported.flatMap(({ alerts }) => alerts),
          },
        ],
      },
      [...rulesHeader(pipeline), ...notes.map(noteText)],
    ),
    tests: documentText(
      {
        rule_files: [`${pipeline}.rules.yml`],
        evaluation_interval: durationText(EVALUATION_SECONDS),
        tests: tests.flatMap(({ test }) => test ?? []),
      },
      [
        `What Anchorwatch's own alert machine makes of made-up values, to be tried on ${pipeline}.rules.yml:`,
        `promtool test rules ${pipeline}.tests.yml`,
        ...untested.map((name) => `${name}: no test, its slots are too long to walk through by the minute`),
      ],
    ),
  };
}

function rulesHeader(pipeline: string): string[] {
  return [
    `Rules of the pipeline ${pipeline}, written by Anchorwatch for a Prometheus that scrapes its /metrics.`,
    'Values are computed by Anchorwatch; thresholds, recovery and time are judged here as there. What differs:',
    '- an alert that flaps (four edges in 20 slots) is held open by Anchorwatch, not by Prometheus;',
    '- a gap while an alert is pending or recovers starts its time anew, where Anchorwatch only counts slots with data;',
    '- acknowledging, snoozing and resolving by hand exist in Anchorwatch only.',
  ];
}

function noteText({ rule, isLeftOut, text }: ExportNote): string {
  return isLeftOut ? `${rule}: left out, ${text}` : `${rule}: ${text}`;
}

function documentText(content: unknown, comments: readonly string[]): string {
  const document = new Document(content, { aliasDuplicateObjects: false });
  document.commentBefore = comments.map((line) => ` ${line.replaceAll('\n', ' ')}`).join('\n');
  return document.toString(layout);
}
