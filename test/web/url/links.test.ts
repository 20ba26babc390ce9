import { describe, expect, it } from 'vitest';
import { driftPath, fleetPath, parsePathname, pathOf, pipelinePath, stagePath } from '#web/url/links.ts';

const names = [
  'asr',
  'a/b/c',
  '<script>alert(1)</script>',
  '50%25',
  'with space + plus',
  'señal 🎙️',
  '?x=1#y',
  'quote \' and "',
  '.',
  '..',
  '~..',
  '%2E%2E',
  'x'.repeat(500),
];

describe('links', () => {
  it('carry which rows are shown', () => {
    const view = {
      from: '-7d',
      to: 'now',
      live: true,
      known: '2026-11-23T08:00Z',
      seg: ['site:a', 'site:b'],
    };

    expect(stagePath('speech', 'asr', view)).toBe(
      '/p/speech/s/asr?from=-7d&known=2026-11-23T08%3A00Z&seg=site%3Aa&seg=site%3Ab',
    );
  });

  it('carry range and pause from page to page, but not what belongs to one page', () => {
    const view = { from: '-7d', to: 'now', cmp: 'prev', live: false, feature: 'input.snr', ver: 'v17' };

    expect(fleetPath(view)).toBe('/?from=-7d&cmp=prev&live=0');
    expect(pipelinePath('speech', view)).toBe('/p/speech?from=-7d&cmp=prev&live=0');
    expect(stagePath('speech', 'asr', view)).toBe('/p/speech/s/asr?from=-7d&cmp=prev&live=0');
    expect(driftPath('speech', 'asr', view, { feature: 'input.snr' })).toBe(
      '/p/speech/s/asr/drift?from=-7d&cmp=prev&feature=input.snr&live=0',
    );
  });

  it.each(names)('lead back to the stage and the pipeline called %j', (name) => {
    const place = { page: 'drift', pipeline: name, stage: name } as const;

    const { pathname } = new URL(pathOf(place), 'http://localhost');

    expect(parsePathname(pathname)).toEqual(place);
  });

  it.each([
    ['/', { page: 'fleet' }],
    ['/p/speech', { page: 'pipeline', pipeline: 'speech' }],
    ['/p/speech/', { page: 'pipeline', pipeline: 'speech' }],
    ['/p/speech/s/asr', { page: 'stage', pipeline: 'speech', stage: 'asr' }],
    ['/p/speech/correlation', { page: 'correlation', pipeline: 'speech' }],
    ['/p/speech/correlation/more', undefined],
    ['/p/speech/requests', { page: 'requests', pipeline: 'speech' }],
    ['/p/speech/requests/r%2F1', { page: 'request', pipeline: 'speech', requestId: 'r/1' }],
    ['/p/speech/requests/r/more', undefined],
    ['/p', undefined],
    ['/p/speech/s', undefined],
    ['/p/speech/s/asr/weather', undefined],
    ['/p/speech/s/asr/drift/more', undefined],
    ['/p/%E0%A4%A', undefined],
    ['/elsewhere', undefined],
  ])('know the page at %s', (pathname, place) => {
    expect(parsePathname(pathname)).toEqual(place);
  });
});
