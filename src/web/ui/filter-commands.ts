export interface Command {
  id: string;
  label: string;
  /** Heading it belongs under: "Pages", "Stages", "Actions". */
  group: string;
  /** Other words that find it. */
  words?: string | undefined;
  /** The keys that do the same, as printed: "g f". */
  keys?: string | undefined;
  onRun: () => void;
}

const MOST = 50;

/**
 * The commands that hold every word of `query`, at most 50. Without a query the recent ones come first; with one,
 * those whose label starts with it, then those with a word that starts with it, then the rest; ties keep their order.
 */
export function filterCommands(
  commands: readonly Command[],
  query: string,
  recentIds: readonly string[],
): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const recency = new Map(recentIds.map((id, index) => [id, index]));
  return commands
    .flatMap((command, order) => {
      const text = `${command.label} ${command.group} ${command.words ?? ''}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) return [];
      return [{ command, order, rank: rankOf(command.label.toLowerCase(), words) }];
    })
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        (recency.get(a.command.id) ?? recentIds.length) - (recency.get(b.command.id) ?? recentIds.length) ||
        a.order - b.order,
    )
    .slice(0, MOST)
    .map(({ command }) => command);
}

function rankOf(label: string, words: readonly string[]): number {
  const [first] = words;
  if (first === undefined || label.startsWith(first)) return 0;
  return label.split(/[\s/._-]+/).some((part) => part.startsWith(first)) ? 1 : 2;
}
