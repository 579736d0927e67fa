import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { ownShares, type OwnShare } from './custody.queries.js';

/** What a custodian keeps of a tender: its own sealed shares, from the deals that stand. */
@Injectable()
export class ReadOwnShares {
  constructor(private readonly reads: Reads) {}

  /** Throws Refusal 404 for whoever has none. */
  async run(actor: Actor, tenderId: string): Promise<{ items: OwnShare[] }> {
    const items = await ownShares(this.reads, tenderId, actor.personId, actor.organizationId);
    if (items.length === 0) throw unknownResource();
    return { items };
  }
}
