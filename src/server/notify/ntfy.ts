import { attempt } from './attempt.ts';
import { digestLine, digestTitle, messageWords } from './message-words.ts';
import { alertUrl, type Sender } from './sender.ts';

/** What ntfy takes in one message; more becomes an attachment. */
const MESSAGE_BYTES = 4_096;
/** ntfy's scale: 5 breaks through, 3 is ordinary, 2 makes no sound. */
const priorities = { critical: 5, warning: 3, resolved: 2 } as const;

/** ntfy's JSON form, posted to the root of its server. */
export const sendNtfy: Sender<'ntfy'> = ({ settings, secrets: { token } }, { messages }, context) => {
  const [only, ...more] = messages;
  const isDigest = !only || more.length > 0;
  const isOver = messages.every(({ message }) => message.kind === 'resolve');
  const isCritical = messages.some(
    ({ message }) => message.severity === 'critical' && message.kind !== 'resolve',
  );
  const state = isOver ? 'resolved' : isCritical ? 'critical' : 'warning';
  const words = isDigest
    ? { title: digestTitle({ messages }), text: messages.map(digestLine).join('\n') }
    : messageWords(only);
  const url = isDigest ? `${context.origin}/alerts` : alertUrl(context, only.alert);
  return attempt(context.guard, {
    url: settings.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Anchorwatch',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({
      topic: settings.topic,
      title: words.title,
      message: cut(words.text),
      priority: priorities[state],
      tags: [
        state === 'resolved' ? 'white_check_mark' : state === 'critical' ? 'rotating_light' : 'warning',
        state,
      ],
      click: url,
      actions: [{ action: 'view', label: isDigest ? 'Open the inbox' : 'Open the alert', url, clear: true }],
    }),
  });
};

function cut(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= MESSAGE_BYTES) return text;
  return `${new TextDecoder().decode(bytes.subarray(0, MESSAGE_BYTES - 6)).replace(/\uFFFD$/, '')}…`;
}
