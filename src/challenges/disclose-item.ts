import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, obey } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { tellNoSecrets } from '../tenders/marked-secrets.js';
import { lockComplaint, requireReviewer } from './advance-complaint.js';
import type { DisclosureBody } from './case-file.dto.js';
import { CaseDisclosure } from './case-file.entity.js';
import { fileOf } from './case-file.queries.js';

/** The reviewer tells one party what a confidential item says, redacted, with reasons; nobody else's trade secret leaves (采购法 art. 11). */
@Injectable()
export class DiscloseItem {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `complaint.trade-secret`, and as `requireReviewer` does; Refusal 404, 422 for an item that is not confidential, or not in the file. */
  run(actor: Actor, id: string, body: DisclosureBody): Promise<CaseDisclosure> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      const [item] = await fileOf(work, complaint, body.item);
      if (!item?.confidential)
        throw invalid('#/item', { zh: '案卷中没有该保密材料。', en: 'The file has no such confidential item.' });
      const organizationId = body.to === 'complainant' ? complaint.complainantId : complaint.procurerId;
      const { text, reasons } = body;
      const rule = 'complaint.trade-secret';
      obey(await tellNoSecrets(work, { tenderId: tender.id, rule, texts: { text, reasons }, to: organizationId, now: work.now }));
      const disclosure = await work.insert(CaseDisclosure, {
        id: newId(),
        complaintId: id,
        item: body.item,
        organizationId,
        text: { ...text },
        reasons: { zh: reasons.zh, en: reasons.en },
        disclosedBy: actor.personId,
        disclosedAt: work.now,
      });
      work.record({
        type: 'case.item-disclosed',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'case-disclosure', id: disclosure.id },
        payload: { complaintId: id, item: body.item, organizationId, reasons: disclosure.reasons },
        tell: [organizationId],
      });
      return disclosure;
    });
  }
}
