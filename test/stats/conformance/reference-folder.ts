import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Case } from './case.ts';
import { dataFilesIn } from './data-files.ts';
import type { Json } from './numbers.ts';

interface CaseFile {
  datasets?: { id: string; reference: Json; current: Json; counts?: Json }[];
  generatorChecks?: { id: string; spec: Json; [check: string]: Json }[];
  streams?: { id: string; values: Json }[];
  cases?: WrittenCase[];
}

type WrittenCase = Partial<Case> & { id: string; statistic: string; dataset?: string; stream?: string };

/** The project's own copy of the reference values. */
export const ownReference = fileURLToPath(new URL('../../reference', import.meta.url));

const ownData = [join(ownReference, 'data'), join(ownReference, '../../src/sample/hotel-booking')];

/**
 * All cases of a folder of reference files (the schema is in test/reference/README.md). Data sets and streams come from that
 * folder alone; real data from `dataFolder`, the folder itself, `data` in it or beside it, else the project's own copy.
 *
 * @throws {Error} when there is no such folder or it holds no cases
 */
export function readReferenceFolder(folder: string, dataFolder?: string): Case[] {
  const near = [folder, join(folder, 'data'), join(folder, '../data')].filter(existsSync);
  const data = dataFilesIn([...(dataFolder ? [dataFolder] : near), ...ownData]);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => ({
      file: basename(name, '.json'),
      content: JSON.parse(readFileSync(join(folder, name), 'utf8')) as CaseFile,
    }));
  const datasets = new Map(
    files.flatMap(({ content }) =>
      (content.datasets ?? []).map(({ id, reference, current }) => [id, { reference, current }] as const),
    ),
  );

  const cases = files.flatMap(({ file, content }) => {
    const written = content.cases ?? [];
    const caseOf = new Map(written.map((case_) => [case_.id, case_]));
    const streamOf = new Map((content.streams ?? []).map(({ id, values }) => [id, { values }]));
    const inputsOf = ({ dataset, stream, inputs = {} }: WrittenCase): Case['inputs'] => {
      if (dataset !== undefined) return named(datasets, dataset, 'data set');
      if (stream !== undefined) return named(streamOf, stream, 'stream');
      const { ref, ...own } = inputs;
      return typeof ref === 'string' ? { ...inputsOf(named(caseOf, ref, 'case')), ...own } : inputs;
    };
    const read = written.map((case_): Case => {
      const { dataset: _dataset, stream: _stream, ...rest } = case_;
      return { options: {}, expected: {}, tol: {}, ...rest, inputs: inputsOf(case_), file, data };
    });
    return [...read, ...checksOf(content, file, data)];
  });
  if (cases.length === 0) throw new Error(`no cases in ${folder}`);
  return cases;
}

/** That the inputs themselves are read as they were meant. */
function checksOf(
  { datasets = [], generatorChecks = [] }: CaseFile,
  file: string,
  data: Case['data'],
): Case[] {
  const common = { options: {}, tol: {}, file, data };
  return [
    ...datasets
      .filter(({ counts }) => counts !== undefined)
      .map(({ id, reference, current, counts }) => ({
        ...common,
        id,
        statistic: 'dataset',
        inputs: { reference, current },
        expected: { counts } as Case['expected'],
      })),
    ...generatorChecks.map(({ id, spec, ...expected }) => ({
      ...common,
      id,
      statistic: 'generator',
      inputs: { spec },
      expected,
    })),
  ];
}

/** One object for all cases that name it, so that what is made of it can be kept. */
function named<Value>(values: ReadonlyMap<string, Value>, id: string, what: string): Value {
  const value = values.get(id);
  if (value === undefined) throw new Error(`no ${what} ${id}`);
  return value;
}
