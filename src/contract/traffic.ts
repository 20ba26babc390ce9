import { z } from 'zod';
import { Name } from './prediction.ts';

/** Shares of traffic are whole basis points: 10,000 are all of it. */
export const ALL_TRAFFIC = 10_000;

/** Who answers: the version that is trusted, the one on trial, and people (or the old version) for an unbiased sample. */
export const ArmId = z.enum(['stable', 'candidate', 'audit']).meta({ id: 'ArmId' });
export type ArmId = z.infer<typeof ArmId>;

const BasisPoints = z.number().int().min(0).max(ALL_TRAFFIC);
export const HeaderName = z
  .string()
  .max(200)
  .regex(/^[!#$%&'*+.^_`|~0-9a-z-]+$/, 'a header name in lower case');

/**
 * Where requests go: the one document that rollouts write, adapters apply and read back, and people compare. The same
 * salt and key always fall to the same arm, and a growing candidate keeps those that it had.
 */
export const TrafficDocument = z
  .strictObject({
    rev: z.number().int().nonnegative().describe('grows with every change'),
    split: z
      .strictObject({ stable: BasisPoints, candidate: BasisPoints, audit: BasisPoints.default(0) })
      .refine(({ stable, candidate, audit }) => stable + candidate + audit === ALL_TRAFFIC, {
        error: `the shares must sum to ${ALL_TRAFFIC} basis points`,
      }),
    mirror: z
      .array(z.strictObject({ to: ArmId, basisPoints: BasisPoints }))
      .max(2)
      .default([])
      .describe('arms that get copies, whose answers nobody sees'),
    force: z
      .array(z.strictObject({ header: HeaderName, value: z.string().min(1).max(200), arm: ArmId }))
      .max(10)
      .default([])
      .describe('requests with this header go to this arm, whatever the split'),
    stickyKey: HeaderName.nullable().describe(
      'header that holds the unit of the split, such as x-user; null: every request for itself',
    ),
    salt: Name.describe('new for each rollout, so that the same users are not always the first'),
  })
  .meta({ id: 'TrafficDocument' });
export type TrafficDocument = z.infer<typeof TrafficDocument>;
