import { Injectable } from '@nestjs/common';
import { setAsideAward, setAsideEvaluation, setAsideEventOf, setAsideLots, setAsideQualification } from '../awards/set-aside.js';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { invalid, obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { trackOf } from '../rules/track.js';
import { requireKnownLots } from '../tenders/known-lots.js';
import { goesByLots } from '../tenders/lots.js';
import { requireTenderState, stateNow } from '../tenders/tender-life.js';
import type { NamedTexts } from '../tenders/marked-secrets.js';
import type { Tender } from '../tenders/tender.entity.js';
import { advanceComplaint, endHolds, lockComplaint, requireReviewer } from './advance-complaint.js';
import type { RulingBody } from './complaint.dto.js';
import { ComplaintRuling, type Complaint, type RulingFinding, type RulingOutcome } from './complaint.entity.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';
import { outcomeFitsFindings, rulingIsComplete } from './ruling-rules.js';
import { toldInDecision } from './told-in-decision.js';
import { meetDeadline } from './watched-deadlines.js';

const events = { upheld: 'uphold', 'partly-upheld': 'uphold-partly', rejected: 'reject' } as const satisfies Record<
  RulingOutcome,
  string
>;

/**
 * 投诉处理决定: the ruling, written once. It ends the case and releases what the case held; `set-aside` takes the tender one decision back
 * in the same transaction, so that nothing can be built on the award meanwhile.
 */
@Injectable()
export class DecideComplaint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.decision-incomplete`, `.reviewer-conflicted`, `.wrong-state`, `tender.wrong-state`; Refusal 404, 412, 422, 428. */
  run(actor: Actor, id: string, body: RulingBody): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      requireMatch(actor, complaint);
      const findings = findingsOf(body, complaint);
      const remedy = body.remedy ?? 'none';
      const matters = complaint.matters.map((one) => one.matter);
      obey(rulingIsComplete({ outcome: body.outcome, matters, findings, remedy, reasons: body.reasons }));
      requireConsistent(body.outcome, findings, remedy);
      obey(await toldInDecision(work, complaint, { reasons: body.reasons, ...findingTexts(findings) }));
      await advanceComplaint(work, complaint, { event: events[body.outcome], party: 'reviewer', changes: {} });
      const lotIds = remedy === 'set-aside' ? await lotsSetAside(work, tender, complaint, body) : null;
      const { zh = '', en = '' } = body.reasons ?? {};
      const ruling = await work.insert(ComplaintRuling, {
        complaintId: id,
        outcome: body.outcome,
        ground: null,
        findings,
        remedy,
        lotIds,
        reasons: { zh, en },
        decidedBy: actor.personId,
        decidedAt: work.now,
      });
      if (remedy === 'set-aside') await setAside(work, tender, lotIds);
      await meetDeadline(work, { caseId: id, kind: 'complaint.decision' });
      await endHolds(work, complaint, actor.personId);
      recordRuling(work, complaint, ruling);
      const { complaintId: _, ...shown } = ruling;
      return presentComplaint(complaint, {
        track: trackOf(tender.category),
        calendar: await this.law.calendar(work),
        ruling: shown,
      });
    });
  }
}

/** Throws Refusal 422 for a matter that is not of this complaint, or stands twice. */
function findingsOf(body: RulingBody, complaint: Complaint): RulingFinding[] {
  const given = body.findings ?? [];
  return given.map(({ matter, upheld, reasons }, index) => {
    const known = complaint.matters.some((one) => one.matter === matter);
    if (!known || given.findIndex((one) => one.matter === matter) !== index)
      throw invalid(`#/findings/${index}/matter`, {
        zh: '没有该投诉事项，或重复。',
        en: 'No such matter, or it stands here twice.',
      });
    return { matter, upheld, reasons: { zh: reasons.zh, en: reasons.en } };
  });
}

function findingTexts(findings: readonly RulingFinding[]): NamedTexts {
  return Object.fromEntries(findings.map(({ reasons }, index) => [`findings/${index}/reasons`, reasons]));
}

function requireConsistent(outcome: RulingOutcome, findings: readonly RulingFinding[], remedy: ComplaintRuling['remedy']): void {
  if (!outcomeFitsFindings(outcome, findings))
    throw invalid('#/outcome', { zh: '处理结果与各事项的认定不一致。', en: 'The outcome does not fit the findings.' });
  if (outcome === 'rejected' && remedy !== 'none')
    throw invalid('#/remedy', { zh: '投诉不成立的，不作处理措施。', en: 'A rejected complaint has no remedy.' });
}

/** The lots whose results fall: those named, else those that the challenge was about; null: all. Throws Refusal 422 for a lot that the tender has not. */
async function lotsSetAside(
  work: Work,
  tender: Tender,
  { challengeId }: Complaint,
  { lotIds }: RulingBody,
): Promise<string[] | null> {
  requireKnownLots(tender, lotIds ?? []);
  if (lotIds !== undefined) return [...lotIds];
  const rows = await work.query<{ lotIds: string[] | null }>('SELECT lot_ids AS "lotIds" FROM challenges WHERE id = $1', [
    challengeId,
  ]);
  return rows[0]?.lotIds ?? null;
}

/** One decision back: an award falls to the evaluation, an evaluation to the opened bids, before it a decision on who qualifies; elsewhere the machine refuses. Of some lots, their results fall alone. */
async function setAside(work: Work, tender: Tender, lotIds: readonly string[] | null): Promise<void> {
  const state = stateNow(tender, work.now);
  if (state === 'awarded' && lotIds !== null && goesByLots(tender)) return setAsideLots(work, tender, lotIds);
  if (state === 'opened' && tender.content.openingSteps === 'two') return setAsideQualification(work, tender);
  requireTenderState(tender, setAsideEventOf(tender), 'reviewer', work.now);
  if (state === 'evaluated') await setAsideEvaluation(work, tender);
  else await setAsideAward(work, tender);
}

/** Everybody who bid learns of a result that falls from the award's own event; the ruling is told to the two sides. */
function recordRuling(work: Work, complaint: Complaint, ruling: ComplaintRuling): void {
  work.record({
    type: 'complaint.decided',
    article: 60,
    tenderId: complaint.tenderId,
    subject: { kind: 'complaint', id: complaint.id },
    payload: {
      outcome: ruling.outcome,
      remedy: ruling.remedy,
      ...(ruling.lotIds === null ? {} : { lotIds: ruling.lotIds }),
      findings: ruling.findings.map(({ matter, upheld }) => ({ matter, upheld })),
      decidedAt: ruling.decidedAt,
    },
    tell: [complaint.complainantId, complaint.procurerId],
  });
}
