import type { AlarmCounts } from './alarm-record.ts';

type BudgetedRule = { id: string; perWeek: number | undefined };

export type SharedBudget = {
  /** What the board promises: as it says, else what its rules do together; undefined where nobody promised anything. */
  boardPerWeek: number | undefined;
  /** The board itself says so. */
  isBoards: boolean;
  /** The rules' own promises together. */
  ownPerWeek: number;
  /** By rule: its own promise, else an equal share of what those leave of the board's; left out where there is neither. */
  perWeek: ReadonlyMap<string, number>;
};

/** How the false alarms that a board may raise are shared by its rules. O(rules). */
export function shareBudget(boardPerWeek: number | undefined, rules: readonly BudgetedRule[]): SharedBudget {
  const own = rules.flatMap(({ id, perWeek }) => (perWeek === undefined ? [] : [[id, perWeek] as const]));
  const ownPerWeek = own.reduce((sum, [, perWeek]) => sum + perWeek, 0);
  const others = rules.filter(({ perWeek }) => perWeek === undefined);
  const left = boardPerWeek === undefined ? undefined : Math.max(0, boardPerWeek - ownPerWeek);
  const shares = left === undefined ? [] : others.map(({ id }) => [id, left / others.length] as const);
  return {
    boardPerWeek: boardPerWeek ?? (own.length > 0 ? ownPerWeek : undefined),
    isBoards: boardPerWeek !== undefined,
    ownPerWeek,
    perWeek: new Map([...own, ...shares]),
  };
}

/**
 * What the rules of a board raised beside what was promised: by the board, or else by its rules, each for as long as it was
 * watched. A rule without a promise counts only where the board has one. O(rules).
 */
export function boardCounts(
  { boardPerWeek = 0, isBoards, perWeek }: SharedBudget,
  records: readonly ({ ruleId: string } & AlarmCounts)[],
): AlarmCounts & { promisedPerWeek: number } {
  const counted = records.filter(({ ruleId }) => perWeek.has(ruleId));
  const sum = (of: (record: (typeof counted)[number]) => number) =>
    counted.reduce((total, record) => total + of(record), 0);
  const weeks = Math.max(0, ...counted.map((record) => record.weeks));
  const promised = sum((record) => (perWeek.get(record.ruleId) ?? 0) * record.weeks);
  return {
    weeks,
    real: sum(({ real }) => real),
    noise: sum(({ noise }) => noise),
    unmarked: sum(({ unmarked }) => unmarked),
    promisedPerWeek: isBoards || weeks === 0 ? boardPerWeek : promised / weeks,
  };
}
