import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { barringTies, memberIsAbsent, poolIsLargeEnough, type Ties } from '../rules/committee.js';
import type { Instant } from '../rules/moment.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import { requireTenderMatch, requireTenderState, stateNow } from '../tenders/tender-life.js';
import type { Tender, Text } from '../tenders/tender.entity.js';
import type { ReplacementBody } from './committee.dto.js';
import { CommitteeMember, type Committee, type LeavingGround } from './committee.entity.js';
import { tiesOf } from './committee-ties.js';
import { committeeById } from './committees.queries.js';
import type { DrawEntry } from './draw.js';
import { currentRound } from './evaluation-round.js';
import { poolOf } from './expert-pool.js';
import { deciderHasNoConflict } from './make-award.js';

export interface ReplacementAnswer {
  memberId: string;
  /** Null where nobody is left in the pool: the seat is filled later. */
  successorId: string | null;
}

/** 87号令 art. 49 (from memory): a member who does not appear is replaced by the next of the recorded draw; what others have found stays. */
@Injectable()
export class ReplaceMember {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `committee.not-absent`, `committee.member-evaluated`, `committee.already-replaced`, `committee.pool-too-small`; Refusal 404, 412, 428. */
  run(actor: Actor, tenderId: string, memberId: string, body: ReplacementBody): Promise<ReplacementAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      await requireTenderMatch(work, actor, tender, work.now);
      await refuseIfSuspended(work, tenderId);
      requireTenderState(tender, 'evaluate', 'evaluator', work.now);
      obey(await deciderHasNoConflict(work, actor, tenderId));
      const member = await work.lock(CommitteeMember, memberId);
      if (member.tenderId !== tenderId) throw unknownResource();
      const committee = await committeeById(work, member.committeeId);
      if (member.state === 'called') await requireAbsent(work, committee, member);
      else if (await hasSuccessor(work, memberId)) throw new LawRefusal([breach('committee.already-replaced')]);
      const leaving = { ground: 'absence' as const, reasons: { ...body.reasons }, by: actor.personId };
      const successor = await giveUpSeat(work, tender, member, leaving);
      obey(poolIsLargeEnough({ needed: 1, eligible: successor === null ? 0 : 1 }));
      return { memberId, successorId: successor?.id ?? null };
    });
  }
}

async function requireAbsent(work: Work, { sessionAt }: Committee, member: CommitteeMember): Promise<void> {
  const found = await work.query('SELECT 1 FROM evaluations WHERE tender_id = $1 AND round = $2 AND evaluator_id = $3', [
    member.tenderId,
    member.round,
    member.personId,
  ]);
  obey(memberIsAbsent({ sessionAt, evaluated: found.length > 0 }, work.now));
}

async function hasSuccessor(work: Work, memberId: string): Promise<boolean> {
  return (await work.query('SELECT 1 FROM committee_members WHERE called_for = $1', [memberId])).length > 0;
}

/** The seat a person holds while the round is evaluated, locked; null where it holds none. The caller holds the tender's lock. */
export async function sittingMember(work: Work, tender: Tender, personId: string): Promise<CommitteeMember | null> {
  if (stateNow(tender, work.now) !== 'opened') return null;
  const rows = await work.query<{ id: string }>(
    `SELECT id FROM committee_members WHERE tender_id = $1 AND person_id = $2 AND state = 'called' AND round = $3`,
    [tender.id, personId, await currentRound(work, tender.id)],
  );
  return rows[0] ? work.lock(CommitteeMember, rows[0].id) : null;
}

/**
 * The member leaves and the next of the draw is called; null where nobody is left. What the member has found counts no longer (87号令 art. 49).
 * The caller holds the tender's lock.
 */
export async function giveUpSeat(
  work: Work,
  tender: Tender,
  member: CommitteeMember,
  leaving: { ground: LeavingGround; reasons: Text | null; by: string },
): Promise<CommitteeMember | null> {
  const committee = await committeeById(work, member.committeeId);
  const { ground: leftGround, reasons: leftReasons, by: leftBy } = leaving;
  if (member.state === 'called')
    await work.save(CommitteeMember, member, { state: 'left', leftGround, leftReasons, leftBy, leftAt: work.now });
  const entry = await nextOfTheDraw(work, tender, committee);
  const successor =
    entry && (await work.insert(CommitteeMember, newMember(committee, { personId: entry.personId, entry }, work.now, member.id)));
  work.record({
    type: 'committee.member-replaced',
    article: 56,
    tenderId: tender.id,
    subject: { kind: 'committee-member', id: member.id },
    payload: {
      personId: member.personId,
      ground: member.leftGround,
      reasons: leftReasons,
      successorId: successor?.id ?? null,
      entry,
    },
    tellPeople: [member.personId, ...(successor ? [successor.personId] : [])],
  });
  return successor;
}

/** The first of the recorded draw who is not called yet and has no tie by now; behind them, by their lots, who came to the pool later. */
async function nextOfTheDraw(work: Work, tender: Tender, committee: Committee): Promise<DrawEntry | null> {
  const { round, draw } = committee;
  const called = await work.query<{ personId: string }>(
    'SELECT person_id AS "personId" FROM committee_members WHERE committee_id = $1',
    [committee.id],
  );
  const later = (await poolOf(work, tender, round, draw.seed)).filter(
    (one) => !draw.pool.some((known) => known.expertId === one.expertId),
  );
  const waiting = [...draw.pool, ...later].filter(
    (one) => one.ties.length === 0 && !called.some(({ personId }) => personId === one.personId),
  );
  const ties = await tiesOf(
    work,
    tender,
    round,
    waiting.map((one) => one.personId),
  );
  const standing = await work.query<{ id: string }>('SELECT id FROM experts WHERE id = ANY ($1) AND ended_at IS NULL', [
    waiting.map((one) => one.expertId),
  ]);
  const free = waiting.filter(
    (one) => barringTies(ties.get(one.personId) as Ties, 'expert').length === 0 && standing.some(({ id }) => id === one.expertId),
  );
  return free[0] ?? null;
}

export function newMember(
  { id: committeeId, tenderId, round }: Committee,
  { personId, entry }: { personId: string; entry: DrawEntry | null },
  calledAt: Instant,
  calledFor: string | null = null,
): CommitteeMember {
  const kind = entry === null ? 'representative' : 'expert';
  const stays = { state: 'called' as const, leftGround: null, leftReasons: null, leftBy: null, leftAt: null };
  return { id: newId(), version: 1, committeeId, tenderId, round, personId, kind, entry, calledAt, calledFor, ...stays };
}
