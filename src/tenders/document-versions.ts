import { invalid, LawRefusal, obey } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import { breach } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { stageRuns } from './stage-runs.js';
import { requireTenderState } from './tender-life.js';
import type { Tender } from './tender.entity.js';

/**
 * Whether a document comes after the publication, and so waits for an amendment. Throws LawRefusal `tender.wrong-state`,
 * `tender.deadline-passed`, `prequalification.deadline-passed` where none is added any more, and between approval and publication.
 */
export function comesAfterPublication(tender: Tender, now: Instant): boolean {
  if (tender.state === 'draft') return false;
  if (tender.publishedAt === null)
    throw new LawRefusal([breach('tender.wrong-state', { state: tender.state, event: 'add-document' })]);
  obey(stageRuns(tender, now));
  requireTenderState(tender, 'amend', 'procurer', now);
  return true;
}

/** 1 for a document that replaces none. Throws Refusal 422 where what it replaces is not there, not published, or replaced already. */
export async function versionAfter(reader: Reader, tenderId: string, replaces: string | null): Promise<number> {
  if (replaces === null) return 1;
  const rows = await reader.query<{ version: number }>(
    `SELECT version FROM tender_documents document
      WHERE tender_id = $1 AND id = $2 AND (NOT pending OR EXISTS (SELECT FROM document_publications WHERE document_id = document.id))
        AND NOT EXISTS (SELECT FROM tender_documents later WHERE later.replaces = document.id AND (NOT later.pending
              OR EXISTS (SELECT FROM document_publications WHERE document_id = later.id)))`,
    [tenderId, replaces],
  );
  if (rows[0]) return rows[0].version + 1;
  throw invalid('replaces', {
    zh: '被替换的文件不存在、尚未发布或已有新版本。',
    en: 'The document it replaces is not there, not published yet, or replaced already.',
  });
}
