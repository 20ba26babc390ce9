/**
 * Names in one word of a URL: joined by `~`, where names may hold any character. An `!` begins an escape: `!t` is `~`,
 * `!e` is `!`.
 */
export function formatNames(names: readonly string[]): string {
  return names.map((name) => name.replaceAll('!', '!e').replaceAll('~', '!t')).join('~');
}

export function parseNames(text: string): string[] {
  return text.split('~').map((name) => name.replaceAll('!t', '~').replaceAll('!e', '!'));
}
