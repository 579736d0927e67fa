import type { FastifyInstance } from 'fastify';
import { Histogram, register } from 'prom-client';

const name = 'http_request_duration_seconds';

/** Times every request by route and status, except the routes of sealed bids: a counter there would count the bids (D3). */
export function countRequests(fastify: FastifyInstance): void {
  const histogram =
    (register.getSingleMetric(name) as Histogram<'method' | 'route' | 'status'> | undefined) ??
    new Histogram({
      name,
      help: 'HTTP requests',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    if (!isSealedRoute(route)) {
      histogram.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    }
    done();
  });
}

/** Routes that only a bidder, or who may become one, calls before the opening. */
export function isSealedRoute(route: string): boolean {
  return /^\/seal(\/|$)|\/(bids|receipts|uploads)(\/|$)|\/applications(\/mine(\/|$)|$)/.test(route);
}
