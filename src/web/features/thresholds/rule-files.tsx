import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Pipeline } from '#contract/pipeline.ts';
import type { RuleImportResult } from '#contract/rule.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { importRulesMutation, rulesFileUrl } from '../../api/rules.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { Select } from '../../ui/select.tsx';
import { PrometheusExport } from './prometheus-export.tsx';
import styles from './thresholds-page.module.css';

/** Rules as a file, to be kept beside code: out as YAML, in as YAML or JSON. */
export function RuleFiles({ pipelines }: { pipelines: readonly Pipeline[] }) {
  const [chosen, setChosen] = useState<string>();
  const load = useMutation(importRulesMutation(useQueryClient()));
  const obstacle = useObstacle('importRules');
  const pipeline = chosen ?? pipelines[0]?.name;
  if (pipeline === undefined) return null;
  return (
    <section className={styles.files} aria-labelledby="rule-files">
      <h2 id="rule-files">Rules as a file</h2>
      <Select
        label="Pipeline"
        value={pipeline}
        options={pipelines.map(({ name, title }) => ({ value: name, label: title ?? name }))}
        onChange={setChosen}
      />
      <a href={rulesFileUrl(pipeline)} download={`${pipeline}-rules.yaml`}>
        Export as YAML
      </a>
      <PrometheusExport pipeline={pipeline} />
      <label>
        Import YAML{' '}
        <input
          type="file"
          accept=".yaml,.yml,.json"
          disabled={obstacle !== undefined || load.isPending}
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) load.mutate({ pipeline, file });
            target.value = '';
          }}
        />
      </label>
      {obstacle !== undefined && <p>{obstacle}</p>}
      <p role="status">{load.data && importText(load.data)}</p>
      {load.error && <p role="alert">Nothing was imported: {reasonOf(load.error)}</p>}
    </section>
  );
}

function importText({ created, changed, unchanged }: RuleImportResult): string {
  return `${created.length} made, ${changed.length} changed, ${unchanged.length} as they were.`;
}
