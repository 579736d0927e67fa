import type { Reader } from '../platform/reads.js';
import { invalid, LawRefusal } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { supplierMayChallenge } from '../rules/challenge-subjects.js';
import { civilDateOf } from '../rules/moment.js';
import type { Track } from '../rules/track.js';
import { stateNow } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { ChallengeBody } from './challenge.dto.js';
import { hasApplied, showedInterest, takesPart } from './challenges.queries.js';
import { timeLimitOf, type TimeLimit } from './challenge-window.js';
import { exclusionOf, momentsOf } from './procedure-moments.js';

interface Filing {
  tender: Tender;
  supplierId: string;
  body: ChallengeBody;
}

/**
 * Until when this supplier may challenge this. Throws Refusal 422 for a day of knowledge to come and for an exclusion that is none of its own,
 * LawRefusal `challenge.not-participant` for an application it never made, `tender.wrong-state` for what has not been decided.
 */
export async function windowOf(
  work: Work,
  { tender, supplierId, body }: Filing,
  law: { track: Track; calendar: Calendar },
): Promise<{ window: TimeLimit; exclusionId: string | null }> {
  const knownOn = body.knownOn ?? null;
  if (knownOn !== null && knownOn > civilDateOf(work.now))
    throw invalid('#/knownOn', { zh: '知悉日期不得晚于今天。', en: 'The day of knowledge may not lie in the future.' });
  const excluded = await exclusionNamed(work, { tender, supplierId, body });
  const moments = { ...(await momentsOf(work, tender, supplierId, body.lotIds ?? null)), excluded };
  const window = timeLimitOf({ ...law, subject: body.subject, stage: body.stage ?? null, knownOn, moments, now: work.now });
  if (window) return { window, exclusionId: excluded?.id ?? null };
  if (body.subject === 'prequalification' && !(await hasApplied(work, tender.id, supplierId)))
    throw new LawRefusal([breach('challenge.not-participant')]);
  throw new LawRefusal([breach('tender.wrong-state', { state: stateNow(tender, work.now), event: `challenge-${body.subject}` })]);
}

/** Art. 54: the decision to exclude the challenger, and nobody else's. */
async function exclusionNamed(
  reader: Reader,
  { tender, supplierId, body }: Filing,
): Promise<Awaited<ReturnType<typeof momentsOf>>['excluded']> {
  if (body.subject !== 'exclusion' && body.exclusionId === undefined) return null;
  const named = body.subject === 'exclusion' ? await exclusionOf(reader, tender.id, supplierId, body.exclusionId) : undefined;
  if (named) return named;
  throw invalid('#/exclusionId', {
    zh: '没有针对该供应商的此项拒绝参与决定，或质疑对象不是该决定。',
    en: 'No such exclusion of this supplier was decided, or the challenge is not about it.',
  });
}

/** Nothing is told of who has bid: the supplier's own part alone is asked for, and only where it counts. */
export async function participates(reader: Reader, { tender, supplierId, body }: Filing): Promise<Breaches> {
  const { id, openedAt, procurerId } = tender;
  return supplierMayChallenge(body.subject, {
    isProcurer: supplierId === procurerId,
    opened: openedAt !== null,
    bids: openedAt !== null && (await takesPart(reader, id, supplierId)),
    showedInterest: body.subject === 'cancellation' && (await showedInterest(reader, id, supplierId)),
  });
}
