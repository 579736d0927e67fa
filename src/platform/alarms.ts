import { Inject, Injectable } from '@nestjs/common';
import type { pino } from 'pino';
import { systemActor } from './actor.js';
import { LOG } from './logging.js';
import { NothingNew, unlessNothingNew } from './nothing-new.js';
import { Reads } from './reads.js';
import { newId, UnitOfWork, type Work } from './unit-of-work.js';

/** Something that a person has to look at. */
export interface Alarm {
  /** `log.signer-refused` */
  kind: string;
  /** What it is about: of one kind and matter one alarm stands at a time. */
  about: string;
  /** Plain JSON. */
  facts: Record<string, unknown>;
}

/** Alarms stand in the database until their cause is gone: they are shown by readiness, in the trail and in the process's log. */
@Injectable()
export class Alarms {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reads: Reads,
    @Inject(LOG) private readonly log: pino.Logger,
  ) {}

  /** Raises it, unless it stands already. */
  async raise(alarm: Alarm): Promise<void> {
    await this.once(async (work) => {
      if (!(await this.raiseWith(work, alarm))) throw new NothingNew();
    });
  }

  /** The same in the transaction that records its cause. False where it stands already. */
  async raiseWith(work: Work, { kind, about, facts }: Alarm): Promise<boolean> {
    const id = newId();
    const raised = await work.query(
      `INSERT INTO alarms (id, kind, about, facts, raised_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (kind, about) WHERE cleared_at IS NULL DO NOTHING RETURNING id`,
      [id, kind, about, JSON.stringify(facts), work.now],
    );
    if (raised.length === 0) return false;
    const payload = { kind, about, facts };
    this.log.error({ alarm: kind, about, ...facts }, 'alarm');
    work.record({ type: 'alarm.raised', article: 57, tenderId: null, subject: { kind: 'alarm', id }, payload });
    return true;
  }

  /** Its cause is gone. Nothing where none stands. */
  async clear(kind: string, about: string): Promise<void> {
    const [standing] = await this.reads.query<{ id: string }>(
      'SELECT id FROM alarms WHERE kind = $1 AND about = $2 AND cleared_at IS NULL',
      [kind, about],
    );
    if (!standing) return;
    await this.once(async (work) => {
      const cleared = await work.query(
        `WITH cleared AS (UPDATE alarms SET cleared_at = greatest($2::timestamptz, raised_at) WHERE id = $1 AND cleared_at IS NULL RETURNING id)
         SELECT id FROM cleared`,
        [standing.id, work.now],
      );
      if (cleared.length === 0) throw new NothingNew();
      const subject = { kind: 'alarm', id: standing.id };
      work.record({ type: 'alarm.cleared', article: 57, tenderId: null, subject, payload: { kind, about } });
    });
  }

  /** The kinds of those that stand, in order. */
  async standing(): Promise<string[]> {
    const rows = await this.reads.query<{ kind: string }>(
      'SELECT DISTINCT kind FROM alarms WHERE cleared_at IS NULL ORDER BY kind',
    );
    return rows.map(({ kind }) => kind);
  }

  private async once(body: Parameters<UnitOfWork['run']>[1]): Promise<void> {
    await unlessNothingNew(this.unitOfWork.run(systemActor('alarm'), body), null);
  }
}
