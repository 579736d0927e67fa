import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import type { TemplateChanges } from './template.dto.js';
import { Template } from './template.entity.js';
import { keepTemplateVersion, lockOwnTemplate, presentTemplate, type TemplateAnswer } from './templates.queries.js';

/** A new version of a template; drafts made from the one before stay as they are. */
@Injectable()
export class ReviseTemplate {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404, 412, 422, 428. */
  run(actor: Actor, id: string, body: TemplateChanges): Promise<TemplateAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const template = await lockOwnTemplate(work, actor, id);
      requireMatch(actor, { version: template.version });
      const content = body.content && (JSON.parse(JSON.stringify(body.content)) as Record<string, unknown>);
      await work.save(Template, template, {
        name: body.name ?? template.name,
        content: content ?? template.content,
        updatedAt: work.now,
      });
      await keepTemplateVersion(work, actor, template);
      work.record({
        type: 'template.revised',
        article: null,
        tenderId: null,
        subject: { kind: 'template', id },
        payload: { name: template.name, version: template.version },
      });
      return presentTemplate(template);
    });
  }
}
