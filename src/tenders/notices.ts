import { createHash } from 'node:crypto';
import { canonicalJson } from '../platform/audit-leaf.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import { TenderNotice, type NoticeKind } from './notice.entity.js';

/**
 * Publishes the next version of a tender's notice; visible to everybody once the transaction commits. The caller holds the tender's lock
 * and records the event. `content` is plain JSON: money and times as strings.
 */
export async function publishNotice(
  work: Work,
  notice: { tenderId: string; kind: NoticeKind; content: Record<string, unknown> },
): Promise<TenderNotice> {
  const rows = await work.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) + 1 AS version FROM tender_notices WHERE tender_id = $1',
    [notice.tenderId],
  );
  return work.insert(TenderNotice, {
    id: newId(),
    tenderId: notice.tenderId,
    version: rows[0]?.version ?? 1,
    kind: notice.kind,
    publishedAt: work.now,
    content: notice.content,
    contentSha256: createHash('sha256').update(canonicalJson(notice.content)).digest('hex'),
  });
}
