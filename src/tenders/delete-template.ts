import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { Template } from './template.entity.js';
import { lockOwnTemplate, presentTemplate, type TemplateAnswer } from './templates.queries.js';

/** Takes a template out of use; its versions stay, since drafts were made from them. */
@Injectable()
export class DeleteTemplate {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404, 412, 428. */
  run(actor: Actor, id: string): Promise<TemplateAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const template = await lockOwnTemplate(work, actor, id);
      requireMatch(actor, { version: template.version });
      await work.save(Template, template, { deletedAt: work.now });
      work.record({
        type: 'template.deleted',
        article: null,
        tenderId: null,
        subject: { kind: 'template', id },
        payload: { name: template.name },
      });
      return presentTemplate(template);
    });
  }
}
