import { calendarIn } from '../platform/law.service.js';
import type { Reader } from '../platform/reads.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import type { Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { compareInstants, startOfDay, type CivilDate, type Instant } from '../rules/moment.js';
import { reminderOn } from '../rules/rederive.js';
import { dayAfter } from './challenge-window.js';
import { WatchedDeadline, type CaseKind } from './watched-deadline.entity.js';

/** Who owes what by when, as far as a case says it: `challenge.reply`, `complaint.decision`. */
export interface Watched {
  caseKind: CaseKind;
  caseId: string;
  tenderId: string;
  kind: string;
  owedBy: string;
  derivation: Derivation;
}

/** Rights and measures that end by themselves: their end is told beforehand, and nobody is late. */
const reminderOnly: readonly string[] = ['complaint.file', 'complaint.rejoinder', 'suspension.end'];

/**
 * From now on the clock reminds whoever owes it and records when it is overdue. A later derivation replaces an earlier one; the same last day again
 * changes nothing. The caller holds the tender's lock.
 */
export async function watchDeadline(work: Work, watched: Watched): Promise<void> {
  const { derivation } = watched;
  const [standing] = await open(work, watched.caseId, watched);
  if (standing?.lastDay === derivation.result && derivation.result !== null) return;
  if (standing) await end(work, [standing], 'replaced');
  await work.insert(WatchedDeadline, {
    ...watched,
    id: newId(),
    reminderOnly: reminderOnly.includes(watched.kind),
    ...momentsOf(derivation.result, await calendarIn(work)),
    watchedAt: work.now,
    remindedAt: null,
    overdueAt: null,
    endedAt: null,
    outcome: null,
  });
}

/** What was owed is done; where it came late, that is written down first. Of several who owe it, `owedBy` names the one. */
export async function meetDeadline(work: Work, done: { caseId: string; kind: string; owedBy?: string }): Promise<void> {
  await end(work, await open(work, done.caseId, done), 'met');
}

/** Nothing more is owed in the case, or of one kind. */
export async function dropDeadlines(work: Work, caseId: string, kind?: string): Promise<void> {
  await end(work, await open(work, caseId, kind === undefined ? {} : { kind }), 'dropped');
}

/** Writes down what is past its last day and was not yet. */
export async function noteOverdue(work: Work, rows: readonly WatchedDeadline[]): Promise<void> {
  for (const row of rows) {
    if (row.reminderOnly || row.overdueAt !== null || row.closesAt === null || compareInstants(work.now, row.closesAt) < 0)
      continue;
    await work.query('UPDATE watched_deadlines SET overdue_at = $2, due_at = NULL WHERE id = $1', [row.id, work.now]);
    const tell = await sidesOf(work, row);
    work.record({ ...eventOf(row), type: 'deadline.overdue', tell });
  }
}

/** What the audit trail says of a deadline. */
export function eventOf(row: WatchedDeadline): Omit<Parameters<Work['record']>[0], 'type'> {
  const { id, tenderId, caseKind, caseId, kind, owedBy, lastDay } = row;
  const payload = { deadlineId: id, kind, owedBy, lastDay };
  return { article: 60, tenderId, subject: { kind: caseKind, id: caseId }, payload };
}

/** How often a procuring entity has let the time to reply pass, by procuring entity: what a statistic tells in public. */
export async function overdueReplies(reader: Reader, procurerIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await reader.query<{ owedBy: string; times: number }>(
    `SELECT owed_by AS "owedBy", count(*)::int AS times FROM watched_deadlines
      WHERE owed_by = ANY ($1) AND kind = 'challenge.reply' AND overdue_at IS NOT NULL GROUP BY owed_by`,
    [procurerIds],
  );
  return new Map(rows.map(({ owedBy, times }) => [owedBy, times]));
}

/** When it is late, and when the clock does something first. */
export function momentsOf(
  lastDay: CivilDate | null,
  calendar: Calendar,
): Pick<WatchedDeadline, 'lastDay' | 'closesAt' | 'dueAt'> {
  if (lastDay === null) return { lastDay, closesAt: null, dueAt: null };
  const remindedOn = reminderOn(lastDay, calendar);
  const closesAt = dayAfter(lastDay);
  return { lastDay, closesAt, dueAt: remindedOn === null ? closesAt : startOfDay(remindedOn) };
}

async function open(work: Work, caseId: string, only: { kind?: string; owedBy?: string }): Promise<WatchedDeadline[]> {
  return work.query<WatchedDeadline>(
    `SELECT ${columns} FROM watched_deadlines
      WHERE case_id = $1 AND ended_at IS NULL AND ($2::text IS NULL OR kind = $2) AND ($3::uuid IS NULL OR owed_by = $3)
      ORDER BY id FOR UPDATE`,
    [caseId, only.kind ?? null, only.owedBy ?? null],
  );
}

export const columns = `id, case_kind AS "caseKind", case_id AS "caseId", tender_id AS "tenderId", kind, owed_by AS "owedBy",
  reminder_only AS "reminderOnly", derivation, last_day AS "lastDay", closes_at AS "closesAt", due_at AS "dueAt", watched_at AS "watchedAt",
  reminded_at AS "remindedAt", overdue_at AS "overdueAt", ended_at AS "endedAt", outcome`;

async function end(work: Work, rows: readonly WatchedDeadline[], outcome: 'met' | 'dropped' | 'replaced'): Promise<void> {
  await noteOverdue(work, rows);
  const ids = rows.map((one) => one.id);
  await work.query('UPDATE watched_deadlines SET ended_at = $2, outcome = $3, due_at = NULL WHERE id = ANY ($1)', [
    ids,
    work.now satisfies Instant,
    outcome,
  ]);
}

/** Both sides of the case, and in a complaint the review authority. */
async function sidesOf(work: Work, { caseKind, caseId }: WatchedDeadline): Promise<string[]> {
  const sql =
    caseKind === 'challenge'
      ? 'SELECT ARRAY[supplier_id, procurer_id] AS sides FROM challenges WHERE id = $1'
      : 'SELECT ARRAY[complainant_id, procurer_id, review_body_id] AS sides FROM complaints WHERE id = $1';
  const rows = await work.query<{ sides: string[] }>(sql, [caseId]);
  return rows[0]?.sides ?? [];
}
