import { breach, type Bilingual, type Breach } from '../rules/breach.js';

/** What a bidder did wrong in its sealed file, found while the file is being read: it ends the reading of that bid and of nothing else. */
export class BidFault extends Error {
  constructor(readonly breach: Breach) {
    super(breach.rule);
    this.name = 'BidFault';
  }
}

export function contentFault(zh: string, en: string): BidFault {
  return new BidFault(invalidContent({ zh, en }));
}

/** The reason may quote the bid: what no database row, log or page should take from a stranger does not come through. */
export function invalidContent(reason: Bilingual, pointer?: string): Breach {
  const shown = { zh: harmless(reason.zh), en: harmless(reason.en) };
  return breach('bid.content-invalid', { reason: shown }, pointer === undefined ? {} : { pointer });
}

/** What a stranger wrote, short enough to be quoted within a reason. */
export function brief(text: string): string {
  const letters = [...text.toWellFormed()];
  return letters.length > quotedMax ? `${letters.slice(0, quotedMax).join('')}…` : text;
}

const quotedMax = 80;
const charactersMax = 400;

/** Without controls (NUL is in no text of PostgreSQL), direction marks and half letters, and not too long. */
export function harmless(text: string): string {
  const plain = [...text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd')];
  return plain.length > charactersMax ? `${plain.slice(0, charactersMax).join('')}…` : plain.join('');
}
