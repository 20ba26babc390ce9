import { z } from 'zod';
import type { TrafficAdapter, TrafficWrite } from '#api/traffic-adapter.ts';
import type { RouterTruth } from '#contract/rollout.ts';
import type { ArmId, TrafficDocument } from '#contract/traffic.ts';
import { Cluster } from '../kubernetes/kubernetes-client.ts';
import { lastOtherWriter } from '../kubernetes/kubernetes-object.ts';
import { readUntil } from '../kubernetes/read-until.ts';
import type { DeploymentReader } from './deployment-reader.ts';
import { HttpRoute, httpRouteRef, type HttpRouteRule, routeFault, sharesOf } from './http-route.ts';
import {
  type Clusters,
  createKubernetesAdapter,
  type KubernetesRouter,
  refuseEarlierWriter,
  Routed,
  withCandidateShare,
} from './kubernetes-adapter.ts';
import { nameForVersion, VersionTemplate } from './version-template.ts';

/** A rule of an HTTPRoute that stands before the Services of a stage's versions. */
export const GatewayApiRouter = Cluster.extend({
  namespace: z.string().min(1),
  route: z.string().min(1).describe('the HTTPRoute'),
  rule: z.number().int().min(0).default(0).describe('which of its rules, from 0'),
  service: VersionTemplate.describe('the Service of a version, such as asr-{version}'),
  port: z.number().int().min(1).max(65_535),
  mirror: z
    .enum(['none', 'all', 'share'])
    .default('none')
    .describe('what the GatewayClass supports: RequestMirror is an extended feature'),
});
export type GatewayApiRouter = z.infer<typeof GatewayApiRouter>;

/** Where the document is written: nothing is made anew for an annotation of a route. */
const ANNOTATION = 'anchorwatch.io/traffic';
/** With the Services, so that an observer needs no version to know the arms. */
const Written = Routed.extend({ services: z.object({ stable: z.string(), candidate: z.string() }) });
type Written = z.infer<typeof Written>;

/**
 * Moves the traffic of one stage by the weights of an HTTPRoute, with server-side apply. Document, weights and copies are
 * one write; whoever writes the rules after us is seen in them.
 */
export function createGatewayApiAdapter(
  routers: readonly GatewayApiRouter[],
  clusters: Clusters,
  deployment: DeploymentReader,
): TrafficAdapter {
  const least = (['none', 'all', 'share'] as const).find((mirror) =>
    routers.some((router) => router.mirror === mirror),
  );
  return createKubernetesAdapter(
    {
      name: 'gateway-api',
      source: 'HTTPRoutes, by the API server',
      capabilities: {
        smallestShare: 1,
        onlyShares: null,
        mirror: least ?? 'none',
        stickyKey: false,
        force: false,
        audit: false,
        cautions: [
          'a gateway accepts a route before its proxies have the weights: the measured share says when they do',
          'each request is drawn for itself: a user meets both versions',
        ],
      },
    },
    routers.map((router) => routeOf(router, clusters)),
    deployment,
  );
}

function routeOf(router: GatewayApiRouter, { clientOf, settleMs }: Clusters): KubernetesRouter {
  const client = clientOf(router);
  const ref = httpRouteRef(router.namespace, router.route);
  const read = async () => HttpRoute.parse(await client.get(ref));
  return {
    name: `HTTPRoute ${router.namespace}/${router.route}`,
    async warmUp() {
      ruleOf(await read(), router);
      return { state: 'ready' };
    },
    async apply(document, write) {
      const route = await read();
      refuseEarlierWriter(writtenOn(route)?.fence ?? null, write);
      const rules = route.spec.rules.with(router.rule, ruleWith(route, { router, document, write }));
      const written: Written = { document, fence: write.fence, services: servicesOf(router, write) };
      await client.patch(ref, {
        type: 'apply',
        body: {
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'HTTPRoute',
          metadata: {
            name: router.route,
            namespace: router.namespace,
            resourceVersion: route.metadata.resourceVersion,
            annotations: { [ANNOTATION]: JSON.stringify(written) },
          },
          spec: { rules },
        },
      });
      const isDone = (object: unknown) => routeFault(HttpRoute.parse(object)) === null;
      await readUntil(client, ref, { isDone, withinMs: settleMs });
    },
    async observe() {
      const route = await read();
      return truthOf(route, ruleOf(route, router));
    },
  };
}

