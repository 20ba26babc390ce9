import { createRandom, poisson, type Random } from '#sample/random.ts';
import { asymptoticSequence } from '#stats/sequential/asymptotic-sequence.ts';
import { rateRatio } from '#stats/sequential/rate-ratio.ts';
import { MINUTES, SHARE } from './worlds.ts';

/** Users who keep their arm, some of whom fail again and again; no arm is worse. */
const USERS = 4000;
const BAD_USERS = 0.01;
const BAD_ERRORS = 0.6;
const GOOD_ERRORS = 0.004;
const ROWS_PER_USER_AND_LOOK = 7.5;
const LOOK_MINUTES = 10;

type User = { inCandidate: boolean; errors: number; rows: number; events: number };
type Alarms = { perRequest: boolean; perUser: boolean };

/** Whether six hours of looks raised a false alarm: by the rate ratio of requests, and by the mean of users. */
export function clusteredRun(seed: number): Alarms {
  const random = createRandom(seed);
  const users: User[] = Array.from({ length: USERS }, () => ({
    inCandidate: random() < SHARE,
    errors: random() < BAD_USERS ? BAD_ERRORS : GOOD_ERRORS,
    rows: 0,
    events: 0,
  }));
  const watch = rateRatio({ alpha: 0.05 });
  let state = watch.start();
  const alarms = { perRequest: false, perUser: false };
  for (let minute = 0; minute < MINUTES; minute += LOOK_MINUTES) {
    const arms = { candidate: { rows: 0, events: 0 }, baseline: { rows: 0, events: 0 } };
    for (const user of users) addLook(user, user.inCandidate ? arms.candidate : arms.baseline, random);
    state = watch.next(state, arms.candidate, arms.baseline);
    alarms.perRequest ||= watch.evidence(state).harmP <= 0.05;
    alarms.perUser ||= differenceOfUsers(users) > 0;
  }
  return alarms;
}

function addLook(user: User, arm: { rows: number; events: number }, random: Random): void {
  const rows = poisson(random, ROWS_PER_USER_AND_LOOK);
  let events = 0;
  for (let i = 0; i < rows; i++) if (random() < user.errors) events++;
  user.rows += rows;
  user.events += events;
  arm.rows += rows;
  arm.events += events;
}

/** Lower end of the difference of the arms' mean error share, every user one unit. */
function differenceOfUsers(users: readonly User[]): number {
  const [candidate, baseline] = [true, false].map((inCandidate) => {
    const shares = users
      .filter((user) => user.inCandidate === inCandidate && user.rows > 0)
      .map(({ rows, events }) => events / rows);
    const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
    const squares = shares.reduce((a, share) => a + (share - mean) ** 2, 0);
    return { n: shares.length, mean, variance: squares / (shares.length - 1) / shares.length };
  }) as [Arm, Arm];
  const standardError = Math.sqrt(candidate.variance + baseline.variance);
  const n = candidate.n + baseline.n;
  return asymptoticSequence(candidate.mean - baseline.mean, standardError, n, { decisionRows: USERS }).lower;
}

type Arm = { n: number; mean: number; variance: number };
