import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import type { OfficersAnswer } from './hand-over-tender.js';
import { officerOf, officersOf } from './officers.queries.js';
import { requireOwn } from './own-tender.js';
import { shownState } from './tender-life.js';
import { Tender } from './tender.entity.js';

/** Who is and who has been in charge of a procurement (经办人), for its own entity. */
@Injectable()
export class ReadOfficers {
  constructor(
    private readonly reads: Reads,
    private readonly dataSource: DataSource,
  ) {}

  /** Throws Refusal 404 for another organisation's. */
  async run(actor: Actor, id: string): Promise<OfficersAnswer> {
    const tender = requireOwn(actor, await this.dataSource.getRepository(Tender).findOneBy({ id }));
    const officerPersonId = (await officerOf(this.reads, id)) as string;
    const state = await shownState(this.reads, tender, await this.reads.now());
    return { tenderId: id, version: tender.version, state, officerPersonId, items: await officersOf(this.reads, id), next: null };
  }
}