function ruleOf(route: HttpRoute, { rule: index }: GatewayApiRouter): HttpRouteRule {
  const owner = route.metadata.ownerReferences.find(({ controller }) => controller);
  // whoever makes the route writes it anew whenever it likes
  if (owner) throw new Error(`it is made by ${owner.kind} ${owner.name}: move the traffic there`);
  const rule = route.spec.rules[index];
  if (!rule) throw new Error(`it has no rule ${index}`);
  return rule;
}

function ruleWith(
  route: HttpRoute,
  { router, document, write }: { router: GatewayApiRouter; document: TrafficDocument; write: TrafficWrite },
): HttpRouteRule {
  const services = servicesOf(router, write);
  const backend = (name: string) => ({ group: '', kind: 'Service', name, port: router.port });
  const arms = ['stable', 'candidate'] as const;
  const isOurs = (name: string) => Object.values(services).includes(name);
  const rule = ruleOf(route, router);
  const kept = rule.filters.filter(
    ({ requestMirror }) => requestMirror === undefined || !isOurs(requestMirror.backendRef.name),
  );
  const copies = document.mirror.map(({ to, basisPoints }) => {
    if (to === 'audit') throw new Error('a third arm is not possible here');
    if (document.split[to] > 0)
      throw new Error(`the ${to} version cannot get copies of what it answers itself`);
    const share = basisPoints === 10_000 ? {} : { fraction: { numerator: basisPoints, denominator: 10_000 } };
    return { type: 'RequestMirror', requestMirror: { backendRef: backend(services[to]), ...share } };
  });
  return {
    ...rule,
    // an arm without a share is left out: a Service that is gone would make the whole route unresolved
    backendRefs: arms
      .filter((arm) => document.split[arm] > 0)
      .map((arm) => ({ ...backend(services[arm]), weight: document.split[arm] })),
    filters: [...kept, ...copies],
  };
}

function servicesOf(router: GatewayApiRouter, { versions }: TrafficWrite): Written['services'] {
  const serviceOf = (arm: 'stable' | 'candidate') => nameForVersion(router.service, versions[arm].version);
  return { stable: serviceOf('stable'), candidate: serviceOf('candidate') };
}

function writtenOn({ metadata }: HttpRoute): Written | null {
  const text = metadata.annotations[ANNOTATION];
  return text === undefined ? null : Written.parse(JSON.parse(text));
}

/** What the rule does now; the annotation only says what we meant. */
function truthOf(route: HttpRoute, rule: HttpRouteRule): Omit<RouterTruth, 'router'> {
  const written = writtenOn(route);
  const error = routeFault(route);
  if (written === null)
    return { document: null, fence: null, error: null, changedBy: lastOtherWriter(route) };
  const { document, fence, services } = written;
  const shares = sharesOf(rule);
  const candidate = shares.get(services.candidate) ?? 0;
  const isKnown = [...shares.keys()].every((name) => Object.values(services).includes(name));
  if (!isKnown || shares.size === 0)
    return { document: null, fence, error: null, changedBy: lastOtherWriter(route) };
  const found = { ...withCandidateShare(document, candidate), mirror: copiesOf(rule, services) };
  const isAsWritten = candidate === document.split.candidate && isSameCopies(found.mirror, document.mirror);
  return isAsWritten
    ? { document, fence, error, changedBy: null }
    : { document: found, fence, error: null, changedBy: lastOtherWriter(route) };
}

function copiesOf({ filters }: HttpRouteRule, services: Written['services']): TrafficDocument['mirror'] {
  const copies: TrafficDocument['mirror'] = [];
  for (const { requestMirror } of filters) {
    if (!requestMirror) continue;
    const { backendRef, percent, fraction } = requestMirror;
    const to = (Object.keys(services) as ('stable' | 'candidate')[]).find(
      (arm) => services[arm] === backendRef.name,
    );
    const share = fraction ? fraction.numerator / fraction.denominator : (percent ?? 100) / 100;
    if (to) copies.push({ to: to satisfies ArmId, basisPoints: Math.round(share * 10_000) });
  }
  return copies;
}

function isSameCopies(a: TrafficDocument['mirror'], b: TrafficDocument['mirror']): boolean {
  const textOf = (copies: TrafficDocument['mirror']) =>
    copies.map(({ to, basisPoints }) => `${to} ${basisPoints}`).join();
  return textOf(a) === textOf(b);
}
