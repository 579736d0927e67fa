import { breach } from '../rules/breach.js';
import { rules, type RuleId } from '../rules/rules.js';
import { LawRefusal, malformed, Refusal } from './refusal.js';

interface DatabaseError {
  code?: string | undefined;
  message?: string | undefined;
  detail?: string | undefined;
  constraint?: string | undefined;
  syscall?: string | undefined;
}

/** SQLSTATEs after which the session is gone or the server has no room: connection exceptions, resources, shutdown, crash, ended sessions, a login that is refused. */
const awayStates = /^(08...|28...|53...|57P0[1-5]|25P0[34])$/;

/** What pg and pg-pool say, without a code, where the connection broke or could not be had. */
const awayMessages = [
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout expired',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
];

/**
 * What the database itself refuses. A trigger that guards the law raises SQLSTATE `P0LAW` with the rule's id as message and the
 * facts as JSON detail; other codes are ordinary refusals. Null: not the database's doing, or our own bug.
 */
export function refusalOfDatabase(error: unknown): Refusal | LawRefusal | null {
  const fault = ((error as { driverError?: DatabaseError }).driverError ?? error ?? {}) as DatabaseError;
  const { code, message = '', detail } = fault;
  if (isAway(fault)) return databaseAway();
  switch (code) {
    case 'P0LAW':
      return Object.hasOwn(rules, message) ? new LawRefusal([breach(message as RuleId, factsOf(detail))]) : null;
    case '55P03':
    case '57014':
      return new Refusal(503, 'not-now', { zh: '系统繁忙，请稍后重试', en: 'Busy; try again shortly' }, [], {
        'retry-after': '2',
      });
    case '40001':
    case '40P01':
      return new Refusal(409, 'conflict', { zh: '与并发操作冲突，请重试', en: 'Another write was in the way; try again' });
    case '23505':
      return new Refusal(409, 'conflict', { zh: '已存在相同的记录', en: 'The same record exists already' });
    case '22P05':
    case '22021':
      return malformed('#', { zh: '文本含有不允许的字符。', en: 'The text has characters that are not allowed.' });
    default:
      return null;
  }
}

/**
 * 503 where the database was lost on the way. Lost during COMMIT, nobody here knows whether it was done; the stored answer does, so the
 * client is told to ask again with its key.
 */
export function databaseAway(): Refusal {
  const title = {
    zh: '与数据库的连接中断，结果未知；请以同一Idempotency-Key重试',
    en: 'The database was lost on the way and the outcome is not known; try again with the same Idempotency-Key',
  };
  return new Refusal(503, 'not-now', title, [], { 'retry-after': '2' });
}

/** Whether the connection is gone, or none could be had. Of errors of the operating system only those of a socket: a full disk of ours is our fault. */
export function isAway({ code = '', message = '', syscall }: DatabaseError): boolean {
  const isOfSocket = syscall !== undefined && ['connect', 'read', 'write', 'getaddrinfo'].includes(syscall);
  return awayStates.test(code) || awayMessages.includes(message) || (isOfSocket && socketCodes.has(code));
}

const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

function factsOf(detail: string | undefined): Record<string, unknown> {
  try {
    return detail ? (JSON.parse(detail) as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
