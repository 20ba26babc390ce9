/** What a person reads who has just started the server. */
export function greeting({
  url,
  dataFolder,
  hasSample,
  isOpen,
}: {
  url: string;
  dataFolder: string;
  hasSample: boolean;
  /** Nobody needs an account, and no machine a key. */
  isOpen: boolean;
}): string {
  const key = isOpen ? '' : " -H 'authorization: Bearer KEY'";
  return [
    '',
    `  Anchorwatch keeps watch at ${url}`,
    '',
    hasSample
      ? '  Open it: two sample pipelines, hotel and speech, are being filled in.'
      : '  Open it: the watch starts with your first record.',
    `  Send your own log:  curl ${url}/api/v1/predictions${key} -H 'content-type: application/json' \\`,
    `    -d '{"pipeline":"mine","stage":"model","time":"${new Date().toISOString()}","features":{"x":1.5},"prediction":"yes"}'`,
    ...(isOpen ? [] : ['  A KEY is made under Settings, API keys.']),
    `  Data: ${dataFolder}    Stop: Ctrl+C`,
    '',
  ].join('\n');
}
