import { openedBids } from '../awards/awards.queries.js';
import { setAsideAward, setAsideEvaluation, setAsideLots, setAsideQualification } from '../awards/set-aside.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import type { LawService } from '../platform/law.service.js';
import type { Bilingual, Breaches } from '../rules/breach.js';
import { addDays, startOfDay } from '../rules/moment.js';
import { remediesArePossible, remedyDueOn, type RemedyKind } from '../rules/ordered-remedies.js';
import { endByReview } from '../tenders/end-by-review.js';
import { placeHold } from '../tenders/holds.js';
import { requireKnownLots } from '../tenders/known-lots.js';
import { goesByLots } from '../tenders/lots.js';
import { OrderedRemedy } from '../tenders/remedy.entity.js';
import { endRemedy } from '../tenders/remedies.js';
import { stateNow } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { OrderedRemedyBody } from './complaint.dto.js';
import type { Complaint } from './complaint.entity.js';

/** What the procurement, as it is now, lets a ruling order. */
export async function remediesFit(work: Work, tender: Tender, kinds: readonly RemedyKind[]): Promise<Breaches> {
  const [row] = await work.query<{ contracted: boolean }>(
    `SELECT EXISTS (SELECT FROM contracts WHERE tender_id = $1 AND state = 'signed') AS contracted`,
    [tender.id],
  );
  return remediesArePossible(kinds, {
    state: stateNow(tender, work.now),
    twoSteps: tender.content.openingSteps === 'two',
    direct: tender.method === 'single-source',
    contracted: row?.contracted === true,
  });
}

/** The remedies as rows to be, with their lots and due days. Throws Refusal 422 for a lot that the tender has not. */
export async function drawnUp(
  work: Work,
  law: LawService,
  args: { tender: Tender; complaint: Complaint; bodies: readonly OrderedRemedyBody[] },
): Promise<OrderedRemedy[]> {
  const { tender, complaint, bodies } = args;
  const { procurerId, complainantId, reviewBodyId } = complaint;
  const challenged = await challengedLots(work, complaint);
  const due = remedyDueOn(work.now, await law.calendar(work));
  return bodies.map(({ kind, lotIds }, index) => {
    requireKnownLots(tender, lotIds ?? [], `#/remedies/${index}/lotIds`);
    return {
      id: newId(),
      version: 1,
      complaintId: complaint.id,
      tenderId: tender.id,
      number: index + 1,
      kind,
      lotIds: lotIds === undefined ? challenged : [...lotIds],
      procurerId,
      complainantId,
      reviewBodyId,
      state: 'open',
      orderedAt: work.now,
      dueOn: due.result,
      due,
      dueAt: due.result === null ? null : startOfDay(addDays(due.result, 1)),
      doneAt: null,
      doneBy: null,
    };
  });
}

async function challengedLots(work: Work, { challengeId }: Complaint): Promise<string[] | null> {
  const rows = await work.query<{ lotIds: string[] | null }>('SELECT lot_ids AS "lotIds" FROM challenges WHERE id = $1', [
    challengeId,
  ]);
  return rows[0]?.lotIds ?? null;
}

/** Puts them in force, in the ruling's own transaction: what falls falls now, what has to wait is barred now. */
export async function orderRemedies(
  work: Work,
  tender: Tender,
  remedies: readonly OrderedRemedy[],
  by: { personId: string; reasons: Bilingual },
): Promise<void> {
  for (const remedy of remedies) {
    const { id, kind, lotIds } = await work.insert(OrderedRemedy, remedy);
    const hold = { tenderId: tender.id, causeKind: 'remedy', causeId: id, placedBy: by.personId };
    if (kind === 'documents-changed') await placeHold(work, { ...hold, kind: 'remedy' });
    if (kind === 'contract-stopped') await placeHold(work, { ...hold, kind: 'performance', lotIds });
    if (kind === 'qualification-redone') await setAsideQualification(work, tender);
    if (kind === 'evaluation-redone') await setAsideBoth(work, tender);
    if (kind === 'result-set-aside') await setAsideResult(work, tender, lotIds);
    work.record({
      type: 'remedy.ordered',
      article: 60,
      tenderId: tender.id,
      subject: { kind: 'remedy', id },
      payload: { complaintId: remedy.complaintId, number: remedy.number, kind, lotIds, dueOn: remedy.dueOn },
      tell: [remedy.procurerId],
    });
    if (kind !== 'procedure-cancelled') continue;
    const bidders = tender.openedAt === null ? [] : (await openedBids(work, tender.id)).map((one) => one.supplierId);
    await endByReview(work, tender, by.reasons, bidders);
    await endRemedy(work, remedy, { kind: 'tender', id: tender.id }, by.personId);
  }
}

/** An award that stands on the evaluation falls with it. */
async function setAsideBoth(work: Work, tender: Tender): Promise<void> {
  if (stateNow(tender, work.now) === 'awarded') await setAsideAward(work, tender);
  await setAsideEvaluation(work, tender);
}

/** Of some lots, their results fall alone. */
function setAsideResult(work: Work, tender: Tender, lotIds: readonly string[] | null): Promise<void> {
  return lotIds !== null && goesByLots(tender) ? setAsideLots(work, tender, lotIds) : setAsideAward(work, tender);
}
