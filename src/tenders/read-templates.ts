import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { ownTemplate, ownTemplates, templateVersion, type TemplateAnswer, type TemplateVersion } from './templates.queries.js';

/** The templates of the caller's own organisation. */
@Injectable()
export class ReadTemplates {
  constructor(private readonly reads: Reads) {}

  list(actor: Actor, query: PageQuery): Promise<Page<TemplateAnswer>> {
    return ownTemplates(this.reads, actor, query);
  }

  /** Throws Refusal 404 for another organisation's, and for a number that is none of its versions. */
  async version(actor: Actor, id: string, number: string): Promise<TemplateVersion> {
    const found = /^[1-9]\d{0,8}$/.test(number) ? await templateVersion(this.reads, actor, id, Number(number)) : null;
    if (!found) throw unknownResource();
    return found;
  }

  /** Throws Refusal 404 for another organisation's. */
  async one(actor: Actor, id: string): Promise<TemplateAnswer> {
    const found = await ownTemplate(this.reads, actor, id);
    if (!found) throw unknownResource();
    return found;
  }
}
