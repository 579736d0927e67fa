import type { Work } from '../platform/unit-of-work.js';
import type { Tender } from '../tenders/tender.entity.js';
import { drawAlgorithm, lotOf, seedOf, type Draw } from './draw.js';
import type { EvaluationOutcome } from './evaluation-outcome.js';
import { sealedBids, seedSecret } from './expert-pool.js';

/** The lots of the bids that share the first rank, the one to be awarded first; redone like the draw of a committee, `tie:`, the round and the lot drawn. */
export interface TieDraw extends Pick<Draw, 'algorithm' | 'commitment' | 'secret' | 'bids' | 'seed'> {
  lots: { bidId: string; key: string }[];
}

/** 87号令 art. 68 (from memory): the way that the documents say. Nothing where they do not say the lot, or nobody is tied. */
export async function tieDrawOf(
  work: Work,
  tender: Tender,
  { round, lotId }: { round: number; lotId: string | undefined },
  { ranked }: Pick<EvaluationOutcome, 'ranked'>,
): Promise<{ tieDraw?: TieDraw }> {
  const tied = ranked.filter((one) => one.rank === 1);
  if (tender.content.tieBreak !== 'lot' || tied.length < 2) return {};
  const { commitment, secret } = await seedSecret(work, tender.id);
  const bids = await sealedBids(work, tender.id);
  const seed = seedOf({ tenderId: tender.id, of: lotId === undefined ? `tie:${round}` : `tie:${round}:${lotId}`, secret, bids });
  return { tieDraw: { algorithm: drawAlgorithm, commitment, secret, bids, seed, lots: lotsOf(seed, tied) } };
}

function lotsOf(seed: string, tied: readonly { bidId: string }[]): TieDraw['lots'] {
  return tied.map(({ bidId }) => ({ bidId, key: lotOf(seed, bidId) })).sort((left, right) => (left.key < right.key ? -1 : 1));
}
