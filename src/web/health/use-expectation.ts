import { useQuery } from '@tanstack/react-query';
import type { Pipeline } from '#contract/pipeline.ts';
import { statusQuery } from '../api/status.ts';

/** Whether rows of a pipeline should be coming in now: not of a batch, and not of a sample whose past is being filled in. */
export function useExpectation(): (pipeline: Pipeline) => boolean {
  const { data: status } = useQuery(statusQuery());
  const isFilling = status?.sample.state === 'loading';
  return ({ kind, sample }) => kind === 'realtime' && !(sample && isFilling);
}
