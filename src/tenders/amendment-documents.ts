import { invalid } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import type { Reader } from '../platform/reads.js';

/** A file that came after the publication and waits for the amendment that names it. */
export interface PendingDocument {
  id: string;
  name: string;
  version: number;
  sha256: string;
  replaces: string | null;
  addedBy: string;
  /** Of the one it replaces. */
  replacedName: string | null;
  replacedSha256: string | null;
}

type Found = PendingDocument & { free: boolean };

const pending = `
  SELECT document.id, document.name, document.version, document.sha256, document.replaces, document.added_by AS "addedBy",
         replaced.name AS "replacedName", replaced.sha256 AS "replacedSha256",
         document.pending AND NOT EXISTS (SELECT FROM document_publications made
           WHERE made.document_id = document.id OR made.replaces = document.replaces) AS free
    FROM tender_documents document LEFT JOIN tender_documents replaced ON replaced.id = document.replaces
   WHERE document.tender_id = $1 AND document.id = ANY ($2)`;

/** In the order in which they are named. Throws Refusal 422 for one that does not wait, or whose forerunner was replaced meanwhile. */
export async function pendingDocuments(reader: Reader, tenderId: string, ids: readonly string[]): Promise<PendingDocument[]> {
  const rows = await reader.query<Found>(pending, [tenderId, ids]);
  return ids.map((id, index) => {
    const found = rows.find((one) => one.id === id);
    const isFirst = ids.indexOf(id) === index;
    const sibling = rows.find((one) => one.id !== id && one.replaces !== null && one.replaces === found?.replaces);
    if (found?.free === true && isFirst && sibling === undefined) return withoutFree(found);
    throw invalid(`#/documents/${index}`, {
      zh: '该文件不是发布后上传且尚未发布的文件，或其替换的文件已有新版本。',
      en: 'This is no file that waits for its publication, or the one it replaces has been replaced already.',
    });
  });
}

/** From now on everybody who may read the documents has them. */
export async function publishDocuments(
  work: Work,
  tenderId: string,
  noticeVersion: number,
  documents: readonly PendingDocument[],
): Promise<void> {
  for (const { id, replaces } of documents)
    await work.query(
      `INSERT INTO document_publications (document_id, tender_id, notice_version, replaces, published_at) VALUES ($1, $2, $3, $4, $5)`,
      [id, tenderId, noticeVersion, replaces, work.now],
    );
}

function withoutFree({ free: _free, ...document }: Found): PendingDocument {
  return document;
}
