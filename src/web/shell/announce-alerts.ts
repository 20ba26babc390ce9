import type { Alert } from '#contract/alert.ts';
import { alertsPath } from '../url/links.ts';

/** One firing that nobody has in hand yet, and which nothing keeps quiet. */
function isLoud({ handling, mute, condition }: Alert): boolean {
  return condition === 'firing' && handling.kind === 'none' && mute === null;
}

const keyOf = ({ id, episode, severity }: Alert) => `${id} ${episode} ${severity}`;

/**
 * Which firings are news against what was known: new ones, and known ones that became worse. What was there when the page
 * opened is none, and neither is what somebody has in hand or something keeps quiet.
 */
export function newFirings(
  known: ReadonlySet<string> | undefined,
  alerts: readonly Alert[],
): { known: ReadonlySet<string>; news: Alert[] } {
  const loud = alerts.filter(isLoud);
  const news = known === undefined ? [] : loud.filter((alert) => !known.has(keyOf(alert)));
  return { known: new Set([...(known ?? []), ...loud.map(keyOf)]), news };
}

/** `speech / asr: word error fires (critical)`, or how many do. */
export function newsText(news: readonly Alert[]): string {
  const [first] = news;
  if (!first) return '';
  if (news.length > 1) {
    const critical = news.filter(({ severity }) => severity === 'critical').length;
    return `${news.length} alerts fire${critical > 0 ? `, ${critical} of them critical` : ''}`;
  }
  const place = first.stage === undefined ? first.pipeline : `${first.pipeline} / ${first.stage}`;
  return `${place}: ${first.rule.name} fires (${first.severity ?? 'alert'})`;
}

/**
 * Shows one message of the operating system for all that is new; a click leads to the alert, or to the list. Browsers of phones
 * let only a service worker show one: there their constructor throws.
 */
export async function notifyDesktop(
  news: readonly Alert[],
  open: (id: string | undefined) => void,
): Promise<void> {
  const [first] = news;
  const id = news.length === 1 ? first?.id : undefined;
  const options = { body: newsText(news), tag: 'anchorwatch-alerts', icon: '/icon-192.png' };
  const note = createNote(options);
  if (!note) {
    const { showByWorker } = await import('./show-by-worker.ts');
    return showByWorker(options, alertsPath(id));
  }
  note.addEventListener('click', () => {
    window.focus();
    note.close();
    open(id);
  });
}

function createNote(options: NotificationOptions): Notification | undefined {
  try {
    return new Notification('Anchorwatch', options);
  } catch (fault) {
    if (fault instanceof TypeError) return undefined;
    throw fault;
  }
}

/** Two short tones; the second one is higher where something critical is among the news. */
export function soundAlarm(news: readonly Alert[]): void {
  const context = new AudioContext();
  const isCritical = news.some(({ severity }) => severity === 'critical');
  const tones = [660, isCritical ? 880 : 660];
  for (const [index, frequency] of tones.entries()) {
    const tone = new OscillatorNode(context, { frequency });
    const start = context.currentTime + index * 0.25;
    tone.connect(new GainNode(context, { gain: 0.15 })).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.18);
    if (index === tones.length - 1) tone.addEventListener('ended', () => void context.close());
  }
}
