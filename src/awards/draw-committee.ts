import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import { invalid, LawRefusal, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { poolIsLargeEnough, representativeIsFit, representativesAreFew, type Ties } from '../rules/committee.js';
import { civilDateOf, isBefore } from '../rules/moment.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import { requireTenderMatch, requireTenderState } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { CommitteeBody } from './committee.dto.js';
import { Committee, CommitteeMember } from './committee.entity.js';
import { tiesOf } from './committee-ties.js';
import { currentRound } from './evaluation-round.js';
import { drawOf } from './expert-pool.js';
import { deciderHasNoConflict } from './make-award.js';
import { newMember } from './replace-member.js';

export interface DrawnCommittee {
  id: string;
  tenderId: string;
  round: number;
  size: number;
  sessionAt: string;
  drawnAt: string;
}

/**
 * 采购法 art. 12, 实施条例 art. 39: the committee (评审委员会) of a round: as many as the documents say, experts drawn by lot after the opening, when it
 * is known who bids, from a seed that was committed to before; confidential until the award.
 */
@Injectable()
export class DrawCommittee {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal with all that is wrong with the representatives, where the pool is too small, or on a second draw; Refusal 404, 412, 422, 428. */
  run(actor: Actor, tenderId: string, body: CommitteeBody): Promise<DrawnCommittee> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      await requireTenderMatch(work, actor, tender, work.now);
      await refuseIfSuspended(work, tenderId);
      requireTenderState(tender, 'evaluate', 'evaluator', work.now);
      obey(await deciderHasNoConflict(work, actor, tenderId));
      if (isBefore(body.sessionAt, work.now)) throw invalid('#/sessionAt', { zh: '不得早于现在。', en: 'Not before now.' });
      const round = await currentRound(work, tenderId);
      await requireUndrawn(work, tenderId, round);
      const size = tender.content.evaluators ?? 1;
      const representatives = body.representatives.map((id) => id.toLowerCase());
      const few = representativesAreFew({ size, representatives: representatives.length, on: civilDateOf(work.now) });
      obey([...few, ...(await representativesAreFit(work, { tender, round, representatives }))]);
      const draw = await drawOf(work, tender, round);
      const callable = draw.pool.filter((one) => one.ties.length === 0 && !representatives.includes(one.personId));
      const needed = size - representatives.length;
      obey(poolIsLargeEnough({ needed, eligible: callable.length }));
      const drawn = {
        id: newId(),
        tenderId,
        round,
        size,
        sessionAt: body.sessionAt,
        draw,
        drawnBy: actor.personId,
        drawnAt: work.now,
      };
      const committee = await work.insert(Committee, drawn);
      const called = [
        ...representatives.map((personId) => newMember(committee, { personId, entry: null }, work.now)),
        ...callable.slice(0, needed).map((entry) => newMember(committee, { personId: entry.personId, entry }, work.now)),
      ];
      for (const member of called) await work.insert(CommitteeMember, member);
      recordDraw(work, committee, called);
      const { draw: _confidential, drawnBy: _person, ...shown } = committee;
      return shown;
    });
  }
}

/** Once in a round, and not after somebody has evaluated. */
async function requireUndrawn(work: Work, tenderId: string, round: number): Promise<void> {
  const begun = await work.query(
    `SELECT 1 FROM committees WHERE tender_id = $1 AND round = $2 UNION ALL SELECT 1 FROM evaluations WHERE tender_id = $1 AND round = $2`,
    [tenderId, round],
  );
  if (begun.length > 0) throw new LawRefusal([breach('committee.already-drawn')]);
}

/** Evaluators of the procuring entity without a tie. Refusal 422 for anybody else. */
async function representativesAreFit(work: Work, args: { tender: Tender; round: number; representatives: readonly string[] }) {
  const { tender, round, representatives } = args;
  const own = await work.query<{ personId: string }>(
    `SELECT person_id AS "personId" FROM memberships WHERE person_id = ANY ($1) AND organization_id = $2 AND 'evaluator' = ANY (roles)
        AND (until IS NULL OR until > platform_now())`,
    [representatives, tender.procurerId],
  );
  const ties = await tiesOf(work, tender, round, representatives);
  return representatives.flatMap((personId, index) => {
    const pointer = `#/representatives/${index}`;
    if (!own.some((one) => one.personId === personId)) throw invalid(pointer, notAnEvaluator);
    return representativeIsFit(ties.get(personId) as Ties, pointer);
  });
}

const notAnEvaluator = { zh: '该人员不是采购人的评审人员。', en: 'This person is no evaluator of the procuring entity.' };

/** The entry holds the hash of the draw; who was called learns it, and nobody else. */
function recordDraw(work: Work, committee: Committee, called: readonly CommitteeMember[]): void {
  work.record({
    type: 'committee.drawn',
    article: 56,
    tenderId: committee.tenderId,
    subject: { kind: 'committee', id: committee.id },
    payload: {
      round: committee.round,
      size: committee.size,
      sessionAt: committee.sessionAt,
      pool: committee.draw.pool.length,
      barred: committee.draw.pool.filter((one) => one.ties.length > 0).length,
      drawSha256: createHash('sha256').update(canonicalJson(committee.draw)).digest('hex'),
      members: called.map(({ id, personId, kind }) => ({ id, personId, kind })),
    },
    tellPeople: called.map((one) => one.personId),
  });
}
