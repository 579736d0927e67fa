import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { beginDraft } from './begin-draft.js';
import { refuseSecurityExcluded } from './draft-content.js';
import type { TenderAnswer } from './present-tender.js';
import type { TemplateDraftBody } from './template.dto.js';
import { ownTemplate } from './templates.queries.js';
import type { TenderBody } from './tender.dto.js';
import { answerOf } from './tenders.queries.js';

/** A draft with the content of a template as it is now; what the body says counts before it. */
@Injectable()
export class DraftFromTemplate {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `scope.security-excluded`, `organization.not-verified`; Refusal 404, 422 where neither names what makes a procurement. */
  run(actor: Actor, id: string, body: TemplateDraftBody): Promise<TenderAnswer> {
    refuseSecurityExcluded(body);
    return this.unitOfWork.run(actor, async (work) => {
      const template = await ownTemplate(work, actor, id);
      if (!template) throw unknownResource();
      const given = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
      const merged = { ...template.content, ...given };
      const missing = needed.find((name) => (merged[name] ?? null) === null);
      if (missing)
        throw invalid(`#/${missing}`, { zh: '模板和请求均未给出该字段。', en: 'Neither template nor request has it.' });
      const origin = { templateId: id, templateVersion: template.version };
      return answerOf(work, await beginDraft(work, actor, merged as unknown as TenderBody, origin), work.now);
    });
  }
}

const needed = ['method', 'category', 'title', 'description', 'purpose', 'contractForm'];
