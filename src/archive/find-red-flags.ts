import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { DueWork, NotDue } from '../platform/due-sweeper.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { civilDateOf } from '../rules/moment.js';
import { parseMoney, type Fen } from '../rules/money.js';
import {
  lateAmendments,
  pricePatterns,
  repeatedSingleSource,
  sharedContacts,
  singleBidder,
  valuesUnderThreshold,
  type RedFlag,
} from '../rules/red-flags.js';
import { amountOn } from '../rules/thresholds.js';
import { lockTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { amendedAt, openedBidders, purchasesOfClass, singleSourcesOf } from './red-flags.queries.js';

/** The clock: looks at a procurement after its opening and after its award, never before, and writes down what a person should look at. */
@Injectable()
export class FindRedFlags implements OnModuleInit {
  private readonly openTenderingThreshold: Fen;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dueWork: DueWork,
    @Inject(CONFIG) config: Config,
  ) {
    this.openTenderingThreshold = parseMoney(config.openTenderingThreshold) as Fen;
  }

  onModuleInit(): void {
    this.dueWork.register({
      name: 'archive.red-flags',
      claim: `SELECT tender_id AS id FROM red_flag_scans WHERE scanned_at IS NULL AND tender_id <> ALL ($1)
               ORDER BY asked_at LIMIT 20 FOR UPDATE SKIP LOCKED`,
      run: (id) => this.run(id),
    });
  }

  /** Throws NotDue where somebody else was faster. */
  async run(tenderId: string): Promise<void> {
    await this.unitOfWork.run(systemActor(`archive.red-flags ${newId()}`), async (work) => {
      const tender = await lockTender(work, tenderId);
      const due = await work.query<{ stage: string }>(
        `WITH scanned AS (UPDATE red_flag_scans SET scanned_at = $2 WHERE tender_id = $1 AND scanned_at IS NULL RETURNING stage)
         SELECT stage FROM scanned ORDER BY stage`,
        [tenderId, work.now],
      );
      if (due.length === 0) throw new NotDue();
      const fresh: string[] = [];
      for (const flag of await this.look(work, tender)) if (await isNew(work, tenderId, flag)) fresh.push(flag.kind);
      const payload = { stages: due.map((one) => one.stage), found: fresh };
      work.record({ type: 'red-flags.looked-for', article: null, tenderId, subject: { kind: 'red-flags', id: null }, payload });
    });
  }

  private async look(work: Work, tender: Tender): Promise<RedFlag[]> {
    const { bidders, prices } = await openedBidders(work, tender.id);
    const competed = tender.method !== 'single-source';
    return [
      ...(competed ? singleBidder(bidders.map((one) => one.supplierId)) : []),
      ...sharedContacts(bidders),
      ...pricePatterns(prices),
      ...(tender.bidsCloseAt === null ? [] : lateAmendments(await amendedAt(work, tender.id), tender.bidsCloseAt)),
      ...(await this.underThresholds(work, tender)),
      ...(competed ? [] : await repeated(work, tender)),
    ];
  }

  private async underThresholds(work: Work, tender: Tender): Promise<RedFlag[]> {
    if (tender.itemClass === null || tender.publishedAt === null) return [];
    const purchases = await purchasesOfClass(work, tender.procurerId, tender.itemClass);
    const current = purchases.find((one) => one.tenderId === tender.id);
    if (!current) return [];
    const id = tender.category === 'works' ? 'prequalificationWorksMin' : 'prequalificationGoodsServicesMin';
    const thresholds = [this.openTenderingThreshold, amountOn(id, civilDateOf(tender.publishedAt)).value];
    return thresholds.flatMap((threshold) => valuesUnderThreshold(current, purchases, threshold));
  }
}

async function repeated(work: Work, tender: Tender): Promise<RedFlag[]> {
  const sources = await singleSourcesOf(work, tender.procurerId);
  const current = sources.find((one) => one.tenderId === tender.id);
  return current ? repeatedSingleSource(current, sources) : [];
}

/** False where the same was found before, whether it is closed or not. */
async function isNew(work: Work, tenderId: string, { kind, key, facts, text }: RedFlag): Promise<boolean> {
  const rows = await work.query(
    `INSERT INTO red_flags (id, version, tender_id, kind, key, facts, text, found_at) VALUES ($1, 1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT DO NOTHING RETURNING id`,
    [
      newId(),
      tenderId,
      kind,
      createHash('sha256').update(key).digest('hex'),
      JSON.stringify(facts),
      JSON.stringify(text),
      work.now,
    ],
  );
  return rows.length > 0;
}
