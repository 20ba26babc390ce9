import type { Notice } from '#api/notification-store.ts';
import { attempt } from './attempt.ts';
import { digestLine, digestTitle, messageWords } from './message-words.ts';
import { alertUrl, type Sender, type SenderContext } from './sender.ts';

const MOST_LINES = 20;

/** A webhook of a Teams workflow: an adaptive card. */
export const sendTeams: Sender<'teams'> = ({ secrets: { url = '' } }, notice, context) =>
  attempt(context.guard, {
    url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Anchorwatch',
      'idempotency-key': notice.key,
    },
    body: JSON.stringify({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.4',
            ...cardOf(notice, context),
          },
        },
      ],
    }),
  });

function cardOf(notice: Notice, context: SenderContext) {
  const [only, ...more] = notice.messages;
  if (!only || more.length > 0) {
    const hidden = notice.messages.length - MOST_LINES;
    return {
      body: [
        heading(digestTitle(notice)),
        ...notice.messages.slice(0, MOST_LINES).map((told) => line(digestLine(told))),
        ...(hidden > 0 ? [line(`… and ${hidden} more`)] : []),
      ],
      actions: [open('Open the inbox', `${context.origin}/alerts`)],
    };
  }
  const { title, text, facts } = messageWords(only);
  return {
    body: [
      heading(title),
      line(text),
      { type: 'FactSet', facts: facts.map(({ name, value }) => ({ title: name, value: plain(value) })) },
    ],
    actions: [open('Open the alert', alertUrl(context, only.alert))],
  };
}

function heading(text: string) {
  return { ...line(text), weight: 'Bolder', size: 'Medium' };
}

function line(text: string) {
  return { type: 'TextBlock', wrap: true, text: plain(text) };
}

function open(title: string, url: string) {
  return { type: 'Action.OpenUrl', title, url };
}

/** Cards read Markdown: a name must stay a name. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]()#<>]/g, (sign) => `\\${sign}`);
}
