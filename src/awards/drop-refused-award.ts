import type { Work } from '../platform/unit-of-work.js';
import type { Bilingual } from '../rules/breach.js';
import { publishNotice } from '../tenders/notices.js';
import { advanceTender } from '../tenders/tender-life.js';
import type { Tender, Text } from '../tenders/tender.entity.js';
import { Award } from './award.entity.js';
import { openedBids, type EvaluatedBid } from './awards.queries.js';
import { lotResults } from './lot-results.queries.js';
import { moveBid } from './move-bid.js';

/**
 * The award of a winner that does not sign falls, of a tender with lots on this lot alone: its bid has lost, those it had beaten stand again, and the
 * report stands for another award. Everybody learns of it by a notice; `tell` names who is told besides. The caller holds the locks.
 */
export async function dropRefusedAward(
  work: Work,
  { tender, award, reasons }: { tender: Tender; award: Award; reasons: Bilingual },
): Promise<{ noticeVersion: number; tell: string[] }> {
  const others = (await lotResults(work, tender.id)).filter((one) => one.awardId !== award.id);
  if (others.length > 0) await advanceTender(work, tender, 'refuse-contract-lots', 'approver', {});
  else await advanceTender(work, tender, eventOf(tender), 'approver', { standstillEndsAt: null });
  await work.save(Award, award, { state: 'refused' });
  const bids = await openedBids(work, tender.id);
  const winners = others.map((one) => one.bidId);
  await settleBids(work, tender, { award, winners, bids });
  const notice = await publishNotice(work, {
    tenderId: tender.id,
    kind: 'contract-refusal',
    content: await refusalNotice(work, { tender, award, reasons }),
  });
  return { noticeVersion: notice.version, tell: [...new Set([award.supplierId, ...bids.map((one) => one.supplierId)])] };
}

/** A direct award has no evaluation to go back to. */
function eventOf({ method }: Tender): 'refuse-contract' | 'refuse-contract-direct' {
  return method === 'single-source' ? 'refuse-contract-direct' : 'refuse-contract';
}

/** A bid that holds another lot stays successful. */
async function settleBids(
  work: Work,
  tender: Tender,
  { award, winners, bids }: { award: Award; winners: readonly (string | null)[]; bids: readonly EvaluatedBid[] },
): Promise<void> {
  for (const bid of bids.filter((one) => !winners.includes(one.id))) {
    if (bid.id === award.bidId) await moveBid(work, tender, bid, 'refuse-contract', 'approver');
    else if (bid.state === 'unsuccessful' && isFor(bid, award.lotId)) await moveBid(work, tender, bid, 'reopen', 'approver');
  }
}

function isFor(bid: EvaluatedBid, lotId: string | null): boolean {
  return lotId === null || bid.content?.lots?.some(({ id }) => id === lotId) === true;
}

/** 拒签公告: whose award has fallen, and why. */
async function refusalNotice(
  work: Work,
  { tender, award, reasons }: { tender: Tender; award: Award; reasons: Bilingual },
): Promise<Record<string, unknown>> {
  const rows = await work.query<{ name: Text }>('SELECT name FROM organizations WHERE id = $1', [award.supplierId]);
  const lot = tender.content.lots.find(({ id }) => id === award.lotId);
  return {
    title: tender.title,
    referenceNumber: tender.referenceNumber,
    awardId: award.id,
    awardNoticeVersion: award.noticeVersion,
    ...(lot ? { lots: [{ id: lot.id, title: lot.title }] } : {}),
    supplier: { id: award.supplierId, name: rows[0]?.name },
    reasons,
    decidedAt: work.now,
  };
}
