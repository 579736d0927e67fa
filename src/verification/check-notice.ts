import type { OpeningMinutes } from '../bids/opening-minutes.js';
import { locks } from '../custody/share-commitment.js';
import { isBefore } from '../rules/moment.js';
import type { TenderAnswer } from '../tenders/present-tender.js';
import { within, type Findings, type Place } from './findings.js';

export type PublishedTender = Pick<
  TenderAnswer,
  'id' | 'referenceNumber' | 'noticeVersion' | 'bidsCloseAt' | 'opensAt' | 'openedAt' | 'sealing' | 'lots' | 'terms'
>;

/** The minutes against what was published of the tender: the locks above all, which everybody could read before a bid was sealed. */
export function checkNotice(minutes: OpeningMinutes, tender: PublishedTender, place: Place, findings: Findings): void {
  if (tender.id !== minutes.tenderId) return findings.fault(within(place, 'tenderId'), '属于另一项目。', 'Is of another tender.');
  if (tender.referenceNumber !== minutes.referenceNumber) differs(within(place, 'referenceNumber'), findings);
  const moments = [
    ['bidsCloseAt', tender.bidsCloseAt],
    // Prices are opened after what the tender tells of its opening.
    ...(minutes.envelope === 'price'
      ? []
      : ([
          ['openableAt', tender.opensAt],
          ['openedAt', tender.openedAt],
        ] as const)),
  ] as const;
  if (minutes.envelope === 'price' && tender.openedAt !== null && !isBefore(tender.openedAt, minutes.openedAt))
    findings.fault(within(place, 'openedAt'), '早于资格部分的开标。', 'Is before the opening of the qualifications.');
  for (const [name, published] of moments)
    if (published !== null && (isBefore(published, minutes[name]) || isBefore(minutes[name], published)))
      differs(within(place, name), findings);
  for (const lock of locks) checkLock(minutes, tender, lock, within(place, 'locks', lock), findings);
  for (const [at, { noticeVersion }] of minutes.bids.entries())
    if ((noticeVersion ?? 0) > tender.noticeVersion) differs(within(place, 'bids', at, 'noticeVersion'), findings);
}

function checkLock(
  minutes: OpeningMinutes,
  { sealing }: PublishedTender,
  lock: 'A' | 'B',
  place: Place,
  findings: Findings,
): void {
  const told = minutes.locks[lock];
  const published = sealing.find((one) => one.lock === lock && one.envelope === minutes.envelope);
  if (!published) return differs(place, findings);
  for (const name of ['recipient', 'threshold', 'organizationId'] as const)
    if (told[name] !== published[name]) differs(within(place, name), findings);
  if (told.shares.length !== published.shares.length) differs(within(place, 'shares'), findings);
  for (const [at, share] of told.shares.entries())
    for (const name of ['index', 'organizationId', 'commitment'] as const)
      if (published.shares[at] && share[name] !== published.shares[at][name])
        differs(within(place, 'shares', at, name), findings);
}

function differs(place: Place, findings: Findings): void {
  findings.fault(place, '与公布的项目数据不符。', 'Is not what was published of the tender.');
}
