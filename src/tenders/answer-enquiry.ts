import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { enquiryAnswerIsInTime, enquiryAnswerNamesNobody, enquiryIsUnanswered, plainEnquiryText } from '../rules/enquiries.js';
import { presentEnquiry, type EnquiryAnswer } from './enquiries.queries.js';
import type { EnquiryAnswerBody } from './enquiry.dto.js';
import { Enquiry } from './enquiry.entity.js';
import { invitedSuppliers } from './invited-suppliers.js';
import { textKeepsLanguages } from './notice-languages.js';
import { lockOwnTenderToAnswer } from './own-tender.js';
import { stateNow } from './tender-life.js';
import type { Tender } from './tender.entity.js';

/** What is owed is owed after the deadline, too; from the opening on, an answer could be made to fit a bid. */
export const answerableStates: readonly string[] = ['prequalification', 'invited', 'open', 'closed'];

/**
 * The procuring entity answers (答复, 实施条例 art. 52), once, in the languages of its notice and to everybody: the answer is public, and whom it
 * has invited it tells. An answer changes no document: for that there is the amendment.
 */
@Injectable()
export class AnswerEnquiry {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `enquiry.answered-already`, `enquiry.answer-names-supplier`, `notice.english-incomplete`, `tender.wrong-state`; Refusal 404, 412, 428. */
  run(actor: Actor, tenderId: string, enquiryId: string, body: EnquiryAnswerBody): Promise<EnquiryAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTenderToAnswer(work, actor, tenderId);
      const enquiry = await work.lock(Enquiry, enquiryId);
      if (enquiry.tenderId !== tenderId) throw unknownResource();
      const { version, state } = presentEnquiry(enquiry, work.now);
      requireMatch(actor, { version, state });
      requireAnswerable(tender, work);
      const text = { ...body.text };
      const warnings = obey([
        ...enquiryIsUnanswered(enquiry.answeredAt),
        ...textKeepsLanguages(tender, 'text', text),
        ...enquiryAnswerNamesNobody(Object.values(text), await suppliersNamedIn(work, Object.values(text))),
        ...enquiryAnswerIsInTime(work.now, enquiry.answerDue),
      ]);
      await work.save(Enquiry, enquiry, { answer: text, warnings, answeredBy: actor.personId, answeredAt: work.now });
      const invited = enquiry.stage === 'bids' ? await invitedSuppliers(work, tenderId) : [];
      work.record({
        type: 'enquiry.answered',
        article: 53,
        tenderId,
        subject: { kind: 'enquiry', id: enquiry.id },
        payload: { text, warnings: warnings.map((one) => one.rule) },
        tell: [tender.procurerId, ...invited.map((one) => one.supplierId)],
      });
      return presentEnquiry(enquiry, work.now);
    });
  }
}

/** Names and numbers of suppliers that stand in the texts; a name shorter than four characters is a word as well. */
async function suppliersNamedIn(work: Work, texts: readonly string[]): Promise<string[]> {
  const rows = await work.query<{ name: string }>(
    `SELECT DISTINCT said.name FROM organizations supplier,
            unnest(ARRAY[supplier.name ->> 'zh', supplier.name ->> 'en', supplier.legal_name ->> 'zh', supplier.legal_name ->> 'en',
                         supplier.identifier]) AS said (name)
      WHERE 'supplier' = ANY (supplier.kinds) AND length(said.name) >= 4
        AND strpos($1, lower(regexp_replace(normalize(said.name, NFKC), '\\s', '', 'g'))) > 0`,
    [texts.map(plainEnquiryText).join('\n')],
  );
  return rows.map(({ name }) => name);
}

function requireAnswerable(tender: Tender, { now }: Work): void {
  const state = stateNow(tender, now);
  if (!answerableStates.includes(state)) throw new LawRefusal([breach('tender.wrong-state', { state, event: 'answer-enquiry' })]);
}
