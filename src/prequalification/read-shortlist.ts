import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { invitedSuppliers } from '../tenders/invited-suppliers.js';
import { Tender } from '../tenders/tender.entity.js';
import { standingApplications } from './applications.queries.js';
import { presentShortlist, type ShortlistAnswer } from './present-shortlist.js';
import { rankedOf } from './shortlist-applicants.js';

/** The list of whom was invited, with its ranking: the procuring entity's own at once, everybody's after the opening. Nobody can find out its rivals before they have bid. */
@Injectable()
export class ReadShortlist {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: Reads,
  ) {}

  /** Throws Refusal 404 where there is none, or none for this caller yet. */
  async run(actor: Actor | null, tenderId: string): Promise<ShortlistAnswer> {
    const tender = await this.dataSource.getRepository(Tender).findOneBy({ id: tenderId });
    if (!tender || (tender.openedAt === null && tender.procurerId !== actor?.organizationId)) throw unknownResource();
    if ((await invitedSuppliers(this.reads, tenderId)).length === 0) throw unknownResource();
    return presentShortlist(tender, rankedOf(await standingApplications(this.reads, tenderId)));
  }
}
