import { createHash } from 'node:crypto';
import type { Actor } from '../platform/actor.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import { requireOwn } from './own-tender.js';
import { PlannedNotice } from './planned-notice.entity.js';

/** Throws Refusal 404 where it is not the caller's organisation's. */
export async function lockOwnPlannedNotice(work: Work, actor: Actor, id: string): Promise<PlannedNotice> {
  return requireOwn(actor, await work.lock(PlannedNotice, id));
}

/** Keeps what everybody could read from this moment on, and gives the hex SHA-256 of its RFC 8785 form. */
export async function keepPlannedVersion(
  work: Work,
  plannedNoticeId: string,
  kind: 'publication' | 'revision' | 'withdrawal',
  content: Record<string, unknown>,
): Promise<string> {
  const contentSha256 = createHash('sha256').update(canonicalJson(content)).digest('hex');
  await work.query(
    `INSERT INTO planned_notice_versions (id, planned_notice_id, kind, content, content_sha256, published_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [newId(), plannedNoticeId, kind, JSON.stringify(content), contentSha256, work.now],
  );
  return contentSha256;
}
