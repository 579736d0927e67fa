import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from './actor.js';

/** A request after the policy guard. */
export interface AdmittedRequest extends FastifyRequest {
  actor?: Actor;
}

function actorOf(context: ExecutionContext): Actor | null {
  return context.switchToHttp().getRequest<AdmittedRequest>().actor ?? null;
}

/** The caller. Only on routes whose policy asks for one. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const actor = actorOf(context);
  if (!actor) throw new Error('a route that reads its actor must ask for one by @Policy');
  return actor;
});

/** The caller of a public route, or null. */
export const ByOrNobody = createParamDecorator((_: unknown, context: ExecutionContext): Actor | null => actorOf(context));
