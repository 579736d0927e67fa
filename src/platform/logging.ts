import pg from 'pg';
import { pino } from 'pino';
import type { LoggerService } from '@nestjs/common';

export const LOG = Symbol('log');

/** JSON lines. Tokens, cookies, keys, shares and bodies never reach it: only named fields are logged, and these are removed besides. */
export function createLog(level: string, name: string, destination?: pino.DestinationStream): pino.Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { name },
    messageKey: 'msg',
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => (error instanceof Error ? safeError(error) : error) },
    redact: { paths: ['*.authorization', '*.cookie', '*.identity', '*.clientSecret', 'headers', 'body'], remove: true },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** A fault's stack without parameters: a query's values may hold content. Of a database's error no message either: it quotes them. */
export function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: typeof error };
  const { name, message, stack = '' } = error;
  const refused: unknown = (error as { driverError?: unknown }).driverError ?? error;
  if (!(refused instanceof pg.DatabaseError)) return { name, message, code: (error as { code?: unknown }).code, stack };
  const { code, constraint, table, column, routine } = refused;
  return {
    name,
    code,
    constraint,
    table,
    column,
    routine,
    stack: stack.slice(stack.indexOf(message) + message.length).trimStart(),
  };
}

/** Nest's own messages through the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: pino.Logger) {}

  log(message: unknown, ...more: unknown[]): void {
    this.logger.debug({ context: more.at(-1) }, String(message));
  }

  error(message: unknown, ...more: unknown[]): void {
    this.logger.error({ context: more.at(-1) }, String(message));
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.logger.warn({ context: more.at(-1) }, String(message));
  }
}
