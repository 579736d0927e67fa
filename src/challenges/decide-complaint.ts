import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { invalid, obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import type { NamedTexts } from '../tenders/marked-secrets.js';
import { advanceComplaint, endHolds, lockComplaint, requireReviewer } from './advance-complaint.js';
import type { RulingBody } from './complaint.dto.js';
import type { Complaint, RulingFinding, RulingOutcome } from './complaint.entity.js';
import { recusalsAreDecided } from './decide-reviewer-recusal.js';
import { flagComplainant } from './flag-complainant.js';
import { keepRuling, presentDecided, withheldOf } from './keep-ruling.js';
import { drawnUp, orderRemedies, remediesFit } from './order-remedies.js';
import type { ComplaintAnswer } from './present-complaint.js';
import { requireHeard } from './require-heard.js';
import { outcomeFitsFindings, rulingIsComplete } from './ruling-rules.js';
import { toldInDecision } from './told-in-decision.js';
import { meetDeadline } from './watched-deadlines.js';

const events = { upheld: 'uphold', 'partly-upheld': 'uphold-partly', rejected: 'reject' } as const satisfies Record<
  RulingOutcome,
  string
>;

/**
 * 投诉处理决定: the ruling, written once. It ends the case and releases what the case held; what it orders takes effect in the same transaction, so
 * that nothing can be built meanwhile on what falls.
 */
@Injectable()
export class DecideComplaint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /**
   * Throws LawRefusal `complaint.decision-incomplete`, `.irregularity-missing`, `.remedy-not-possible`, `.remedies-conflict`, `.reviewer-conflicted`,
   * `.hearing-open`, `.not-heard`, `.recusal-undecided`,
   * `.trade-secret`, `.wrong-state`, `tender.lot-contracted`; Refusal 404, 412, 422, 428.
   */
  run(actor: Actor, id: string, body: RulingBody): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      requireMatch(actor, complaint);
      obey(await recusalsAreDecided(work, complaint));
      const { outcome } = body;
      const findings = findingsOf(body, complaint);
      const kinds = (body.remedies ?? []).map((one) => one.kind);
      const matters = complaint.matters.map((one) => one.matter);
      obey(rulingIsComplete({ outcome, matters, findings, remedies: kinds, reasons: body.reasons }));
      requireConsistent(outcome, findings, kinds);
      const texts = { reasons: body.reasons, ...findingTexts(findings) };
      obey(await toldInDecision(work, complaint, texts));
      await requireHeard(work, complaint, await this.law.calendar(work));
      await advanceComplaint(work, complaint, { event: events[outcome], party: 'reviewer', changes: {} });
      obey(await remediesFit(work, tender, kinds));
      const { zh = '', en = '' } = body.reasons ?? {};
      const reasons = { zh, en };
      const decided = { outcome, ground: null, findings, reasons, decidedBy: actor.personId, decidedAt: work.now };
      const remedies = await drawnUp(work, this.law, { tender, complaint, bodies: body.remedies ?? [] });
      await keepRuling(work, { tender, complaint, ruled: decided, remedies, withheld: withheldOf(body) });
      await meetDeadline(work, { caseId: id, kind: 'complaint.decision' });
      await endHolds(work, complaint, actor.personId);
      await orderRemedies(work, tender, remedies, { personId: actor.personId, reasons });
      await flagComplainant(work, complaint);
      return presentDecided(work, this.law, { tender, complaint });
    });
  }
}

/** Throws Refusal 422 for a matter that is not of this complaint, or stands twice, and for an irregularity of a matter that is not upheld. */
function findingsOf(body: RulingBody, complaint: Complaint): RulingFinding[] {
  const given = body.findings ?? [];
  return given.map(({ matter, upheld, irregularity, reasons }, index) => {
    const known = complaint.matters.some((one) => one.matter === matter);
    if (!known || given.findIndex((one) => one.matter === matter) !== index)
      throw invalid(`#/findings/${index}/matter`, {
        zh: '没有该投诉事项，或重复。',
        en: 'No such matter, or it stands here twice.',
      });
    if (!upheld && irregularity !== undefined)
      throw invalid(`#/findings/${index}/irregularity`, {
        zh: '不成立的事项没有违规类型。',
        en: 'A matter that is not upheld has no irregularity.',
      });
    return { matter, upheld, irregularity: irregularity ?? null, reasons: { zh: reasons.zh, en: reasons.en } };
  });
}

function findingTexts(findings: readonly RulingFinding[]): NamedTexts {
  return Object.fromEntries(findings.map(({ reasons }, index) => [`findings/${index}/reasons`, reasons]));
}

function requireConsistent(outcome: RulingOutcome, findings: readonly RulingFinding[], remedies: readonly unknown[]): void {
  if (!outcomeFitsFindings(outcome, findings))
    throw invalid('#/outcome', { zh: '处理结果与各事项的认定不一致。', en: 'The outcome does not fit the findings.' });
  if (outcome === 'rejected' && remedies.length > 0)
    throw invalid('#/remedies', { zh: '投诉不成立的，不作处理措施。', en: 'A rejected complaint has no remedy.' });
}
