/** Why people are told. All but the last three ask for somebody. */
export type MessageKind =
  | 'fire'
  | 'upgrade'
  | 'repage'
  | 'acknowledgementExpired'
  | 'unacknowledged'
  | 'snoozeEnded'
  | 'unmuted'
  | 'acknowledged'
  | 'acknowledgementReminder'
  | 'resolve';
