import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Reference } from '#contract/reference.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { referenceWarningsQuery } from '../../api/references.ts';
import { formatCount, MISSING } from '../../format/number.ts';
import { formatInstant, formatRange } from '../../format/time.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { LongName } from '../../ui/long-name.tsx';
import { driftPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { referenceName } from './references-answer.ts';
import styles from './references-page.module.css';

/** What is kept, and what speaks against each. A name leads to the drift against it. */
export function ReferenceTable({
  pipeline,
  references,
}: {
  pipeline: string;
  references: readonly Reference[];
}) {
  return (
    <div className={styles.scroller}>
      <table>
        <caption className="visually-hidden">References, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Reference</th>
            <th scope="col">Rows from</th>
            <th scope="col" data-numeric>
              Rows
            </th>
            <th scope="col">Made</th>
            <th scope="col">To mind</th>
          </tr>
        </thead>
        <tbody>
          {references.map((reference) => (
            <ReferenceRow key={reference.id} pipeline={pipeline} reference={reference} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ReferenceRow({ pipeline, reference }: { pipeline: string; reference: Reference }) {
  const { view } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const nameOf = usePersonNames();
  return (
    <tr>
      <th scope="row">
        <Link href={driftPath(pipeline, reference.stage, view, { ref: reference.id })}>
          <LongName name={referenceName(reference)} />
        </Link>
      </th>
      <td>{originText(reference, zone, nowMs)}</td>
      <td data-numeric>{formatCount(reference.rows)}</td>
      <td>
        {formatInstant(Date.parse(reference.createdAt), zone, nowMs)}
        {reference.automatic ? ', by itself' : `, by ${nameOf(reference.createdBy)}`}
      </td>
      <td>
        <Warnings pipeline={pipeline} id={reference.id} />
      </td>
    </tr>
  );
}

function Warnings({ pipeline, id }: { pipeline: string; id: string }) {
  const { data, error } = useQuery(referenceWarningsQuery(pipeline, id));
  if (error && !data) return <span title={reasonOf(error)}>not known: {reasonOf(error)}</span>;
  if (!data) return <span className={styles.pending}>checking …</span>;
  if (data.length === 0)
    return <span title="large enough, still, of one version, without holes">{MISSING}</span>;
  return (
    <ul className={styles.warnings}>
      {data.map(({ kind, text }) => (
        <li key={kind}>
          <Glyph name="warning" /> {text}
        </li>
      ))}
    </ul>
  );
}

function originText({ source, modelVersion, from, to }: Reference, zone: string, nowMs: number): string {
  if (source === 'upload') {
    return modelVersion === undefined ? 'an uploaded file' : `the training set of ${modelVersion}, uploaded`;
  }
  return formatRange(Date.parse(from), Date.parse(to), zone, nowMs);
}
