import { ALL_TRAFFIC, type TrafficDocument } from '#contract/traffic.ts';

/** A document as one router was told it, and by which writer. */
export type RoutedDocument = { document: TrafficDocument; fence: number };
export type ArmUrls = { stable: URL; candidate?: URL | undefined };

/** What may stand in a configuration without being read as something else. */
const PLAIN = /^[\w.:@ /+-]+$/;

/**
 * The maps and upstreams of one stage, to be included in nginx's `http` block. They set two variables: `$NAME`, the
 * upstream for `proxy_pass`, and `$NAME_document`, this document in base64url, for a location that is read back.
 *
 * @param name of variables and upstreams: letters, digits and underscores
 * @throws {Error} for what nginx cannot be told
 */
export function renderNginx(name: string, { document, fence }: RoutedDocument, urls: ArmUrls): string {
  const { split, force, stickyKey, salt } = document;
  const key = stickyKey === null ? '$request_id' : variableOf(stickyKey);
  const parts = [
    split.candidate > 0 &&
      split.candidate < ALL_TRAFFIC &&
      `  ${percent(split.candidate)} ${name}_candidate;`,
    `  * ${name}_${split.candidate === ALL_TRAFFIC ? 'candidate' : 'stable'};`,
  ].filter((line) => line !== false);
  // the first header that asks for an arm decides, so the chain is built from the last
  const chain = force.map(({ header, value, arm }, i) => {
    if (!PLAIN.test(value))
      throw new Error(`nginx cannot look for the header value ${JSON.stringify(value)}`);
    const rest = i === force.length - 1 ? `$${name}_bucket` : `$${name}_force_${i + 1}`;
    const chosen = arm === 'candidate' && urls.candidate ? 'candidate' : 'stable';
    return `map ${variableOf(header)} $${name}_force_${i} {\n  default ${rest};\n  "${value}" ${name}_${chosen};\n}`;
  });
  return [
    `# Written by Anchorwatch, revision ${document.rev}. It is replaced with every step of a rollout.`,
    upstream(`${name}_stable`, urls.stable),
    ...(urls.candidate ? [upstream(`${name}_candidate`, urls.candidate)] : []),
    `map ${key} $${name}_key {\n  "" $request_id;\n  default ${key};\n}`,
    `split_clients "${encoded(salt)}:$${name}_key" $${name}_bucket {\n${parts.join('\n')}\n}`,
    ...chain.toReversed(),
    `map "" $${name} {\n  default ${force.length > 0 ? `$${name}_force_0` : `$${name}_bucket`};\n}`,
    `map "" $${name}_document {\n  default "${encoded(JSON.stringify({ document, fence }))}";\n}`,
    '',
  ].join('\n');
}

/** What a location that returns `$NAME_document` said. */
export function parseRouted(text: string): unknown {
  return JSON.parse(Buffer.from(text.trim(), 'base64url').toString());
}

function upstream(name: string, { protocol, hostname, port, pathname }: URL): string {
  if (protocol !== 'http:' || pathname !== '/')
    throw new Error('nginx takes endpoints such as http://host:port, without a path');
  return `upstream ${name} {\n  server ${hostname}:${port || '80'};\n  keepalive 32;\n}`;
}

/** Of a request's header; nginx names it in lower case with underscores. */
function variableOf(header: string): string {
  if (!/^[a-z0-9-]+$/.test(header)) throw new Error(`nginx has no variable for the header ${header}`);
  return `$http_${header.replaceAll('-', '_')}`;
}

function percent(basisPoints: number): string {
  return `${basisPoints / 100}%`;
}

/** Without a character that a configuration could read as its own. */
function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}
