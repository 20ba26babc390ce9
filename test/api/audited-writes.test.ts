import { expectTypeOf, it } from 'vitest';
import type { AuditEntry, ControlStore } from '#api/ports.ts';

type IsEntry<Argument> = Argument extends AuditEntry
  ? true
  : Argument extends readonly { audit: AuditEntry }[]
    ? true
    : never;
type TakesEntry<Method> = Method extends (...taken: infer Taken) => unknown
  ? true extends IsEntry<Taken[number]>
    ? true
    : false
  : false;
type WithoutEntry = {
  [Name in keyof ControlStore]: TakesEntry<ControlStore[Name]> extends true ? never : Name;
}[keyof ControlStore];
type Reading = `${'list' | 'find' | 'read' | 'has'}${string}`;

/** What no person decides: the clock, how far machines have come, when a session or a key was last seen. */
type OfMachines =
  | 'currentTime'
  | 'evaluationProgress'
  | 'takeTurn'
  | 'forgetRuleSlots'
  | 'postponeAlerts'
  | 'claimMessages'
  | 'planDeliveries'
  | 'gatherDigests'
  | 'skipOtherChannels'
  | 'claimDeliveries'
  | 'settleDelivery'
  | 'deliveryHealth'
  | 'keepServerSecret'
  | 'forgetDeliveries'
  | 'claimSourceSlot'
  | 'recordSourceHealth'
  | 'putProjection'
  | 'deleteProjection'
  | 'takeLease'
  | 'forgetAnswers'
  // cases that come, that somebody looks at, and that go by time; what is decided of them gives its entry
  | 'addReviews'
  | 'takeReview'
  | 'leaveReview'
  | 'settleReview'
  | 'reviewCounts'
  | 'forgetReviews'
  // of the controller, too, whose moves are in the rollout's own chain; commands of people give their entry
  | 'writeRollout'
  | 'touchSession'
  | 'touchApiKey';

it('every write of the control store takes its audit entry, to be kept in the same transaction', () => {
  expectTypeOf<Exclude<WithoutEntry, Reading>>().toEqualTypeOf<OfMachines>();
});
