import { breach } from '../rules/breach.js';
import { rules, type RuleId } from '../rules/rules.js';
import { LawRefusal, malformed, Refusal } from './refusal.js';

interface DatabaseError {
  code?: string;
  message?: string;
  detail?: string;
  constraint?: string;
}

/**
 * What the database itself refuses. A trigger that guards the law raises SQLSTATE `P0LAW` with the rule's id as message and the
 * facts as JSON detail; other codes are ordinary refusals. Null: not the database's doing, or our own bug.
 */
export function refusalOfDatabase(error: unknown): Refusal | LawRefusal | null {
  const { code, message = '', detail } = ((error as { driverError?: DatabaseError }).driverError ?? error ?? {}) as DatabaseError;
  switch (code) {
    case 'P0LAW':
      return Object.hasOwn(rules, message) ? new LawRefusal([breach(message as RuleId, factsOf(detail))]) : null;
    case '55P03':
    case '57014':
    case '53300':
    case '57P01':
    case '57P03':
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

function factsOf(detail: string | undefined): Record<string, unknown> {
  try {
    return detail ? (JSON.parse(detail) as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
