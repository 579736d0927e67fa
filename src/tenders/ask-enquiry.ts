import { Injectable } from '@nestjs/common';
import { organizationById } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { ownOrganization } from '../platform/own-organization.js';
import { invalid, LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import {
  enquiriesAreFew,
  enquiriesClose,
  enquiryAnswerDue,
  enquiryIsInTime,
  enquiryNamesNoAuthor,
  type EnquiryClose,
} from '../rules/enquiries.js';
import { enquiriesBy, presentEnquiry, type EnquiryAnswer } from './enquiries.queries.js';
import { EnquiryAuthors } from './enquiry-authors.js';
import type { EnquiryBody } from './enquiry.dto.js';
import { Enquiry, type EnquiryStage, type EnquiryText } from './enquiry.entity.js';
import { lockTender, stateNow } from './tender-life.js';
import type { Tender } from './tender.entity.js';

/**
 * A supplier asks (供应商询问, 政府采购法 art. 51): in a prequalification whoever may apply, afterwards whoever may bid. The question is public at
 * once and its author known to nobody: neither the row nor the audit entry, the message or the idempotency key names it.
 */
@Injectable()
export class AskEnquiry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
    private readonly authors: EnquiryAuthors,
  ) {}

  /**
   * Throws LawRefusal `enquiry.too-late`, `enquiry.too-many`, `enquiry.names-its-author`, `tender.wrong-state`, `organization.not-verified`,
   * `bid.own-tender`, `bid.not-participant`, `prequalification.not-qualified`; Refusal 403, 404, 422 for a question in no language.
   */
  run(actor: Actor, tenderId: string, body: EnquiryBody): Promise<EnquiryAnswer> {
    const supplierId = supplierOf(actor);
    const author = this.authors.authorOf(tenderId, supplierId);
    const text = textOf(body);
    return this.unitOfWork.run(this.authors.anonymous(actor, tenderId), async (work) => {
      await requireMayAsk(work, tenderId, supplierId);
      const tender = await lockTender(work, tenderId);
      const { stage, close } = stageOf(tender, work);
      obey([
        ...enquiryIsInTime(work.now, close),
        ...enquiriesAreFew(await enquiriesBy(work, tenderId, author), work.now),
        ...enquiryNamesNoAuthor(Object.values(text), await ownNames(work, supplierId)),
      ]);
      const answerDue = enquiryAnswerDue(work.now, await this.law.calendar(work));
      const enquiry = await work.insert(Enquiry, {
        ...unanswered,
        id: newId(),
        tenderId,
        stage,
        author,
        topic: body.topic ?? null,
        text,
        askedAt: work.now,
        answerDueOn: answerDue.result,
        answerDue,
      });
      recordQuestion(work, tender, enquiry);
      return presentEnquiry(enquiry, work.now);
    });
  }
}

const unanswered = { version: 1, answer: null, warnings: [], answeredBy: null, answeredAt: null };

function supplierOf(actor: Actor): string {
  return ownOrganization(actor, { zh: '询问须以供应商组织的名义提出。', en: 'An enquiry is made for a supplier organisation.' });
}

function textOf({ text }: EnquiryBody): EnquiryText {
  const given = (one: string | null | undefined): one is string => (one ?? '').trim() !== '';
  const kept = { ...(given(text.zh) ? { zh: text.zh } : {}), ...(given(text.en) ? { en: text.en } : {}) };
  if (Object.keys(kept).length > 0) return kept;
  throw invalid('#/text', { zh: '询问至少须有一种语言。', en: 'A question comes in one language at least.' });
}

async function requireMayAsk(work: Work, tenderId: string, supplierId: string): Promise<void> {
  const rows = await work.query<{ may: boolean }>('SELECT may_ask($1, $2) AS may', [tenderId, supplierId]);
  if (rows[0]?.may !== true) throw unknownResource();
}

/** What can be asked about now, and until when. */
function stageOf(tender: Tender, { now }: Work): { stage: EnquiryStage; close: EnquiryClose } {
  const state = stateNow(tender, now);
  const stage = state === 'prequalification' ? 'applications' : 'bids';
  const deadline = stage === 'applications' ? tender.applicationsCloseAt : tender.bidsCloseAt;
  const isRunning = ['prequalification', 'open', 'closed'].includes(state);
  if (!isRunning || deadline === null || tender.publishedAt === null)
    throw new LawRefusal([breach('tender.wrong-state', { state, event: 'enquire' })]);
  return { stage, close: enquiriesClose({ publishedAt: tender.publishedAt, deadline }) };
}

async function ownNames(work: Work, supplierId: string): Promise<string[]> {
  const organization = await organizationById(work, supplierId);
  if (!organization) return [];
  return [...Object.values(organization.name as EnquiryText), organization.identifier];
}

/** To the procuring entity; to everybody else by being public. */
function recordQuestion(work: Work, tender: Tender, { id, stage, topic, text, answerDueOn }: Enquiry): void {
  work.record({
    type: 'enquiry.asked',
    article: 53,
    tenderId: tender.id,
    subject: { kind: 'enquiry', id },
    payload: { stage, topic, text, answerDueOn },
    tell: [tender.procurerId],
  });
}
