import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { apiKeyScopes, type ApiKey, type ApiKeyScope, type NewApiKey } from '#contract/api-key.ts';
import { apiKeysQuery, createApiKeyMutation, revokeApiKeyMutation } from '../../api/api-keys.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { MISSING } from '../../format/number.ts';
import { formatInstant } from '../../format/time.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import { showToast } from '../../ui/toasts.ts';
import { OneTimeSecret } from './one-time-secret.tsx';
import styles from './settings-page.module.css';

const sending: readonly ApiKeyScope[] = ['predictions', 'labels', 'samples'];
const scopeText: Record<ApiKeyScope, string> = {
  predictions: 'predictions',
  labels: 'labels',
  samples: 'samples',
  metrics: 'reading /metrics',
  alerts: 'alerts of an Alertmanager',
  automation: 'reading automation and what people answered',
};

/** What lets machines in: each key for what its scopes say. */
export function KeysSection() {
  const obstacle = useObstacle('createApiKey');
  const [made, setMade] = useState<NewApiKey>();
  return (
    <>
      <p className={styles.lead}>
        A key lets a machine do what it is made for, and nothing else: <code>Authorization: Bearer aw_…</code>
        . Only its hash is kept.
      </p>
      {obstacle === undefined ? (
        <>
          {made && (
            <OneTimeSecret
              what={`The key ${made.key.name}.`}
              secret={made.token}
              onDone={() => setMade(undefined)}
            />
          )}
          <KeyList />
          <NewKeyForm onMade={setMade} />
        </>
      ) : (
        <p>{obstacle}</p>
      )}
    </>
  );
}

function KeyList() {
  const { data: keys } = useQuery({
    ...apiKeysQuery(),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  if (!keys) return <p className={styles.loading}>Looking up the keys …</p>;
  if (keys.length === 0) return <p className={styles.lead}>There is none yet.</p>;
  return (
    <div className={styles.scroller}>
      <table>
        <caption className="visually-hidden">API keys, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Begins</th>
            <th scope="col">For</th>
            <th scope="col">Made</th>
            <th scope="col">Last used</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const zone = useZone();
  const nowMs = useNow(60_000);
  const nameOf = usePersonNames();
  const revoke = useMutation(revokeApiKeyMutation(useQueryClient()));
  const { id, name, hint, scopes, createdAt, createdBy, lastUsedAt, revokedAt, revokedBy } = apiKey;
  const at = (instant: string) => formatInstant(Date.parse(instant), zone, nowMs);
  return (
    <tr data-past={revokedAt !== undefined || undefined}>
      <th scope="row">
        <LongName name={name} />
      </th>
      <td>
        <code>{hint}…</code>
      </td>
      <td>{scopes.map((scope) => scopeText[scope]).join(', ')}</td>
      <td>
        {at(createdAt)}, by {nameOf(createdBy)}
      </td>
      <td>{lastUsedAt === undefined ? <span title="never used">{MISSING}</span> : at(lastUsedAt)}</td>
      <td>
        {revokedAt !== undefined ? (
          `revoked ${at(revokedAt)}${revokedBy === undefined ? '' : `, by ${nameOf(revokedBy)}`}`
        ) : (
          <button
            type="button"
            disabled={revoke.isPending}
            onClick={() =>
              revoke.mutate(id, { onSuccess: () => showToast(`The key ${name} opens nothing any more.`) })
            }
          >
            Revoke <span className="visually-hidden">{name}</span>
          </button>
        )}
        {revoke.error && (
          <p role="alert" className={styles.error}>
            Not revoked: {reasonOf(revoke.error)}
          </p>
        )}
      </td>
    </tr>
  );
}

function NewKeyForm({ onMade }: { onMade: (made: NewApiKey) => void }) {
  const create = useMutation(createApiKeyMutation(useQueryClient()));
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly ApiKeyScope[]>(sending);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    create.mutate(
      { name, scopes: [...scopes] },
      {
        onSuccess(made) {
          setName('');
          onMade(made);
        },
      },
    );
  };
  return (
    <form className={styles.form} onSubmit={submit} aria-labelledby="new-key">
      <h2 id="new-key">New key</h2>
      <label>
        Name: which machine is it for?
        <input required maxLength={100} value={name} onChange={({ target }) => setName(target.value)} />
      </label>
      <fieldset>
        <legend>For</legend>
        <span className={styles.choices}>
          {apiKeyScopes.map((scope) => (
            <label key={scope} className={styles.choice}>
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={({ target }) =>
                  setScopes(
                    apiKeyScopes.filter((known) =>
                      known === scope ? target.checked : scopes.includes(known),
                    ),
                  )
                }
              />
              {scopeText[scope]}
            </label>
          ))}
        </span>
      </fieldset>
      {create.error && (
        <p role="alert" className={styles.error}>
          Not made: {reasonOf(create.error)}
        </p>
      )}
      <button
        type="submit"
        data-kind="primary"
        disabled={create.isPending || name.trim() === '' || scopes.length === 0}
      >
        {create.isPending ? 'Making it …' : 'Make the key'}
      </button>
    </form>
  );
}
