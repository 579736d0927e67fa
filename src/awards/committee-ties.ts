import { controlClosure } from '../organizations/organizations.queries.js';
import type { Work } from '../platform/unit-of-work.js';
import type { Ties } from '../rules/committee.js';
import { addYears, civilDateOf, startOfDay } from '../rules/moment.js';
import { periodOn } from '../rules/periods.js';
import type { Tender } from '../tenders/tender.entity.js';
import { openedBids } from './awards.queries.js';
import { partiesOf } from './bid-independence.js';

/** What the records say of these people beside the procurement, by person (采购法 art. 12, 实施条例 art. 9). */
export async function tiesOf(
  work: Work,
  tender: Tender,
  round: number,
  personIds: readonly string[],
): Promise<Map<string, Ties>> {
  const bidders = await biddersOf(work, tender.id);
  const related = await relatedTo(work, bidders);
  const today = civilDateOf(work.now);
  const since = startOfDay(addYears(today, -periodOn('bidderTiesYears', today).value));
  const rows = await work.query<Ties & { personId: string }>(
    `SELECT person.id AS "personId", ${tiedTo('$3')} AS bidder, ${tiedTo('$4')} AS "bidderControl",
            EXISTS (SELECT FROM conflict_declarations WHERE tender_id = $1 AND person_id = person.id AND has_conflict) AS declared,
            ${ofTheProcurer} AS procurer, ${hasActed} AS acted, ${isReviewer} AS reviewer,
            EXISTS (SELECT FROM evaluations WHERE tender_id = $1 AND evaluator_id = person.id AND round < $6)
              OR EXISTS (SELECT FROM committee_members WHERE tender_id = $1 AND person_id = person.id AND round < $6) AS "earlierRound"
       FROM people person WHERE person.id = ANY ($2)`,
    [tender.id, personIds, bidders, related, since, round, tender.procurerId],
  );
  return new Map(rows.map(({ personId, ...ties }) => [personId, ties]));
}

/** Membership now or in the years before, employment, or a power of attorney, whenever it was. */
function tiedTo(organizations: string): string {
  return `(EXISTS (SELECT FROM memberships WHERE person_id = person.id AND organization_id = ANY (${organizations}) AND (until IS NULL OR until > $5))
    OR EXISTS (SELECT FROM experts WHERE person_id = person.id AND ended_at IS NULL AND employer_id = ANY (${organizations}))
    OR EXISTS (SELECT FROM delegations WHERE person_id = person.id AND principal_id = ANY (${organizations})
                  AND (ended_at IS NULL OR ended_at > valid_from)))`;
}

const ofTheProcurer = `(EXISTS (SELECT FROM memberships WHERE person_id = person.id AND (until IS NULL OR until > platform_now())
      AND (organization_id = $7 OR organization_id IN (SELECT agencies_of($1))))
    OR EXISTS (SELECT FROM experts WHERE person_id = person.id AND ended_at IS NULL
                  AND (employer_id = $7 OR employer_id IN (SELECT agencies_of($1)))))`;

/** What its members do as such is no such act. */
const hasActed = `(EXISTS (SELECT FROM tenders WHERE id = $1 AND person.id IN (created_by, approved_by, published_by))
    OR EXISTS (SELECT FROM tender_officers WHERE tender_id = $1 AND person_id = person.id)
    OR EXISTS (SELECT FROM lock_deals deal WHERE tender_id = $1 AND (dealer_id = person.id
                  OR EXISTS (SELECT FROM lock_shares WHERE deal_id = deal.id AND person_id = person.id)))
    OR EXISTS (SELECT FROM audit_entries WHERE tender_id = $1 AND actor_person_id = person.id
                  AND split_part(type, '.', 1) NOT IN ('conflict', 'evaluation', 'inquiry', 'report')))`;

/** Of a complaint in this procurement, or of one that the draw gave them about the same entity. */
const isReviewer = `(EXISTS (SELECT FROM complaints WHERE tender_id = $1 AND (reviewer_id = person.id
      OR EXISTS (SELECT FROM memberships WHERE person_id = person.id AND organization_id = review_body_id
                    AND (until IS NULL OR until > platform_now()))))
    OR EXISTS (SELECT FROM complaints WHERE procurer_id = $7 AND reviewer_id = person.id))`;

/** Every registered organisation that stands behind an opened bid, consortium members among them. */
async function biddersOf(work: Work, tenderId: string): Promise<string[]> {
  const parties = await partiesOf(work, await openedBids(work, tenderId));
  return [...new Set([...parties.values()].flat())];
}

/** Who controls them or is controlled by them, through any number of steps; themselves not among them. */
async function relatedTo(work: Work, bidders: readonly string[]): Promise<string[]> {
  const related = new Set<string>();
  for (const bidder of bidders) {
    const { controls, controlledBy } = await controlClosure(work, bidder);
    for (const id of [...controls, ...controlledBy]) related.add(id);
  }
  return [...related].filter((id) => !bidders.includes(id));
}
