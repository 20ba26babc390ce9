import { HttpRoute } from '#server/traffic/http-route.ts';
import { startController } from './controller.ts';
import { httpRouteKind } from './object-kinds.ts';
import type { createObjectStore } from './object-store.ts';

/** What Istio and Envoy Gateway do to a route's status; Services that are not there leave it unresolved. */
export function startGatewayController(
  store: ReturnType<typeof createObjectStore>,
  services: ReadonlySet<string>,
) {
  return startController(store, httpRouteKind, {
    manager: 'envoy-gateway',
    statusOf(object) {
      const { spec, metadata } = HttpRoute.parse(object);
      const missing = spec.rules
        .flatMap(({ backendRefs }) => backendRefs)
        .filter(({ name }) => !services.has(name))
        .map(({ name }) => name);
      const conditionOf = (type: string, isTrue: boolean, message: string) => ({
        type,
        status: isTrue ? 'True' : 'False',
        reason: isTrue ? type : 'BackendNotFound',
        message,
        lastTransitionTime: '2026-01-01T00:00:00Z',
        observedGeneration: metadata.generation,
      });
      const parent = {
        parentRef: { name: 'gateway' },
        controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
        conditions: [
          conditionOf('Accepted', true, ''),
          conditionOf('ResolvedRefs', missing.length === 0, `no Service ${missing.join()}`),
        ],
      };
      return { parents: [parent] };
    },
  });
}
