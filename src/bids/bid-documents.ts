import type { Bilingual } from '../rules/breach.js';

export const documentsMax = 200;
/** How much of a bid its bidder may mark as a trade secret. */
export const secretsMax = 200;
/** What the documents of a bid weigh at most together. */
export const documentBytesMax = 200 * 1024 * 1024;

/** Separators of paths, controls, direction and zero-width marks, separators of lines, and letters that are half of one. */
const hostileInName = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\]/u;

/** A plain file name: no path, nothing that would show another name than it is. */
export function isDocumentName(name: string): boolean {
  return !hostileInName.test(name) && !/^\.*$/.test(name) && name.length <= 255;
}

/** What is wrong with the documents of a bid taken together; null where nothing is. On some systems names that differ only in case, or in how an accent is written, are one file. */
export function faultOfDocuments(documents: readonly { name: string; bytes: string | number }[]): Bilingual | null {
  const seen = new Set<string>(['bid.json']);
  for (const { name } of documents) {
    const folded = name.normalize('NFC').toLowerCase();
    if (seen.has(folded)) return { zh: `附件名“${name}”重复`, en: `two documents are named "${name}", or nearly so` };
    seen.add(folded);
  }
  const total = documents.reduce((sum, one) => sum + (typeof one.bytes === 'number' ? one.bytes : 0), 0);
  return total > documentBytesMax ? { zh: '附件总量超过200 MiB', en: 'the documents are larger than 200 MiB together' } : null;
}
