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

export function invalidContent(reason: Bilingual, pointer?: string): Breach {
  return breach('bid.content-invalid', { reason }, pointer === undefined ? {} : { pointer });
}
