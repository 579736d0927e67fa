import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import type { Page } from './paging.js';

/** Gives every page but the last its `Link: <…>; rel="next"` (RFC 8288), relative to the request's own address. */
@Injectable()
export class LinkInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      tap((answer: unknown) => {
        if (!isPage(answer) || answer.next === null) return;
        const { pathname, searchParams } = new URL(http.getRequest<FastifyRequest>().url, 'http://localhost');
        searchParams.set('after', answer.next);
        void http.getResponse<FastifyReply>().header('link', `<${pathname}?${searchParams.toString()}>; rel="next"`);
      }),
    );
  }
}

function isPage(answer: unknown): answer is Page<unknown> {
  if (typeof answer !== 'object' || answer === null) return false;
  const { items, next } = answer as Partial<Page<unknown>>;
  return Array.isArray(items) && next !== undefined;
}
