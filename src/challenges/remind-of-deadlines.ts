import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../platform/actor.js';
import { DueWork, NotDue } from '../platform/due-sweeper.js';
import type { EffectWork } from '../platform/effects.js';
import { JobHandlers, type Message } from '../platform/job-handlers.js';
import { calendarIn } from '../platform/law.service.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { compareInstants } from '../rules/moment.js';
import { rederived } from '../rules/rederive.js';
import { lockTender } from '../tenders/tender-life.js';
import { WatchedDeadline } from './watched-deadline.entity.js';
import { columns, eventOf, momentsOf, noteOverdue } from './watched-deadlines.js';

const waiting = `due_at IS NOT NULL AND NOT (reminder_only AND closes_at <= platform_now())`;

/** The clock's part: a reminder before the last day, and after it the record that it is overdue, each once. */
@Injectable()
export class RemindOfDeadlines implements OnModuleInit {
  constructor(
    private readonly due: DueWork,
    private readonly handlers: JobHandlers,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.due.register({
      name: 'deadline.watch',
      claim: `SELECT id FROM watched_deadlines WHERE due_at <= platform_now() AND ${waiting} AND id <> ALL ($1)
               ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED`,
      next: `SELECT min(due_at) AS next FROM watched_deadlines WHERE ${waiting}`,
      run: (id) => this.run(id),
    });
    this.handlers.on('calendar.recorded', 'derive-watched-deadlines', deriveAgain);
  }

  /** Throws NotDue where somebody else was faster. */
  async run(id: string): Promise<void> {
    await this.unitOfWork.run(systemActor(`deadline.watch ${id}`), async (work) => {
      const row = await lockDeadline(work, id);
      if (row === null || row.dueAt === null || compareInstants(work.now, row.dueAt) < 0) throw new NotDue();
      const { closesAt, reminderOnly } = row;
      if (closesAt === null || compareInstants(work.now, closesAt) < 0) return remind(work, row);
      if (reminderOnly) throw new NotDue();
      return noteOverdue(work, [row]);
    });
  }
}

/** The tender first, as whoever acts in the case does. */
async function lockDeadline(work: Work, id: string): Promise<WatchedDeadline | null> {
  const rows = await work.query<{ tenderId: string }>('SELECT tender_id AS "tenderId" FROM watched_deadlines WHERE id = $1', [
    id,
  ]);
  if (!rows[0]) return null;
  await lockTender(work, rows[0].tenderId);
  return work.lock(WatchedDeadline, id);
}

async function remind(work: Work, row: WatchedDeadline): Promise<void> {
  await work.query(
    'UPDATE watched_deadlines SET reminded_at = $2, due_at = CASE WHEN NOT reminder_only THEN closes_at END WHERE id = $1',
    [row.id, work.now],
  );
  work.record({ ...eventOf(row), type: 'deadline.reminder', tell: [row.owedBy] });
}

/** Rulebook P11: what waited for a year's calendar has its last day now. */
async function deriveAgain(_: Message, work: EffectWork): Promise<void> {
  const calendar = await calendarIn(work);
  const rows = await work.query<WatchedDeadline>(
    `SELECT ${columns} FROM watched_deadlines WHERE ended_at IS NULL AND last_day IS NULL ORDER BY id FOR UPDATE`,
  );
  for (const { id, derivation: before } of rows) {
    const derivation = rederived(before, calendar);
    const { lastDay, closesAt, dueAt } = momentsOf(derivation.result, calendar);
    await work.query('UPDATE watched_deadlines SET derivation = $2, last_day = $3, closes_at = $4, due_at = $5 WHERE id = $1', [
      id,
      JSON.stringify(derivation),
      lastDay,
      closesAt,
      dueAt,
    ]);
  }
}
