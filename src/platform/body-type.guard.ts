import { Injectable, SetMetadata, type CanActivate, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Refusal } from './refusal.js';

const rawTypes = 'rawTypes';

/** The route takes its body as a stream (`request.body`) of one of these media types; `*` takes any. Every other route takes JSON or nothing. */
export function TakesStream(...mediaTypes: string[]): CustomDecorator {
  return SetMetadata(rawTypes, mediaTypes);
}

/** 415 where a body comes in a media type the route does not take. */
@Injectable()
export class BodyTypeGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const allowed = this.reflector.get<string[] | undefined>(rawTypes, context.getHandler());
    const type = mediaTypeOf(request);
    if (
      allowed === undefined
        ? type === null || type === 'application/json'
        : type !== null && (allowed.includes('*') || allowed.includes(type))
    )
      return true;
    const wanted = (allowed ?? ['application/json']).join(', ');
    throw new Refusal(415, 'wrong-type', { zh: '不支持的媒体类型', en: 'This media type is not supported here' }, [
      { pointer: 'Content-Type', detail: { zh: `该接口接受：${wanted}。`, en: `This route takes ${wanted}.` } },
    ]);
  }
}

/** Lower-case media type without parameters; null where the request has no body. */
function mediaTypeOf(request: FastifyRequest): string | null {
  const header = request.headers['content-type'];
  if (header !== undefined) return (header.split(';')[0] as string).trim().toLowerCase();
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  return hasBody ? 'application/octet-stream' : null;
}
