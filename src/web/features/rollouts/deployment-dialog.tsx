import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { Deployment, type DeploymentState } from '#contract/deployment.ts';
import { putDeploymentMutation } from '../../api/deployments.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './deployment-dialog.module.css';

type Endpoint = { key: number; version: string; url: string };

/** Where the versions of a stage answer, which of them does while nothing is moved, and what a new one must answer first. */
export function DeploymentDialog({
  slot,
  state: { deployment, digest },
  suggested,
  onClose,
}: {
  slot: { pipeline: string; stage: string };
  state: DeploymentState;
  /** Versions that a plan names. */
  suggested: readonly string[];
  onClose: () => void;
}) {
  const client = useQueryClient();
  const put = useMutation(putDeploymentMutation(client, slot));
  const [endpoints, setEndpoints] = useState<Endpoint[]>(() => firstEndpoints(deployment, suggested));
  const [stable, setStable] = useState(deployment?.stable ?? suggested[0] ?? '');
  const [stickyKey, setStickyKey] = useState(deployment?.stickyKey ?? '');
  const [path, setPath] = useState(deployment?.probe.path ?? '/');
  const [body, setBody] = useState(deployment?.probe.body ?? '{}');
  const [fault, setFault] = useState<string>();
  const versions = endpoints.map(({ version }) => version.trim()).filter((version) => version !== '');
  const change = (key: number, patch: Partial<Endpoint>) =>
    setEndpoints(endpoints.map((one) => (one.key === key ? { ...one, ...patch } : one)));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const read = Deployment.safeParse({
      endpoints: endpoints
        .map(({ version, url }) => ({ version: version.trim(), url: url.trim() }))
        .filter(({ version, url }) => version !== '' || url !== ''),
      stable: versions.includes(stable) ? stable : (versions[0] ?? ''),
      stickyKey: stickyKey.trim() === '' ? null : stickyKey.trim(),
      probe: { path, body },
    });
    setFault(read.error?.issues.map(({ message }) => message).join('; '));
    if (read.success) put.mutate({ deployment: read.data, digest }, { onSuccess: onClose });
  };
  return (
    <Dialog title={`Endpoints of ${slot.stage}`} isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <ul className={styles.endpoints} aria-label="Endpoints">
          {endpoints.map(({ key, version, url }) => (
            <li key={key}>
              <label>
                Version
                <input
                  type="text"
                  maxLength={500}
                  value={version}
                  onChange={({ target }) => change(key, { version: target.value })}
                />
              </label>
              <label>
                Address
                <input
                  type="url"
                  placeholder="http://asr-v18:8080"
                  value={url}
                  onChange={({ target }) => change(key, { url: target.value })}
                />
              </label>
              <button
                type="button"
                aria-label={`Leave out ${version === '' ? 'this endpoint' : version}`}
                onClick={() => setEndpoints(endpoints.filter((one) => one.key !== key))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
        <button
          type="button"
          onClick={() =>
            setEndpoints([
              ...endpoints,
              { key: Math.max(-1, ...endpoints.map(({ key }) => key)) + 1, version: '', url: '' },
            ])
          }
        >
          Another endpoint
        </button>
        <Select
          label="Answers while nothing is moved"
          value={stable}
          options={versions.map((version) => ({ value: version, label: version }))}
          onChange={setStable}
        />
        <label>
          Header that keeps a user on a version (may be left empty)
          <input
            type="text"
            placeholder="x-user"
            value={stickyKey}
            onChange={({ target }) => setStickyKey(target.value)}
          />
        </label>
        <fieldset className={styles.probe}>
          <legend>A new version must answer this before it gets traffic</legend>
          <label>
            Path
            <input type="text" value={path} onChange={({ target }) => setPath(target.value)} />
          </label>
          <label>
            Body, JSON
            <textarea rows={3} value={body} onChange={({ target }) => setBody(target.value)} />
          </label>
        </fieldset>
        {(fault ?? (put.isError ? reasonOf(put.error) : undefined)) !== undefined && (
          <p role="alert">Nothing is saved: {fault ?? reasonOf(put.error)}</p>
        )}
        <button type="submit" data-kind="primary" disabled={put.isPending}>
          Save the endpoints
        </button>
      </form>
    </Dialog>
  );
}

/** Those that are known, and a line for each version of the plan that has none. */
function firstEndpoints(deployment: Deployment | null, suggested: readonly string[]): Endpoint[] {
  const known = deployment?.endpoints ?? [];
  const missing = suggested.filter((version) => !known.some((one) => one.version === version));
  return [...known, ...missing.map((version) => ({ version, url: '' }))].map((one, key) => ({ ...one, key }));
}
