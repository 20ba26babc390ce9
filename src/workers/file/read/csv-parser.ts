export interface CsvParser {
  write(text: string): void;
  /** Takes what is left as the last row. */
  end(): void;
}

/** Takes the cells of one row, and the line on which it starts (from 1). The array is the row's own. */
export type OnCsvRow = (cells: string[], line: number) => void;

/** A field longer than this is one whose quote was never closed. */
const longestField = 4 * 1024 * 1024;

const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;

/**
 * Delimited text in pieces, cut anywhere (RFC 4180, and what spreadsheets make of it): quoted fields with delimiters,
 * newlines and doubled quotes in them, rows that end in LF, CRLF or CR. Blank lines are left out. What follows a
 * closing quote is kept as it is. O(text).
 *
 * @throws {RangeError} when a quote is not closed within 4 MiB
 */
export function createCsvParser(delimiter: string, onRow: OnCsvRow): CsvParser {
  const separator = delimiter.charCodeAt(0);
  let rest = '';
  let cells: string[] = [];
  let line = 1;
  let rowLine = 1;

  function endRow(): void {
    if (cells.length > 1 || cells[0] !== '') onRow(cells, rowLine);
    cells = [];
  }

  /** Takes whole fields from `text`; what is left is the start of one. */
  function take(text: string, isLast: boolean): string {
    const { length } = text;
    let at = 0;
    while (at < length) {
      const start = at;
      if (cells.length === 0) rowLine = line;
      let value: string;
      let newlines = 0;
      if (text.charCodeAt(at) === QUOTE) {
        const quoted = readQuoted(text, at, isLast);
        if (!quoted) return unfinished(text, start);
        const tail = endOfField(text, quoted.end);
        value = tail > quoted.end ? quoted.value + text.slice(quoted.end, tail) : quoted.value;
        newlines = newlinesIn(value);
        at = tail;
      } else {
        at = endOfField(text, at);
        value = text.slice(start, at);
      }
      const ending = text.charCodeAt(at);
      if (!isLast && (at >= length || (ending === RETURN && at + 1 >= length)))
        return unfinished(text, start);

      line += newlines;
      cells.push(value);
      if (ending === separator) {
        at += 1;
        if (at < length) continue;
        if (!isLast) return '';
        cells.push('');
        break;
      }
      if (ending === RETURN && text.charCodeAt(at + 1) === NEWLINE) at += 1;
      if (at < length) line += 1;
      at += 1;
      endRow();
    }
    return '';
  }

  function endOfField(text: string, from: number): number {
    let at = from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === separator || code === NEWLINE || code === RETURN) break;
    }
    return at;
  }

  function unfinished(text: string, start: number): string {
    if (text.length - start > longestField) {
      throw new RangeError(
        `line ${rowLine}: a field is longer than 4 MiB, so its quote is probably not closed`,
      );
    }
    return text.slice(start);
  }

  return {
    write(text) {
      rest = take(rest === '' ? text : rest + text, false);
    },
    end() {
      take(rest, true);
      rest = '';
      if (cells.length === 0) return;
      cells.push(''); // the text ended with a delimiter
      endRow();
    },
  };
}

/** The value between quotes and the position after the closing one; undefined while that is not there yet. */
function readQuoted(
  text: string,
  start: number,
  isLast: boolean,
): { value: string; end: number } | undefined {
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return isLast ? { value: text.slice(start), end: text.length } : undefined;
    if (quote + 1 >= text.length && !isLast) return undefined;
    if (text.charCodeAt(quote + 1) !== QUOTE) {
      return { value: text.slice(start + 1, quote).replaceAll('""', '"'), end: quote + 1 };
    }
    from = quote + 2;
  }
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
