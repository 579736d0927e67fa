import type { Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { lowPriceWasAsked, refusedInquiry, type InquiryClass } from '../rules/inquiries.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { EvaluatedBid } from './awards.queries.js';
import { isDrawn } from './committee-seat.js';
import type { EvaluationFinding } from './evaluation-outcome.js';
import type { InquiryBid } from './inquiry.entity.js';
import { lowPrices } from './stated-prices.js';

type Asked = Pick<InquiryBid, 'bidId' | 'class' | 'state' | 'decidedAt'>;

function askedIn(work: Work, tenderId: string, round: number): Promise<Asked[]> {
  return work.query(
    'SELECT bid_id AS "bidId", class, state, decided_at AS "decidedAt" FROM inquiry_bids WHERE tender_id = $1 AND round = $2 ORDER BY id',
    [tenderId, round],
  );
}

/** What a report waits for: every answer judged; with a drawn committee also every abnormally low price explained (财库〔2026〕2号). */
export async function inquiriesAreDecided(
  work: Work,
  args: { tender: Tender; round: number; bids: readonly EvaluatedBid[] },
): Promise<Breaches> {
  const { tender, round, bids } = args;
  const asked = await askedIn(work, tender.id, round);
  const count = asked.filter((one) => one.decidedAt === null).length;
  const low = (await isDrawn(work, tender.id, round)) ? [...lowPrices(tender, bids, work.now).keys()] : [];
  const bidIds = low.filter((id) => !asked.some((one) => one.class === 'low-price' && one.bidId === id));
  return [
    ...(count > 0 ? [breach('inquiry.undecided', { count })] : []),
    ...(bidIds.length > 0 ? [breach('evaluation.low-price-unexamined', { bidIds })] : []),
  ];
}

/** What the panel decided against bids that were asked, by bid: it rejects them. */
export async function refusedByInquiry(work: Work, tenderId: string, round: number): Promise<Map<string, Breaches>> {
  const refused = new Map<string, Breaches>();
  for (const one of await askedIn(work, tenderId, round))
    if (one.state === 'refused')
      refused.set(one.bidId, [...(refused.get(one.bidId) ?? []), ...refusedInquiry({ class: one.class as InquiryClass })]);
  return refused;
}

/** No finding refuses a bid for its price before the panel did. */
export async function lowPricesWereAsked(
  work: Work,
  args: { tenderId: string; round: number; findings: readonly EvaluationFinding[] },
): Promise<Breaches> {
  const asked = await askedIn(work, args.tenderId, args.round);
  return args.findings.flatMap(({ bidId, lowPrice = false }, index) => {
    const refused = asked.some((one) => one.bidId === bidId && one.class === 'low-price' && one.state === 'refused');
    return lowPriceWasAsked({ lowPrice, refused }, `#/bids/${index}/lowPrice`);
  });
}
