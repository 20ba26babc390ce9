import { ApiError } from '#contract/client.ts';
import { LabelCoverage } from '#contract/labels.ts';
import { Problem } from '#contract/problem.ts';
import type { Reference } from '#contract/reference.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import { fetchLabelledData, type LabelledData } from '../quality/labelled-data.ts';
import { qualityReport } from '../quality/report.ts';

const LABELLED_ROWS = 40_000;
/** Rows whether or not they have a label: for how late labels are, and for what scores let expect. */
const ALL_ROWS = 20_000;
const REQUESTS = 5;

export async function quality(
  { coverageUrl, rowsUrl }: TaskInput<'quality'>,
  { signal, onProgress, breathe }: TaskContext,
): Promise<TaskResult<'quality'>> {
  let fetched = 0;
  const counted = <T>(answer: T): T => {
    onProgress({ doing: 'fetching', share: ++fetched / REQUESTS });
    return answer;
  };
  const fetchBoth = async (url: string): Promise<{ labelled: LabelledData; all: LabelledData }> => {
    const fetchRows = async (rows: 'labelled' | 'all', limit: number) =>
      counted(await fetchLabelledData(withQuery(url, { rows, limit: String(limit) }), signal));
    const [labelled, all] = await Promise.all([
      fetchRows('labelled', LABELLED_ROWS),
      fetchRows('all', ALL_ROWS),
    ]);
    return { labelled, all };
  };
  onProgress({ doing: 'fetching', share: 0 });
  const shown = fetchBoth(rowsUrl);
  shown.catch(() => undefined); // when the coverage fails first, that is what is told
  const coverage = counted(await fetchCoverage(coverageUrl, signal));
  const [reference, current] = await Promise.all([
    fetchBoth(referenceUrl(rowsUrl, coverage.reference)),
    shown,
  ]);

  onProgress({ doing: 'scoring' });
  const output = await qualityReport({ coverage, reference, current }, breathe);
  return { output, transfer: [] };
}

/** The reference holds all versions; the rows of an upload are kept apart. */
function referenceUrl(rowsUrl: string, { id, from, to, source }: Reference): string {
  const url = new URL(rowsUrl);
  url.searchParams.delete('version');
  return withQuery(
    url.href,
    source === 'upload' ? { from, to, role: 'reference', version: id } : { from, to },
  );
}

async function fetchCoverage(url: string, signal: AbortSignal): Promise<LabelCoverage> {
  const response = await fetch(url, { signal });
  const answer: unknown = await response.json();
  if (!response.ok) throw new ApiError(Problem.parse(answer));
  return LabelCoverage.parse(answer);
}

function withQuery(address: string, query: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
