import { describe, expect, it } from 'vitest';
import { readInference } from '#api/services/inference/inference.ts';

describe('rows of the Open Inference Protocol v2', () => {
  it('are those of the tensors, row by row', () => {
    const request = {
      id: 'r-1',
      inputs: [
        { name: 'age', shape: [2], datatype: 'INT64', data: [41, 17] },
        { name: 'country', shape: [2, 1], datatype: 'BYTES', data: ['DE', 'FR'] },
        {
          name: 'embedding',
          shape: [2, 2],
          datatype: 'FP32',
          data: [
            [0.1, 0.2],
            [0.3, 0.4],
          ],
        },
      ],
    };
    const answer = {
      model_name: 'risk',
      outputs: [
        { name: 'label', shape: [2], datatype: 'BYTES', data: ['good', 'bad'] },
        { name: 'probability', shape: [2], datatype: 'FP64', data: [0.9, 0.7] },
      ],
    };

    expect(readInference(request, answer)).toEqual([
      {
        features: { age: 41, country: 'DE', 'embedding.0': 0.1, 'embedding.1': 0.2 },
        prediction: 'good',
        confidence: 0.9,
      },
      {
        features: { age: 17, country: 'FR', 'embedding.0': 0.3, 'embedding.1': 0.4 },
        prediction: 'bad',
        confidence: 0.7,
      },
    ]);
  });

  it('take the most probable class where only probabilities come back', () => {
    const request = { inputs: [{ name: 'x', shape: [1], datatype: 'FP32', data: [1.5] }] };
    const answer = { outputs: [{ name: 'probs', shape: [1, 3], datatype: 'FP32', data: [0.2, 0.7, 0.1] }] };

    expect(readInference(request, answer)).toEqual([
      { features: { x: 1.5 }, prediction: '1', confidence: 0.7 },
    ]);
  });

  it('keep length and mean of a large tensor, and one row where the shape says more than there is', () => {
    const audio = Array.from({ length: 100 }, (_, i) => i);

    expect(
      readInference({ inputs: [{ name: 'audio', shape: [1, 100], datatype: 'FP32', data: audio }] }),
    ).toEqual([{ features: { 'audio.length': 100, 'audio.mean': 49.5 } }]);
    expect(
      readInference({ inputs: [{ name: 'x', shape: [1_000_000_000], datatype: 'FP32', data: [1] }] }),
    ).toHaveLength(1);
  });
});

describe('rows of KServe v1', () => {
  it('are the instances with their predictions', () => {
    const request = { instances: [{ age: 41, tags: ['a'] }, [1, 2]] };

    expect(readInference(request, { predictions: [0.25, [0.1, 0.9]] })).toEqual([
      { features: { age: 41, 'tags.0': 'a' }, prediction: 0.25 },
      { features: { 'input.0': 1, 'input.1': 2 }, prediction: '1', confidence: 0.9 },
    ]);
  });

  it('may be called inputs', () => {
    expect(readInference({ inputs: ['hi'] }, { predictions: ['salut'] })).toEqual([
      { features: { input: 'hi' }, prediction: 'salut' },
    ]);
  });

  it('have no prediction where the model failed', () => {
    expect(readInference({ instances: [{ age: 41 }] }, { error: 'out of memory' })).toEqual([
      { features: { age: 41 } },
    ]);
  });
});

describe('rows of plain JSON', () => {
  it('are objects of fields with what the answer calls its prediction', () => {
    expect(
      readInference(
        { age: 41, place: { city: 'Kiel' }, member: true },
        { label: 'good', score: 0.8, ms: 12 },
      ),
    ).toEqual([
      { features: { age: 41, 'place.city': 'Kiel', member: true }, prediction: 'good', confidence: 0.8 },
    ]);
    expect(readInference({ text: 'hi' }, { translation: 'salut' })).toEqual([
      { features: { text: 'hi' }, prediction: 'salut' },
    ]);
  });

  it('are the entries of an array, each with its answer', () => {
    expect(readInference([{ age: 1 }, { age: 2 }], ['a', null])).toEqual([
      { features: { age: 1 }, prediction: 'a' },
      { features: { age: 2 }, prediction: null },
    ]);
  });

  it('are one even of a request that says nothing', () => {
    expect(readInference(undefined)).toEqual([{ features: {} }]);
    expect(readInference([], [])).toEqual([{ features: {} }]);
  });

  it('stay within what ingest takes, whatever the names and their number', () => {
    const hostile = Object.fromEntries([
      ['\0', 1],
      ['', 2],
      ['n'.repeat(501), 3],
      ...Array.from({ length: 3000 }, (_, i) => [`f${i}`, i] as const),
    ]);
    const [row] = readInference(hostile);

    expect(Object.keys(row?.features ?? {})).toEqual(Array.from({ length: 2000 }, (_, i) => `f${i}`));
  });
});
