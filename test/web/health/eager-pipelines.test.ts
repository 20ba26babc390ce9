import { describe, expect, it } from 'vitest';
import { eagerPipelines } from '#web/health/eager-pipelines.ts';

const stagesOf = (pipeline: string, count: number) => Array.from({ length: count }, () => ({ pipeline }));

describe('the pipelines whose drift is computed at once', () => {
  it('are whole ones, those with few stages first', () => {
    const stages = [...stagesOf('big', 100), ...stagesOf('small', 3), ...stagesOf('middle', 20)];

    expect([...eagerPipelines(stages)]).toEqual(['small', 'middle']);
  });

  it('are all while there are few stages, and none where one alone has too many', () => {
    expect([...eagerPipelines(stagesOf('only', 24))]).toEqual(['only']);
    expect([...eagerPipelines(stagesOf('only', 25))]).toEqual([]);
    expect([...eagerPipelines([])]).toEqual([]);
  });
});
