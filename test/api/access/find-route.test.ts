import { describe, expect, it } from 'vitest';
import { findRoute } from '#api/access/find-route.ts';
import { routes } from '#contract/routes.ts';

describe('the route of a request', () => {
  it.each(Object.entries(routes))('is found for %s', (name, { method, path }) => {
    expect(findRoute(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x%2Fy'))).toBe(name);
  });

  it('is that of the answer for a request that wants only its head', () => {
    expect(findRoute('HEAD', '/api/v1/pipelines')).toBe('listPipelines');
  });

  it.each([
    ['GET', '/api/v1/nothing'],
    ['DELETE', '/api/v1/pipelines'],
    ['GET', '/api/v1/pipelines/'],
    ['GET', '/api/v1/pipelines//metrics'],
    ['GET', '/api/v1/status/'],
    ['CONSTRUCTOR', '/api/v1/status'],
  ])('is none for %s %s', (method, path) => {
    expect(findRoute(method, path)).toBeUndefined();
  });
});
