import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { beginDraft } from './begin-draft.js';
import { refuseSecurityExcluded } from './draft-content.js';
import type { TenderAnswer } from './present-tender.js';
import type { TenderBody } from './tender.dto.js';
import { answerOf } from './tenders.queries.js';

/** A draft (编制采购文件) of the caller's own, verified organisation. */
@Injectable()
export class DraftTender {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `scope.security-excluded` before anything is stored, `organization.not-verified`, `tender.retender-unfounded`; Refusal 403 for an organisation that does not procure, 422. */
  run(actor: Actor, body: TenderBody): Promise<TenderAnswer> {
    refuseSecurityExcluded(body);
    return this.unitOfWork.run(actor, async (work) => answerOf(work, await beginDraft(work, actor, body), work.now));
  }
}
