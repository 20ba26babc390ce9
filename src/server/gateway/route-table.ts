import { ALL_TRAFFIC, type ArmId, type TrafficDocument } from '#contract/traffic.ts';

export type Endpoint = { version: string; url: URL };
/** Where the requests to one stage of a pipeline go. */
export type GatewayRoute = {
  pipeline: string;
  stage: string;
  document: TrafficDocument;
  endpoints: Partial<Record<ArmId, Endpoint>>;
  /** Of the writer: a smaller one comes too late. */
  fence: number;
};

export interface RouteTable {
  /** Replaces the route of its stage at once: a request sees the old one or the new one. */
  set(route: GatewayRoute): void;
  remove(pipeline: string, stage: string): void;
  list(): GatewayRoute[];
  /** The control plane is there. */
  heard(): void;
  /** The route of a request's path, /pipeline/stage/…, and the rest of it. */
  find(path: string): { route: GatewayRoute; rest: string } | undefined;
}

/**
 * Routes with a dead man's switch: when the control plane has not been heard of for `silentAfterMs`, nobody watches the
 * candidate any more, so all traffic goes to the stable version, and no copies are made.
 */
export function createRouteTable({
  silentAfterMs,
  now = () => performance.now(),
}: {
  silentAfterMs: number;
  now?: () => number;
}): RouteTable {
  const routes = new Map<string, GatewayRoute>();
  let heardAtMs = now();
  const keyOf = (pipeline: string, stage: string) => JSON.stringify([pipeline, stage]);

  return {
    set(route) {
      routes.set(keyOf(route.pipeline, route.stage), route);
    },
    remove(pipeline, stage) {
      routes.delete(keyOf(pipeline, stage));
    },
    list: () => [...routes.values()],
    heard() {
      heardAtMs = now();
    },
    find(path) {
      const [, pipeline, stage, rest = ''] = /^\/([^/?]+)\/([^/?]+)(.*)$/s.exec(path) ?? [];
      if (pipeline === undefined || stage === undefined) return undefined;
      const route = routes.get(keyOf(decoded(pipeline), decoded(stage)));
      if (!route) return undefined;
      return { route: now() - heardAtMs > silentAfterMs ? onlyStable(route) : route, rest };
    },
  };
}

function onlyStable(route: GatewayRoute): GatewayRoute {
  const split = { stable: ALL_TRAFFIC, candidate: 0, audit: 0 };
  return { ...route, document: { ...route.document, split, mirror: [], force: [] } };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
