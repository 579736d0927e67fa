import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { etagOf, type Tagged } from './etag.js';

/** Gives every resource answer its strong ETag, and 304 to a GET that already has it. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!isTagged(answer)) return answer;
        const tag = etagOf(answer);
        void reply.header('etag', tag);
        if (
          request.method !== 'GET' ||
          !(request.headers['if-none-match'] ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag)
        )
          return answer;
        void reply.status(304);
        return undefined;
      }),
    );
  }
}

function isTagged(answer: unknown): answer is Tagged {
  return typeof answer === 'object' && answer !== null && typeof (answer as Partial<Tagged>).version === 'number';
}
