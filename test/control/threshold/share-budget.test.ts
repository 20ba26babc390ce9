import { describe, expect, it } from 'vitest';
import { boardCounts, shareBudget } from '#control/threshold/share-budget.ts';

describe('the budget of a board', () => {
  it.each([
    {
      name: 'is shared equally where no rule has its own',
      board: 3,
      rules: [undefined, undefined],
      shares: [1.5, 1.5],
      promised: 3,
    },
    {
      name: 'leaves the others what own promises do not take',
      board: 3,
      rules: [1, undefined, undefined],
      shares: [1, 1, 1],
      promised: 3,
    },
    {
      name: 'leaves nothing where own promises take all',
      board: 1,
      rules: [2, undefined],
      shares: [2, 0],
      promised: 1,
    },
    {
      name: 'is what its rules promise where it says nothing itself',
      board: undefined,
      rules: [0.5, undefined, 1],
      shares: [0.5, undefined, 1],
      promised: 1.5,
    },
    {
      name: 'is none where nobody promised anything',
      board: undefined,
      rules: [undefined],
      shares: [undefined],
      promised: undefined,
    },
  ])('$name', ({ board, rules, shares, promised }) => {
    const shared = shareBudget(
      board,
      rules.map((perWeek, index) => ({ id: `r${index}`, perWeek })),
    );

    expect(rules.map((_, index) => shared.perWeek.get(`r${index}`))).toEqual(shares);
    expect(shared.boardPerWeek).toBe(promised);
  });

  it('is held against the alarms of its rules, each for as long as it was watched', () => {
    const shared = shareBudget(undefined, [
      { id: 'old', perWeek: 1 },
      { id: 'new', perWeek: 3 },
      { id: 'free', perWeek: undefined },
    ]);

    const counts = boardCounts(shared, [
      { ruleId: 'old', weeks: 4, noise: 5, real: 1, unmarked: 0 },
      { ruleId: 'new', weeks: 1, noise: 1, real: 0, unmarked: 2 },
      { ruleId: 'free', weeks: 4, noise: 90, real: 0, unmarked: 0 },
    ]);

    expect(counts).toEqual({ weeks: 4, noise: 6, real: 1, unmarked: 2, promisedPerWeek: 7 / 4 });
  });

  it('is its own promise where it has one, whatever its rules promise', () => {
    const shared = shareBudget(1, [{ id: 'loud', perWeek: 5 }]);

    const { promisedPerWeek } = boardCounts(shared, [
      { ruleId: 'loud', weeks: 2, noise: 4, real: 0, unmarked: 0 },
    ]);

    expect(promisedPerWeek).toBe(1);
  });
});
