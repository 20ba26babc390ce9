const messages: Record<string, string> = {
  fire: 'that it fires',
  upgrade: 'that it is critical',
  repage: 'again, for nobody took it',
  acknowledgementExpired: 'that the acknowledgement ran out',
  unacknowledged: 'that it was handed back',
  snoozeEnded: 'that the snooze is over',
  unmuted: 'that nothing holds it back',
  acknowledged: 'that somebody took it',
  acknowledgementReminder: 'that the acknowledgement runs out soon',
  digest: 'what had waited',
  resolve: 'that it is over',
};

/** What a message says, after “was told …”; one of a kind that this page does not know by its name. */
export function toldWhat(kind: string): string {
  return messages[kind] ?? kind;
}
