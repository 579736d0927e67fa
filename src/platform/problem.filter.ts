import type { Duplex } from 'node:stream';
import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { refusalOfDatabase } from './database-refusals.js';
import { LOG, safeError } from './logging.js';
import { languageOf, problemOfLaw, problemOfRefusal, type Problem } from './problem.js';
import { LawRefusal, Refusal, unknownResource, type RefusalStatus } from './refusal.js';

/** Everything that leaves as a refusal leaves here as application/problem+json: ours, Nest's own, Fastify's own, the database's. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: pino.Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    sendProblem(error, request, reply, this.log);
  }
}

/** Answers a thrown value as a problem; used by the filter and by Fastify's own error hook. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: pino.Logger): void {
  const language = languageOf(request.headers['accept-language']);
  const instance = request.url.split('?')[0] as string;
  const known = asRefusal(error);
  let problem: Problem;
  if (known instanceof LawRefusal) problem = problemOfLaw(known, language, instance);
  else if (known) problem = problemOfRefusal(known, language, instance);
  else {
    log.error({ correlationId: request.id, err: safeError(error) }, 'fault');
    problem = faultProblem(language, instance, request.id);
  }
  if (problem.status === 503) log.warn({ correlationId: request.id, reason: reasonOf(error) }, 'not now');
  if (reply.sent) return;
  if (known instanceof Refusal) for (const [name, value] of Object.entries(known.headers)) void reply.header(name, value);
  void reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('content-language', language === 'zh' ? 'zh-CN' : 'en')
    .header('vary', 'Accept-Language')
    .send(JSON.stringify(problem));
}

/** Why the service could not answer, for whoever runs it; no stack, which would tell the route. */
function reasonOf(error: unknown): unknown {
  const { driverError } = error as { driverError?: unknown };
  const { code, message } = safeError(driverError ?? error);
  return code ?? message;
}

function faultProblem(language: 'zh' | 'en', instance: string, correlationId: string): Problem {
  const title = { zh: '系统内部错误', en: 'Internal fault' };
  return { type: 'about:blank', status: 500, title: title[language], instance, errors: [{ detail: title }], correlationId };
}

function asRefusal(error: unknown): Refusal | LawRefusal | null {
  if (error instanceof Refusal || error instanceof LawRefusal) return error;
  const fromDatabase = refusalOfDatabase(error);
  if (fromDatabase) return fromDatabase;
  if (error instanceof HttpException) return ofStatus(error.getStatus());
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? ofStatus(statusCode) : null;
}

function ofStatus(status: number): Refusal | null {
  // A part of the path longer than any id names nothing.
  if (status === 404 || status === 414) return unknownResource();
  if (Object.hasOwn(titles, status)) return refusalOf(status as keyof typeof titles);
  return status >= 400 && status < 500 ? refusalOf(400) : null;
}

function refusalOf(status: keyof typeof titles): Refusal {
  const { code, zh, en } = titles[status];
  const pointer = pointers[status];
  return new Refusal(status, code, { zh, en }, pointer === undefined ? [] : [{ pointer, detail: { zh, en } }]);
}

/** What is no HTTP at all never becomes a request: the socket gets a problem and is closed. */
export function answerNoHttp(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problemOfRefusal(refusalOf(400), 'zh', ''));
  const head = 'HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json; charset=utf-8\r\nConnection: close';
  socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** Where the fault is, for refusals that are not ours and do not say it. */
const pointers: Partial<Record<RefusalStatus, string>> = { 400: '#', 406: 'Accept', 413: '#', 415: 'Content-Type' };

const titles = {
  400: { code: 'malformed', zh: '请求格式错误', en: 'The request is malformed' },
  401: { code: 'unauthenticated', zh: '需要身份验证', en: 'Authentication is needed' },
  403: { code: 'forbidden', zh: '无权进行该操作', en: 'You may not do this' },
  406: { code: 'not-acceptable', zh: '无法提供所要求的格式', en: 'None of the accepted formats can be served' },
  409: { code: 'conflict', zh: '与当前状态冲突', en: 'This conflicts with the current state' },
  412: { code: 'stale', zh: '资源已被修改', en: 'The resource has changed' },
  413: { code: 'too-large', zh: '请求正文过大', en: 'The request body is too large' },
  415: { code: 'wrong-type', zh: '不支持的媒体类型', en: 'This media type is not supported here' },
  422: { code: 'invalid', zh: '请求内容无效', en: 'The request content is invalid' },
  428: { code: 'if-match-missing', zh: '缺少If-Match请求头', en: 'If-Match is missing' },
  429: { code: 'too-many', zh: '请求过于频繁', en: 'Too many requests' },
  503: { code: 'not-now', zh: '暂时无法提供服务', en: 'Not available right now' },
} as const;
