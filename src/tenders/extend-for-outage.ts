import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor, type Actor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { JobHandlers } from '../platform/job-handlers.js';
import { LawService } from '../platform/law.service.js';
import { NothingNew, unlessNothingNew } from '../platform/nothing-new.js';
import { Reads } from '../platform/reads.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import type { Bilingual } from '../rules/breach.js';
import { deadlineIsAWorkingDay } from '../rules/deadlines.js';
import { isBefore, shanghaiTime, type Instant } from '../rules/moment.js';
import { deadlineAfterOutage } from '../rules/outages.js';
import { announceAmendment, merged } from './announce-amendment.js';
import { concernedBy } from './concerned.js';
import { opensAtOf } from './opening-moment.js';
import { oneOutage, tendersToExtend, type OutageAnswer, type OutageExtension } from './outages.queries.js';
import { advanceTender, lockTender, stateNow } from './tender-life.js';
import type { Tender } from './tender.entity.js';

type Deadline = OutageExtension['deadline'];

/**
 * After a confirmed outage every deadline that it reached moves by as long as it lasted (因平台故障顺延截止时间), under the tender's lock and with a
 * version of the notice of its own. A deadline that has passed is not opened again: that is written down instead. Doing it again does nothing.
 */
@Injectable()
export class ExtendForOutage implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reads: Reads,
    private readonly law: LawService,
    private readonly handlers: JobHandlers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.handlers.on('outage.confirmed', 'extend-for-outage', async ({ entryId, subject }) => {
      if (subject.id !== null) await this.run(systemActor(entryId), subject.id);
    });
  }

  /** The soonest deadline first; one that fails stops no other, and the first failure is thrown at the end. */
  async run(actor: Actor, outageId: string): Promise<void> {
    const outage = await oneOutage(this.reads, outageId);
    if (!outage || outage.confirmedAt === null) return;
    const failures: unknown[] = [];
    for (const tenderId of await tendersToExtend(this.reads, outage.id, outage))
      await unlessNothingNew(this.extend(actor, outage, tenderId), null).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  private extend(actor: Actor, outage: OutageAnswer, tenderId: string): Promise<null> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockTender(work, tenderId);
      if (await isWritten(work, outage.id, tenderId)) throw new NothingNew();
      const deadline: Deadline = tender.bidsCloseAt === null ? 'applicationsCloseAt' : 'bidsCloseAt';
      const before = tender[deadline] as Instant;
      const { after, minutes } = deadlineAfterOutage(before, outage);
      const extension = isRunning(tender, deadline, work.now)
        ? await this.move(work, tender, outage, { deadline, before, after, minutes })
        : ({ tenderId, deadline, before, after: null, outcome: 'passed', noticeVersion: null } as const);
      await keep(work, outage.id, extension);
      if (extension.outcome === 'passed') recordPassed(work, outage.id, extension);
      return null;
    });
  }

  private async move(
    work: Work,
    tender: Tender,
    outage: OutageAnswer,
    { deadline, before, after, minutes }: { deadline: Deadline; before: Instant; after: Instant; minutes: number },
  ): Promise<OutageExtension> {
    const { calendar } = await this.law.context(work, work.now);
    const warnings = deadlineIsAWorkingDay(after, calendar, `#/${deadline}`);
    const moved =
      deadline === 'bidsCloseAt'
        ? { bidsCloseAt: after, opensAt: opensAtOf(after, this.config.openingGraceSeconds) }
        : { applicationsCloseAt: after };
    await advanceTender(work, tender, 'amend', 'registrar', { ...moved, warnings: merged(tender, warnings) });
    const { noticeVersion } = await announceAmendment(work, tender, {
      article: 58,
      changes: [{ field: deadline, before, after }],
      reason: reasonOf(outage, minutes),
      warnings,
      more: { outageId: outage.id },
      tell: await concernedBy(work, tender),
    });
    return { tenderId: tender.id, deadline, before, after, outcome: 'extended', noticeVersion };
  }
}

function isRunning(tender: Tender, deadline: Deadline, now: Instant): boolean {
  const state = deadline === 'bidsCloseAt' ? 'open' : 'prequalification';
  return stateNow(tender, now) === state && isBefore(now, tender[deadline] as Instant);
}

async function isWritten(work: Work, outageId: string, tenderId: string): Promise<boolean> {
  const rows = await work.query('SELECT 1 FROM outage_extensions WHERE outage_id = $1 AND tender_id = $2', [outageId, tenderId]);
  return rows.length > 0;
}

async function keep(work: Work, outageId: string, extension: OutageExtension): Promise<void> {
  const { tenderId, deadline, before, after, outcome, noticeVersion } = extension;
  await work.query(
    `INSERT INTO outage_extensions (outage_id, tender_id, deadline, before_at, after_at, outcome, notice_version, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [outageId, tenderId, deadline, before, after, outcome, noticeVersion, work.now],
  );
}

function reasonOf({ from, to, description }: OutageAnswer, minutes: number): Bilingual {
  const [start, end] = [from, to].map((one) => shanghaiTime(one).slice(0, 16).replace('T', ' '));
  return {
    zh: `平台于${start}至${end}发生故障，截止时间顺延${minutes}分钟：${description.zh}`,
    en: `The platform could not be reached from ${start} to ${end}; the deadline moves by ${minutes} minutes: ${description.en}`,
  };
}

function recordPassed(work: Work, outageId: string, { tenderId, deadline, before }: OutageExtension): void {
  work.record({
    type: 'outage.deadline-passed',
    article: 58,
    tenderId,
    subject: { kind: 'outage', id: outageId },
    payload: { deadline, before },
  });
}
