import type { Rollout } from '#contract/rollout.ts';
import { initialState, isOpen } from '#control/alert/alert-state.ts';
import { observeExternal } from '#control/alert/external.ts';
import { muteOf } from '#control/alert/mute.ts';
import { newsSlot } from '#control/alert/news-slot.ts';
import { tick } from '#control/alert/tick.ts';
import { concernOf } from '#control/rollout/concern.ts';
import type { AlertChange, StoredAlert } from '../../alert-store.ts';
import type { Ports } from '../../ports.ts';
import { sceneOf } from '../evaluation/scene.ts';

/**
 * What a step of a rollout makes of its alert, to be written with it, so that no step is told of twice or never; none where
 * it changes nothing that people have to hear. After an end the alert stays until somebody resolves it.
 */
export async function rolloutAlert(
  ports: Pick<Ports, 'control'>,
  { before, after, nowMs }: { before: Rollout; after: Rollout; nowMs: number },
): Promise<AlertChange[]> {
  const concern = concernOf(after);
  const known = concernOf(before);
  if (concern?.severity === known?.severity && concern?.text === known?.text) return [];

  const id = `rollout.${after.id}`;
  const { revision = 0, state = initialState } = (await ports.control.findAlert(id)) ?? {};
  if (concern === null && !isOpen(state)) return [];
  const alert: StoredAlert = { ...subjectOf(after, concern?.text), id, revision, state };
  const step = observeExternal(state, {
    slot: newsSlot(state, nowMs),
    atMs: nowMs,
    severity: concern?.severity ?? state.severity ?? 'warning',
    version: 1,
    sight: concern === null ? { kind: 'over' } : { kind: 'firing', value: null },
  });
  const now = { ...alert, state: step.state };
  const scene = await sceneOf(ports, after.pipeline, nowMs);
  const settled = tick(step, { atMs: nowMs, mute: muteOf(now, scene, nowMs) });
  return [{ ...settled, alert: { ...now, state: settled.state } }];
}

function subjectOf(
  { id, pipeline, stage, stable, candidate, author }: Rollout,
  summary: string | undefined,
): Omit<StoredAlert, 'id' | 'revision' | 'state'> {
  return {
    kind: 'rollout',
    rule: {
      id,
      name: `Rollout ${stable.version} → ${candidate.version}`,
      version: 1,
      thresholds: {},
      owner: author,
    },
    source: { name: 'the rollout', ...(summary !== undefined && { summary }) },
    pipeline,
    stage,
    version: candidate.version,
    labels: {},
  };
}
