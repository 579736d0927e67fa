import { licencesOf } from '../organizations/licences.queries.js';
import type { Reader } from '../platform/reads.js';
import type { Breaches } from '../rules/breach.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import { requiredLicencesAreHeld, requiredLicencesAreJudged } from '../rules/required-licences.js';
import type { Tender } from '../tenders/tender.entity.js';

/** What the law finds of the licences behind a bid. */
export interface BidLicences {
  missing: Breaches;
  /** What waits for the registrar: nothing is decided before. */
  undecided: Breaches;
}

/**
 * Art. 58: the licences that the documents ask for, held at the deadline by one of the suppliers that stand behind each bid: recorded before it, valid
 * on its day, and verified by the time this is asked. `parties` by bid id.
 */
export function licencesAtDeadline(
  reader: Reader,
  { content, bidsCloseAt }: Pick<Tender, 'content' | 'bidsCloseAt'>,
  parties: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, BidLicences>> {
  return licencesBehind(reader, { content, at: bidsCloseAt as Instant, addedBefore: bidsCloseAt }, parties);
}

/** The same of one bid's suppliers now: a licence that has run out since is renewed before the award. */
export async function licencesNow(
  reader: Reader,
  { content }: Pick<Tender, 'content'>,
  parties: readonly string[],
  now: Instant,
): Promise<Breaches> {
  const found = await licencesBehind(reader, { content, at: now, addedBefore: null }, new Map([['', parties]]));
  return [...found.values()].flatMap((one) => (one.undecided.length > 0 ? one.undecided : one.missing));
}

async function licencesBehind(
  reader: Reader,
  asked: { content: Tender['content']; at: Instant; addedBefore: Instant | null },
  parties: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, BidLicences>> {
  const required = asked.content.licenceTypes ?? [];
  if (required.length === 0) return new Map();
  const on = civilDateOf(asked.at);
  const licences = await licencesOf(reader, [...new Set([...parties.values()].flat())], asked.addedBefore);
  return new Map(
    [...parties].map(([bidId, ids]) => {
      const held = licences.filter((one) => ids.includes(one.organizationId));
      return [
        bidId,
        { missing: requiredLicencesAreHeld(required, held, on), undecided: requiredLicencesAreJudged(required, held, on) },
      ];
    }),
  );
}
