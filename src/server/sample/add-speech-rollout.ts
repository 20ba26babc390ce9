import type { Ports } from '#api/ports.ts';
import { addSampleRollout } from '#api/services/sample-rollout/add.ts';
import { samplePeople } from '#sample/people.ts';
import { speechRollout } from '#sample/speech-rollout.ts';
import { speechStory } from '#sample/speech-story.ts';

/** The candidate of the recogniser, as the sample's log has it since its story began. */
export function addSpeechRollout(ports: Ports, anchor: Date): Promise<void> {
  const { asrShadow, asrCandidate } = speechStory(anchor);
  const [ada, , chen] = samplePeople;
  return addSampleRollout(ports, {
    request: speechRollout(),
    times: { shadowMs: asrShadow, canaryMs: asrCandidate, endMs: ports.now().getTime() },
    engineer: ada,
    approver: chen,
  });
}
