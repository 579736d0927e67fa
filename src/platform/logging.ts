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

/** A fault's stack without parameters: a query's values may hold content. */
export function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: typeof error };
  const { code, constraint, table } = error as Error & { code?: string; constraint?: string; table?: string };
  return { name: error.name, message: error.message, code, constraint, table, stack: error.stack };
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
