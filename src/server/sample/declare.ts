import { z } from 'zod';
import { AutomationRules } from '#contract/automation.ts';
import { Reference, type ReferenceRequest } from '#contract/reference.ts';
import { hotelDefinition, hotelReferenceWindow } from '#sample/hotel.ts';
import { hotelRules } from '#sample/hotel-rules.ts';
import { speechAutomation, speechCases } from '#sample/speech-automation.ts';
import { speechRules } from '#sample/speech-rules.ts';
import { speechDefinition } from '#sample/speech.ts';
import { speechStory } from '#sample/speech-story.ts';
import { DAY_MS } from '#sample/units.ts';
import type { SampleSource } from './batch.ts';
import type { ApiClient } from './client.ts';

const REFERENCE_DAYS = 5;
const IsSet = AutomationRules.pick({ isSet: true });
const ReferenceList = z.object({ items: z.array(Reference) });

export async function declarePipelines(client: ApiClient): Promise<void> {
  for (const [name, definition] of [
    ['speech', speechDefinition()],
    ['hotel', hotelDefinition()],
  ] as const) {
    const body = { type: 'application/json', text: JSON.stringify(definition) } as const;
    await client.send({ method: 'PUT', path: `/api/v1/pipelines/${name}`, body });
  }
}

/** An import changes nothing where the same rules are there already. */
export async function declareRules(client: ApiClient): Promise<void> {
  for (const file of [speechRules(), hotelRules()]) {
    const path = `/api/v1/pipelines/${file.pipeline}/rules.yaml?reason=sample`;
    const body = { type: 'application/yaml', text: JSON.stringify(file) } as const; // JSON is YAML
    await client.send({ method: 'POST', path, body });
  }
}

/** Makes the references that are not there yet: a load that was interrupted may have made some. */
export async function createReferences(client: ApiClient, anchor: Date): Promise<void> {
  const { historyStart } = speechStory(anchor);
  const week = { from: new Date(historyStart), to: new Date(historyStart + REFERENCE_DAYS * DAY_MS) };
  for (const { name: stage } of speechDefinition().stages) {
    await createReference(client, 'speech', referenceRequest(stage, 'week before vad v9', week));
  }
  for (const { name: stage } of hotelDefinition().stages) {
    await createReference(
      client,
      'hotel',
      referenceRequest(stage, 'training period', hotelReferenceWindow(anchor)),
    );
  }
}

/** Where nobody has set it yet. */
export async function declareAutomation(client: ApiClient, { seed, anchor }: SampleSource): Promise<void> {
  const stage = '/api/v1/pipelines/speech/stages/asr';
  const path = `${stage}/automation`;
  const { isSet } = IsSet.parse(await client.send({ method: 'GET', path }));
  if (isSet) return;
  const command = { type: 'set', setting: speechAutomation(), reason: 'sample', acceptsOverload: true };
  const body = { type: 'application/json', text: JSON.stringify(command) } as const;
  await client.send({ method: 'POST', path: `${path}/commands`, body });
  for (const request of speechCases(seed, anchor)) {
    const text = JSON.stringify(request);
    await client.send({ method: 'POST', path: `${stage}/reviews`, body: { type: 'application/json', text } });
  }
}

async function createReference(
  client: ApiClient,
  pipeline: string,
  request: ReferenceRequest,
): Promise<void> {
  const path = `/api/v1/pipelines/${pipeline}/references`;
  const existing = ReferenceList.parse(
    await client.send({ method: 'GET', path: `${path}?stage=${encodeURIComponent(request.stage)}` }),
  );
  if (existing.items.some(({ name }) => name === request.name)) return;
  const body = { type: 'application/json', text: JSON.stringify(request) } as const;
  await client.send({ method: 'POST', path, body });
}

function referenceRequest(
  stage: string,
  name: string,
  { from, to }: { from: Date; to: Date },
): ReferenceRequest {
  return { stage, name, from: from.toISOString(), to: to.toISOString() };
}
