import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { retention } from '../rules/art-57-retention.js';
import { breach, type Breaches } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import { cancellationIsCoded, nonAwardLabels, type NonAwardCode } from '../rules/non-award.js';
import { tellNoSecrets } from './marked-secrets.js';
import { publishNotice } from './notices.js';
import { textKeepsLanguages } from './notice-languages.js';
import { lockOwnTenderToAnswer } from './own-tender.js';
import type { TenderAnswer } from './present-tender.js';
import type { Tender } from './tender.entity.js';
import { fulfilRemedies, settledByEnd } from './remedies.js';
import { advanceTender, requireTenderMatch, requireTenderState } from './tender-life.js';
import type { CancellationBody } from './tender.dto.js';
import { reviewRecordOf } from './review-record.js';
import { answerOf } from './tenders.queries.js';
import { declaredConflict } from './declared-conflict.js';

/** Ends a procurement without a contract (终止采购), with reasons; the fifteen years of art. 57 begin. A tender that was public ends with a notice. */
@Injectable()
export class CancelTender {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `tender.cancellation-reason-missing`, `tender.non-award-code-missing`, `tender.non-award-code-unfit`, `notice.english-incomplete`, `tender.wrong-state`; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, { code, reason }: CancellationBody): Promise<TenderAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTenderToAnswer(work, actor, id);
      await requireTenderMatch(work, actor, tender, work.now);
      requireTenderState(tender, 'cancel', 'procurer', work.now);
      obey([
        ...cancellationIsCoded(code ?? null, await reviewRecordOf(work, id)),
        ...(await conflictBars(work, tender, actor)),
        ...(await contractedLots(work, id)),
        ...(reason ? [] : [breach('tender.cancellation-reason-missing', {}, { pointer: '#/reason' })]),
      ]);
      const stated = { ...(reason as NonNullable<typeof reason>) };
      if (tender.publishedAt !== null) obey(textKeepsLanguages(tender, 'reason', stated));
      obey(await tellNoSecrets(work, { tenderId: id, rule: 'notice.trade-secret', texts: { reason: stated }, now: work.now }));
      const closingEvents = [{ type: 'cancellation', on: civilDateOf(work.now) }];
      const { endedOn, retainUntil } = retention({ closingEvents, legalHold: false });
      await advanceTender(work, tender, 'cancel', 'procurer', { endedOn, retainUntil });
      await fulfilRemedies(work, id, settledByEnd, { kind: 'tender', id });
      const answer = await answerOf(work, tender, work.now);
      const { title, referenceNumber, ocid, procurer } = answer;
      const outcome = { code, codeLabel: nonAwardLabels[code as NonAwardCode], reason: stated };
      const content = { title, referenceNumber, ocid, procurer, ...outcome, cancelledAt: work.now };
      const notice =
        tender.publishedAt === null ? null : await publishNotice(work, { tenderId: id, kind: 'cancellation', content });
      work.record({
        type: 'tender.cancelled',
        article: 53,
        tenderId: id,
        subject: { kind: 'tender', id },
        payload: { ...outcome, noticeVersion: notice?.version ?? null, endedOn, retainUntil },
        tell: [tender.procurerId],
      });
      return { ...answer, noticeVersion: notice?.version ?? answer.noticeVersion };
    });
  }
}

/** 采购法 art. 12: who has declared a conflict of interest ends nothing once the bids are known. */
async function conflictBars(work: Work, tender: Tender, actor: Actor): Promise<Breaches> {
  const barred = tender.openedAt !== null && (await declaredConflict(work, tender.id, actor.personId)) === true;
  return barred ? [breach('evaluation.conflict-declared')] : [];
}

/** What is signed on some lots of an awarded tender is not ended by ending the procurement. */
async function contractedLots(work: Work, tenderId: string): Promise<Breaches> {
  const rows = await work.query<{ lotId: string }>(
    `SELECT award.lot_id AS "lotId" FROM contract_awards covered JOIN awards award ON award.id = covered.award_id
      WHERE award.tender_id = $1 AND award.lot_id IS NOT NULL ORDER BY award.lot_id`,
    [tenderId],
  );
  return rows.length === 0 ? [] : [breach('tender.lot-contracted', { lots: rows.map((one) => one.lotId) })];
}
