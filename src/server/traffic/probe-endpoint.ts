import type { Probe } from '#contract/deployment.ts';

const TIMEOUT_MS = 10_000;
const REQUESTS = 5;
/** One failure of five may be chance: what fails more often is for the gates to find out. */
const FAILURES = 1;

/**
 * Whether a version answers as a user would need it: several times, and with the fields that the stable version's answer
 * has. Null when it does, else what is wrong.
 */
export async function probeEndpoint(
  url: URL,
  reference: URL | undefined,
  probe: Probe,
): Promise<string | null> {
  const wanted = reference && (await ask(reference, probe));
  let failures = 0;
  for (let i = 0; i < REQUESTS; i++) {
    const answer = await ask(url, probe);
    if ('fault' in answer) {
      if (++failures > FAILURES) return answer.fault;
      continue;
    }
    if (!wanted || 'fault' in wanted) continue;
    const missing = wanted.fields.filter((field) => !answer.fields.includes(field));
    if (missing.length > 0) return `its answer has no ${missing.join(', ')}`;
  }
  return null;
}

async function ask(url: URL, { path, body }: Probe): Promise<{ fields: string[] } | { fault: string }> {
  try {
    const response = await fetch(url.href.replace(/\/$/, '') + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) return { fault: `the probe was answered with ${response.status}` };
    return { fields: fieldsOf(text) };
  } catch (cause) {
    return { fault: `the probe failed: ${reasonOf(cause)}` };
  }
}

function fieldsOf(text: string): string[] {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? Object.keys(answer) : [];
  } catch {
    return [];
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
