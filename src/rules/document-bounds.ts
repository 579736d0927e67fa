import { breach, type Breaches } from './breach.js';
import { civilDateOf, type Instant } from './moment.js';
import { countOn, type CountId } from './thresholds.js';

const bytesPerMebibyte = 1_048_576;

/** Whose files they are says which bounds hold. */
export type DocumentOwner = 'tender' | 'application';

const bounds: Record<DocumentOwner, { count: CountId; mebibytes: CountId }> = {
  tender: { count: 'tenderDocumentsMax', mebibytes: 'tenderDocumentMebibytesMax' },
  application: { count: 'applicationDocumentsMax', mebibytes: 'applicationDocumentMebibytesMax' },
};

/** Policy: `kept` are the files there are already, `bytes` those of the one that comes. */
export function documentsStayFew(
  owner: DocumentOwner,
  kept: { count: number; bytes: number },
  bytes: number,
  now: Instant,
): Breaches {
  const on = civilDateOf(now);
  const countMax = countOn(bounds[owner].count, on).value;
  const mebibytesMax = countOn(bounds[owner].mebibytes, on).value;
  return [
    ...(kept.count < countMax ? [] : [breach('documents.too-many', { countMax })]),
    ...(kept.bytes + bytes <= mebibytesMax * bytesPerMebibyte ? [] : [breach('documents.too-big-together', { mebibytesMax })]),
  ];
}
