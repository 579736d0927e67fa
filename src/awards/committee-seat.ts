import type { Actor } from '../platform/actor.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import { breach, type Breaches } from '../rules/breach.js';
import { committeeIsDrawn } from '../rules/committee.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import { declaredConflict } from '../tenders/declared-conflict.js';
import type { Tender } from '../tenders/tender.entity.js';
import { belongsToBidder } from './awards.queries.js';
import type { CommitteeMember } from './committee.entity.js';

/** Whether the latest round has a drawn committee, and how the person stands to it: null where it never had a seat. */
export async function seatOf(
  reader: Reader,
  tenderId: string,
  personId: string,
): Promise<{ drawn: boolean; round: number | null; seat: CommitteeMember['state'] | null }> {
  const rows = await reader.query<{ round: number; seat: CommitteeMember['state'] | null }>(
    `SELECT committee.round, member.state AS seat FROM committees committee
       LEFT JOIN committee_members member ON member.committee_id = committee.id AND member.person_id = $2
      WHERE committee.tender_id = $1 ORDER BY committee.round DESC LIMIT 1`,
    [tenderId, personId],
  );
  return { drawn: rows.length > 0, round: rows[0]?.round ?? null, seat: rows[0]?.seat ?? null };
}

/**
 * Whether the person has to do with the evaluation: a sitting member of the committee; else who procures or approves for the entity; where no
 * committee was drawn, every evaluator of the entity.
 */
export async function isOfThePanel(reader: Reader, actor: Actor, tender: Pick<Tender, 'id' | 'procurerId'>): Promise<boolean> {
  const own = actor.organizationId === tender.procurerId;
  const { drawn, seat } = await seatOf(reader, tender.id, actor.personId);
  if (!drawn) return own;
  return seat === 'called' || (own && (actor.roles.includes('procurer') || actor.roles.includes('approver')));
}

/** For who evaluates. Refusal 404 for strangers; LawRefusal `committee.not-member` for who left, and for the entity's own without a seat. */
export async function requireSeat(reader: Reader, actor: Actor, tender: Pick<Tender, 'id' | 'procurerId'>): Promise<void> {
  const own = actor.organizationId === tender.procurerId;
  const { drawn, seat } = await seatOf(reader, tender.id, actor.personId);
  if (seat === 'called' || (own && !drawn)) return;
  if (!own && seat === null) throw unknownResource();
  throw new LawRefusal([breach('committee.not-member')]);
}

/** A panel of a committee's size evaluates once it is drawn. */
export async function panelIsDrawn(reader: Reader, tender: Tender, round: number): Promise<Breaches> {
  const on = civilDateOf(tender.publishedAt as Instant);
  return committeeIsDrawn({ evaluators: tender.content.evaluators ?? 1, drawn: await isDrawn(reader, tender.id, round), on });
}

/** Whether the round has a drawn committee. */
export async function isDrawn(reader: Reader, tenderId: string, round: number): Promise<boolean> {
  return (await reader.query('SELECT 1 FROM committees WHERE tender_id = $1 AND round = $2', [tenderId, round])).length > 0;
}

/** SQL on `evaluations`: what a member found who has left counts no longer; what everybody else found does. */
export const stillCounts = `NOT EXISTS (SELECT FROM committee_members gone
  WHERE gone.tender_id = evaluations.tender_id AND gone.round = evaluations.round AND gone.person_id = evaluations.evaluator_id AND gone.state = 'left')`;

/** 实施条例 art. 9: nobody's report comes before the decision on who may sit. */
export async function recusalsAreDecided(reader: Reader, tenderId: string): Promise<Breaches> {
  const rows = await reader.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM recusal_requests WHERE tender_id = $1 AND state = 'requested'`,
    [tenderId],
  );
  const count = rows[0]?.count ?? 0;
  return count === 0 ? [] : [breach('recusal.undecided', { count })];
}

/** 采购法 art. 12: whoever has to do with bids has declared, and has no conflict. */
export async function memberIsImpartial(reader: Reader, actor: Actor, tenderId: string): Promise<Breaches> {
  const declared = await declaredConflict(reader, tenderId, actor.personId);
  if (declared === true || (await belongsToBidder(reader, tenderId, actor.personId)))
    return [breach('evaluation.conflict-declared')];
  return declared === null ? [breach('evaluation.conflict-undeclared')] : [];
}
