import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { mayRead } from '../tenders/tenders.queries.js';
import { isOpenTo, partyOf } from './between-parties.js';
import { presentSecurity, type SecurityAnswer } from './present-security.js';
import { pageOfSecurities, securityById } from './securities.queries.js';

/** Securities are between the procuring entity and the supplier that gave them; who oversees reads them too. None is there before the opening. */
@Injectable()
export class ReadSecurities {
  constructor(
    private readonly reads: Reads,
    private readonly law: LawService,
  ) {}

  /** Refusal 404 to others. */
  async one(actor: Actor, id: string): Promise<SecurityAnswer> {
    const found = await securityById(this.reads, id, null);
    if (!found || !(await isOpenTo(this.reads, actor, found))) throw unknownResource();
    return presentSecurity(found, await this.law.calendar(this.reads), await this.reads.now());
  }

  /** The caller's own. Refusal 404 for a tender the caller may not see. */
  async list(actor: Actor, tenderId: string, query: PageQuery): Promise<Page<SecurityAnswer>> {
    if (!(await mayRead(this.reads, actor, tenderId))) throw unknownResource();
    const party = await partyOf(this.reads, actor, tenderId);
    const { items, next } = await pageOfSecurities(this.reads, tenderId, party, query);
    const [calendar, now] = [await this.law.calendar(this.reads), await this.reads.now()];
    return { items: items.map((one) => presentSecurity(one, calendar, now)), next };
  }
}
