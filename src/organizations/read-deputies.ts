import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties } from '../platform/duties.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { absentBehind, deputiesOf, type DeputyAnswer } from './deputies.queries.js';

/** The caller's deputies and those for whom it stands in; what waits for an absent person is among its deputy's duties. */
@Injectable()
export class ReadDeputies implements OnModuleInit {
  constructor(
    private readonly reads: Reads,
    private readonly duties: Duties,
  ) {}

  onModuleInit(): void {
    this.duties.standIn(absentBehind);
  }

  async run(actor: Actor, query: PageQuery): Promise<Page<DeputyAnswer>> {
    const limit = limitOf(query);
    return pageOf(await deputiesOf(this.reads, actor, query.after ?? null, limit), limit);
  }
}
