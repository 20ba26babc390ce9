/** Why people are told. All but the last two ask for somebody. */
export type MessageKind =
  | 'fire'
  | 'upgrade'
  | 'repage'
  | 'acknowledgementExpired'
  | 'unacknowledged'
  | 'snoozeEnded'
  | 'unmuted'
  | 'acknowledgementReminder'
  | 'resolve';
