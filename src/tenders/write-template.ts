import { Injectable } from '@nestjs/common';
import { requireVerified } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { forbidden } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import type { TemplateBody } from './template.dto.js';
import { Template } from './template.entity.js';
import { keepTemplateVersion, presentTemplate, type TemplateAnswer } from './templates.queries.js';

/** A template (采购文件模板) of the caller's own organisation. */
@Injectable()
export class WriteTemplate {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `organization.not-verified`; Refusal 403 for an organisation that does not procure, 422. */
  run(actor: Actor, body: TemplateBody): Promise<TemplateAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const procurer = await requireVerified(work, actor.organizationId);
      if (!procurer.kinds.includes('procuring-entity'))
        throw forbidden({ zh: '该组织不是采购人。', en: 'This organisation is no procuring entity.' });
      const template = await work.insert(Template, {
        id: newId(),
        version: 1,
        organizationId: procurer.id,
        name: body.name,
        content: JSON.parse(JSON.stringify(body.content)) as Record<string, unknown>,
        createdBy: actor.personId,
        createdAt: work.now,
        updatedAt: work.now,
        deletedAt: null,
      });
      await keepTemplateVersion(work, actor, template);
      work.record({
        type: 'template.written',
        article: null,
        tenderId: null,
        subject: { kind: 'template', id: template.id },
        payload: { name: body.name, version: 1 },
      });
      return presentTemplate(template);
    });
  }
}
