import { Fragment } from 'react';
import { Link } from 'wouter';
import { LongName } from '../ui/long-name.tsx';
import { alertsPath, driftPath } from '../url/links.ts';
import { useView } from '../url/use-view.ts';
import type { Finding, FindingLink } from './stage-health.ts';

/** What is abnormal of a stage, each alert and drifting metric that is named with the way to its page. */
export function FindingText({
  pipeline,
  stage,
  findings,
}: {
  pipeline: string;
  stage: string;
  findings: readonly Finding[];
}) {
  const { view } = useView();
  const hrefOf = ({ alert, feature }: FindingLink) =>
    alert === undefined ? driftPath(pipeline, stage, view, { feature }) : alertsPath(alert, view);
  return findings.map((finding, index) => (
    <Fragment key={finding.text}>
      {index > 0 && '; '}
      {partsOf(finding).map((part, place) =>
        typeof part === 'string' ? (
          part
        ) : (
          <Link key={`${place} ${part.text}`} href={hrefOf(part)}>
            <LongName name={part.text} />
          </Link>
        ),
      )}
    </Fragment>
  ));
}

/** The text, cut where its links are. */
function partsOf({ text, links = [] }: Finding): (string | FindingLink)[] {
  const parts: (string | FindingLink)[] = [];
  let from = 0;
  for (const link of links) {
    const at = text.indexOf(link.text, from);
    parts.push(text.slice(from, at), link);
    from = at + link.text.length;
  }
  return [...parts, text.slice(from)];
}
