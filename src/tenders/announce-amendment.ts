import type { Work } from '../platform/unit-of-work.js';
import type { Bilingual, Breaches } from '../rules/breach.js';
import { publishNotice } from './notices.js';
import type { TenderAnswer } from './present-tender.js';
import type { Tender, Text } from './tender.entity.js';
import { answerOf } from './tenders.queries.js';

export interface Announcement {
  article: 50 | 51 | 58;
  changes: readonly object[];
  reason: Text | Bilingual;
  /** Of the amendment alone, not what the tender was warned of before. */
  warnings: Breaches;
  /** What the notice and the record say besides. */
  more?: Record<string, unknown>;
  tell: string[];
}

/**
 * Publishes an amendment (变更公告) as the next version of the notice, with the tender as it reads now, and records it. The caller has changed the
 * tender in the same transaction; whoever applied, bids or downloaded is told by the modules that know them.
 */
export async function announceAmendment(
  work: Work,
  tender: Tender,
  { article, changes, reason, warnings, more = {}, tell }: Announcement,
): Promise<TenderAnswer & { noticeVersion: number }> {
  const answer = await answerOf(work, tender, work.now);
  const { noticeVersion: _before, version: _row, ...shown } = answer;
  const content = { ...shown, changes, ...more, reason: { ...reason }, warnings };
  const notice = await publishNotice(work, { tenderId: tender.id, kind: 'amendment', content });
  const { version: noticeVersion, contentSha256 } = notice;
  work.record({
    type: 'tender.amended',
    article,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: { noticeVersion, contentSha256, changes, ...more, warnings: warnings.map((one) => one.rule) },
    tell,
  });
  return { ...answer, noticeVersion };
}

/** What a tender is warned of once its deadline has moved: what was said of the deadline before no longer holds. */
export function merged(tender: Tender, warnings: Breaches): Breaches {
  return [...tender.warnings.filter((one) => one.rule !== 'tender.deadline-on-holiday'), ...warnings];
}
