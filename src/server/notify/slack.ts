import { attempt } from './attempt.ts';
import { digestLine, digestTitle, messageWords } from './message-words.ts';
import { alertUrl, type Sender, type SenderContext } from './sender.ts';
import type { Notice } from '#api/notification-store.ts';

/** Limits of Block Kit. */
const HEADER_LENGTH = 150;
const SECTION_LENGTH = 3_000;
const MOST_FIELDS = 10;
const MOST_LINES = 20;

/** A Slack-style incoming webhook, in blocks; Mattermost and others take the same. */
export const sendSlack: Sender<'slack'> = ({ secrets: { url = '' } }, notice, context) =>
  attempt(context.guard, {
    url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Anchorwatch',
      'idempotency-key': notice.key,
    },
    body: JSON.stringify(slackBody(notice, context)),
  });

function slackBody(notice: Notice, context: SenderContext) {
  const [only, ...more] = notice.messages;
  if (!only || more.length > 0) return digestBody(notice, context);
  const { title, text, facts } = messageWords(only);
  return {
    text: escaped(`${title}. ${text}`),
    blocks: [
      header(title),
      section(text),
      {
        type: 'section',
        fields: facts
          .slice(0, MOST_FIELDS)
          .map(({ name, value }) => ({ type: 'mrkdwn', text: `*${name}*\n${escaped(value)}` })),
      },
      { type: 'actions', elements: [button('Open the alert', alertUrl(context, only.alert))] },
    ],
  };
}

function digestBody(notice: Notice, { origin }: SenderContext) {
  const title = digestTitle(notice);
  const lines = notice.messages.map((told) => `• ${digestLine(told)}`);
  const hidden = lines.length - MOST_LINES;
  const shown = [...lines.slice(0, MOST_LINES), ...(hidden > 0 ? [`… and ${hidden} more`] : [])];
  return {
    text: escaped(title),
    blocks: [
      header(title),
      section(shown.join('\n')),
      { type: 'actions', elements: [button('Open the inbox', `${origin}/alerts`)] },
    ],
  };
}

function header(text: string) {
  return { type: 'header', text: { type: 'plain_text', text: text.slice(0, HEADER_LENGTH) } };
}

function section(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text: escaped(text).slice(0, SECTION_LENGTH) } };
}

function button(label: string, url: string) {
  return { type: 'button', text: { type: 'plain_text', text: label }, url };
}

/** The three characters that mean something in Slack's text: names of rules must not mention a channel. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
