import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Objection } from './objection.entity.js';
import { oversees } from './oversees.js';
import { ReadTenders } from './read-tenders.js';
import { objectionsOf, presentObjection, type ObjectionAnswer } from './single-source.queries.js';

/** Objections and their reviews are public; who objected is not. Throws Refusal 404 for a tender the caller may not see. */
@Injectable()
export class ReadObjections {
  constructor(
    private readonly reads: Reads,
    private readonly tenders: ReadTenders,
  ) {}

  async list(actor: Actor | null, tenderId: string): Promise<{ items: ObjectionAnswer[]; next: null }> {
    const { objections, sees } = await this.found(actor, tenderId);
    return { items: objections.map((one) => presentObjection(one, sees(one))), next: null };
  }

  async one(actor: Actor | null, tenderId: string, objectionId: string): Promise<ObjectionAnswer> {
    const { objections, sees } = await this.found(actor, tenderId);
    const objection = objections.find((one) => one.id === objectionId);
    if (!objection) throw unknownResource();
    return presentObjection(objection, sees(objection));
  }

  private async found(
    actor: Actor | null,
    tenderId: string,
  ): Promise<{ objections: Objection[]; sees: (one: Objection) => boolean }> {
    const procurerId = (await this.tenders.one(actor, tenderId)).procurer.id;
    const seesAll = actor !== null && (actor.organizationId === procurerId || (await oversees(this.reads, actor, tenderId)));
    return {
      objections: await objectionsOf(this.reads, tenderId),
      sees: ({ supplierId }) => seesAll || (actor !== null && actor.organizationId === supplierId),
    };
  }
}
