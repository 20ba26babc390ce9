import type { Delimiter, ReadOptions } from '#workers/file/protocol.ts';
import type { DeskFile } from '../../api/file-desk.ts';
import { useFileDesk } from '../../api/use-file-desk.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { LongName } from '../../ui/long-name.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './file-list.module.css';
import { ReadingProgress } from './reading-progress.tsx';

/** Every file with how far it is, what was found in it, and what was left out. */
export function FileList({ files }: { files: readonly DeskFile[] }) {
  const desk = useFileDesk();
  return (
    <ul className={styles.list} aria-label="Files">
      {files.map((file) => (
        <li key={file.id} className={styles.file}>
          <div className={styles.line}>
            <strong>
              <LongName name={file.file.name} most={48} />
            </strong>
            <span className={styles.meta}>{formatValue(file.file.size, 'bytes')}</span>
            <span className={styles.end}>
              <button type="button" onClick={() => desk.remove(file.id)}>
                Remove <span className="visually-hidden">{file.file.name}</span>
              </button>
            </span>
          </div>
          <FileState file={file} />
        </li>
      ))}
    </ul>
  );
}

function FileState({ file }: { file: DeskFile }) {
  const desk = useFileDesk();
  const again = (
    <button type="button" onClick={() => desk.readAgain(file.id, file.options)}>
      Read it again
    </button>
  );
  switch (file.state) {
    case 'reading':
      return <ReadingProgress file={file} onCancel={() => desk.cancel(file.id)} />;
    case 'cancelled':
      return <p className={styles.line}>Cancelled. {again}</p>;
    case 'failed':
      return (
        <p role="alert" className={styles.line}>
          <Glyph name="warning" /> It cannot be read: {file.reason}. {again}
        </p>
      );
    case 'read':
      return <FoundInFile file={file} />;
  }
}

function FoundInFile({ file }: { file: Extract<DeskFile, { state: 'read' }> }) {
  const { rows, kept, columns, rejected } = file.read;
  return (
    <>
      <p className={styles.meta}>
        {formatCount(rows)} rows, {formatCount(columns)} columns.
        {kept < rows &&
          ` Compared on a sample of ${formatCount(kept)} rows, chosen by a hash and the same each time; missing values are counted over all.`}
      </p>
      {rejected.count > 0 && (
        <details>
          <summary>
            <Glyph name="warning" /> {formatCount(rejected.count)} {rejected.count === 1 ? 'row' : 'rows'}{' '}
            left out
          </summary>
          <ul className={styles.problems}>
            {rejected.first.map(({ line, reason }) => (
              <li key={line}>
                line {formatCount(line)}: {reason}
              </li>
            ))}
            {rejected.count > rejected.first.length && (
              <li>and {formatCount(rejected.count - rejected.first.length)} more</li>
            )}
          </ul>
        </details>
      )}
      {file.read.dialect && <DialectSettings file={file} />}
    </>
  );
}

const delimiterLabels: Record<Delimiter, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
};

/** A change reads the file anew. */
function DialectSettings({ file }: { file: Extract<DeskFile, { state: 'read' }> }) {
  const desk = useFileDesk();
  const { dialect } = file.read;
  if (!dialect) return null;
  const change = (patch: ReadOptions) => desk.readAgain(file.id, { ...file.options, ...patch });
  return (
    <details>
      <summary>How the file is written</summary>
      <div className={styles.settings}>
        <Select
          label="Delimiter"
          value={dialect.delimiter}
          options={(Object.keys(delimiterLabels) as Delimiter[]).map((value) => ({
            value,
            label: delimiterLabels[value],
          }))}
          onChange={(delimiter) => change({ delimiter })}
        />
        <Select
          label="Decimal mark"
          value={dialect.hasDecimalComma ? 'comma' : 'point'}
          options={[
            { value: 'point', label: 'point' },
            { value: 'comma', label: 'comma' },
          ]}
          onChange={(mark) => change({ hasDecimalComma: mark === 'comma' })}
        />
        <Select
          label="First row"
          value={dialect.hasHeader ? 'names' : 'values'}
          options={[
            { value: 'names', label: 'names of columns' },
            { value: 'values', label: 'values' },
          ]}
          onChange={(first) => change({ hasHeader: first === 'names' })}
        />
      </div>
    </details>
  );
}
