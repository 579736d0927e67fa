import type { Work } from '../platform/unit-of-work.js';
import { barringTies, type Ties } from '../rules/committee.js';
import { itemClassIsWithin } from '../rules/item-class.js';
import { isBefore, type Instant } from '../rules/moment.js';
import type { Tender } from '../tenders/tender.entity.js';
import { tiesOf } from './committee-ties.js';
import type { Draw, DrawEntry } from './draw.js';
import { inOrderOfTheDraw, linesOfBids, drawAlgorithm, seedOf } from './draw.js';
import type { Expert } from './expert.entity.js';

type Candidate = Pick<Expert, 'id' | 'personId' | 'itemClasses' | 'registeredAt'>;

/** The draw of the committee of a round: everybody in the pool who is fit for the tender, with why some may not be called. */
export async function drawOf(work: Work, tender: Tender, round: number): Promise<Draw> {
  const { commitment, committedAt, secret } = await seedSecret(work, tender.id);
  const bids = await sealedBids(work, tender.id);
  const seed = seedOf({ tenderId: tender.id, of: `committee:${round}`, secret, bids });
  return { algorithm: drawAlgorithm, commitment, committedAt, secret, bids, seed, pool: await poolOf(work, tender, round, seed) };
}

/** The pool as it stands now, in the order of the draw. */
export async function poolOf(work: Work, tender: Tender, round: number, seed: string): Promise<DrawEntry[]> {
  const experts = await fitExperts(work, tender);
  const personIds = experts.map((one) => one.personId);
  const ties = await tiesOf(work, tender, round, personIds);
  const pool = experts.map((one) => ({
    expertId: one.id,
    personId: one.personId,
    late: !isBefore(one.registeredAt, tender.openedAt as Instant),
    ties: barringTies(ties.get(one.personId) as Ties, 'expert'),
  }));
  return inOrderOfTheDraw(pool, seed);
}

/** Of the tender's category, and of its item class or one above it. */
async function fitExperts(work: Work, { category, itemClass }: Tender): Promise<Candidate[]> {
  const experts = await work.query<Candidate>(
    `SELECT id, person_id AS "personId", item_classes AS "itemClasses", registered_at AS "registeredAt" FROM experts
      WHERE ended_at IS NULL AND $1 = ANY (categories) ORDER BY id`,
    [category],
  );
  return experts.filter(
    ({ itemClasses }) =>
      itemClasses.length === 0 || (itemClass !== null && itemClasses.some((one) => itemClassIsWithin(itemClass, one))),
  );
}

interface SeedSecret {
  commitment: string;
  committedAt: Instant;
  secret: string;
}

/** Readable from the opening on. */
export async function seedSecret(work: Work, tenderId: string): Promise<SeedSecret> {
  const rows = await work.query<SeedSecret>(
    'SELECT commitment, committed_at AS "committedAt", draw_secret(tender_id) AS secret FROM draw_seeds WHERE tender_id = $1',
    [tenderId],
  );
  return rows[0] as SeedSecret;
}

/** As the minutes of the opening have them. */
export async function sealedBids(work: Work, tenderId: string): Promise<string[]> {
  const rows = await work.query<{ bidId: string; ciphertextSha256: string }>(
    'SELECT id AS "bidId", ciphertext_sha256 AS "ciphertextSha256" FROM opened_bids WHERE tender_id = $1',
    [tenderId],
  );
  return linesOfBids(rows);
}
