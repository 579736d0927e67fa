import { Injectable } from '@nestjs/common';
import { isToBeOpened, isUndecided, latestStage, sealedPrices } from '../bids/sealed-prices.queries.js';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { instantOf, microsOf } from '../rules/moment.js';
import { enoughQualify, priceOpeningIsAnnouncedInTime } from '../rules/price-opening.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { locksOf } from '../tenders/locks.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import { requireTenderMatch, requireTenderState } from '../tenders/tender-life.js';
import { Tender } from '../tenders/tender.entity.js';
import { openedBids, type EvaluatedBid } from './awards.queries.js';
import { fieldsOf } from './lot-outcomes.js';
import type { PriceOpeningBody } from './qualification.dto.js';
import { PriceOpening } from './qualification.entity.js';

export interface PriceOpeningAnswer {
  tenderId: string;
  stage: number;
  opensAt: string;
  announcedAt: string;
}

/** The procuring entity tells the bidders and the custodians when prices are opened (报价开启通知); before, no share of them is taken. */
@Injectable()
export class AnnouncePrices {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `opening.qualification-undecided`, `opening.no-prices-due`, `opening.prices-announced`, `opening.prices-too-soon`, `opening.too-few-qualified`,
   * `tender.wrong-state`, `tender.suspended`; Refusal 404, 412, 428.
   */
  run(actor: Actor, id: string, body: PriceOpeningBody): Promise<PriceOpeningAnswer> {
    const opensAt = instantOf(microsOf(body.opensAt) as bigint);
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, id);
      await refuseIfSuspended(work, id);
      await requireTenderMatch(work, actor, tender, work.now);
      requireTenderState(tender, 'evaluate', 'evaluator', work.now);
      const sealed = await sealedPrices(work, id);
      if (sealed.some(isUndecided)) throw new LawRefusal([breach('opening.qualification-undecided')]);
      const latest = await latestStage(work, id);
      if (!latest || !sealed.some(isToBeOpened)) throw new LawRefusal([breach('opening.no-prices-due')]);
      if (latest.opensAt !== null) throw new LawRefusal([breach('opening.prices-announced')]);
      obey(enoughQualify(countsOf(tender, await openedBids(work, id))));
      obey(priceOpeningIsAnnouncedInTime({ announcedAt: work.now, opensAt }));
      const { stage } = latest;
      const row = { tenderId: id, stage, opensAt, announcedBy: actor.personId, announcedAt: work.now };
      await work.insert(PriceOpening, row);
      await work.save(Tender, tender, {});
      const holders = (await locksOf(work, id, 'price')).flatMap((lock) => lock.shares.map((share) => share.personId));
      work.record({
        type: 'tender.price-opening-announced',
        article: 58,
        tenderId: id,
        subject: { kind: 'tender', id },
        payload: { stage, opensAt },
        tell: [tender.procurerId, ...sealed.map((one) => one.supplierId)],
        tellPeople: holders,
      });
      return { tenderId: id, stage, opensAt, announcedAt: work.now };
    });
  }
}

/** How many bids stand, by lot where the tender has lots. */
function countsOf(tender: Tender, bids: readonly EvaluatedBid[]): number[] {
  const standing = bids.filter((one) => one.state === 'opened');
  return fieldsOf(tender, standing).map((field) => field.bids.length);
}
