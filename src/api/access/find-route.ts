import type { RouteName } from '#contract/permissions.ts';
import { routes } from '#contract/routes.ts';

const matchers = (Object.keys(routes) as RouteName[])
  .map((name) => ({ name, method: routes[name].method, parts: routes[name].path.split('/') }))
  .sort((a, b) => parameters(a.parts) - parameters(b.parts)); // a name before a parameter in its place

/** The route of the contract that a request is for. */
export function findRoute(method: string, path: string): RouteName | undefined {
  const asked = path.split('/');
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
  return matchers.find(
    (route) => route.method === verb && route.parts.length === asked.length && isFor(route.parts, asked),
  )?.name;
}

function isFor(parts: readonly string[], asked: readonly string[]): boolean {
  return parts.every((part, index) => (isParameter(part) ? asked[index] !== '' : part === asked[index]));
}

function parameters(parts: readonly string[]): number {
  return parts.filter(isParameter).length;
}

function isParameter(part: string): boolean {
  return part.startsWith('{');
}
