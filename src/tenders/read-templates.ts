import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { ownTemplate, ownTemplates, type TemplateAnswer } from './templates.queries.js';

/** The templates of the caller's own organisation. */
@Injectable()
export class ReadTemplates {
  constructor(private readonly reads: Reads) {}

  list(actor: Actor, query: PageQuery): Promise<Page<TemplateAnswer>> {
    return ownTemplates(this.reads, actor, query);
  }

  /** Throws Refusal 404 for another organisation's. */
  async one(actor: Actor, id: string): Promise<TemplateAnswer> {
    const found = await ownTemplate(this.reads, actor, id);
    if (!found) throw unknownResource();
    return found;
  }
}
