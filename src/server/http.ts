import { compress } from 'hono/compress';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import { secureHeaders } from 'hono/secure-headers';
import { createApp } from '#api/app.ts';
import type { Ports } from '#api/ports.ts';
import type { Logger } from 'pino';
import { compressColumns } from './compress-columns.ts';
import { remoteAddress } from './remote-address.ts';

/** Hash of the one style element that react-aria's press handling adds (`touch-action` for its buttons). */
const REACT_ARIA_STYLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

/** Everything the server answers: the API, the page, and what an operator asks for. */
export function createHttp(
  ports: Ports,
  { webFolder, log, hasProxy }: { webFolder: string; log: Logger; hasProxy: boolean },
): Hono {
  const http = new Hono();
  http.use(
    secureHeaders({
      strictTransportSecurity: false, // a proxy that speaks HTTPS adds it; on plain localhost it would lock people out
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        // Lets the drift worker compile its sorting kernel. It does not allow eval; the module is a constant of our own
        // script and imports nothing, and whoever could compile another already runs script here.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'", REACT_ARIA_STYLE],
        // Recharts and our overlays place elements by style attributes, which this allows and style elements it does not.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'self'"],
        baseUri: ["'none'"],
      },
    }),
  );
  http.use(compress());
  http.use(compressColumns);
  http.get('/healthz', (c) => c.json({ status: 'ok' }));
  http.get('/readyz', async (c) => {
    await Promise.all([ports.log.cursor(), ports.control.currentTime()]);
    return c.json({ status: 'ready' });
  });

  const api = createApp(ports, { onFault: (fault) => log.error({ err: fault }, 'request failed') });
  const ask = (c: Context, request: Request) =>
    api.fetch(request, { remoteAddress: remoteAddress(c, hasProxy) });
  http.all('/api/*', (c) => ask(c, c.req.raw));
  // Where every Prometheus looks first; the guard asks for the same session or key as elsewhere.
  http.get('/metrics', (c) => ask(c, new Request(new URL('/api/v1/metrics', c.req.url), c.req.raw)));

  http.use('/assets/*', cached('public, max-age=31536000, immutable'), serveStatic({ root: webFolder }));
  http.all('/assets/*', (c) => c.text('not found: reload the page, it was built anew', 404));
  http.use(cached('no-cache'), etag(), serveStatic({ root: webFolder }));
  http.get('*', serveStatic({ root: webFolder, path: 'index.html' }));
  return http;
}

function cached(policy: string): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (c.res.ok) c.header('cache-control', policy);
  };
}
