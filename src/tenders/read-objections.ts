import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Objection } from './objection.entity.js';
import { ReadTenders } from './read-tenders.js';
import { objectionsOf, presentObjection, type ObjectionAnswer } from './single-source.queries.js';

const overseers = ['reviewer', 'supervisor', 'auditor'] as const;

/** Objections and their reviews are public; who objected is not. Throws Refusal 404 for a tender the caller may not see. */
@Injectable()
export class ReadObjections {
  constructor(
    private readonly reads: Reads,
    private readonly tenders: ReadTenders,
  ) {}

  async list(actor: Actor | null, tenderId: string): Promise<{ items: ObjectionAnswer[]; next: null }> {
    const found = await this.found(actor, tenderId);
    return { items: found.objections.map((one) => presentObjection(one, sees(actor, found.procurerId, one))), next: null };
  }

  async one(actor: Actor | null, tenderId: string, objectionId: string): Promise<ObjectionAnswer> {
    const found = await this.found(actor, tenderId);
    const objection = found.objections.find((one) => one.id === objectionId);
    if (!objection) throw unknownResource();
    return presentObjection(objection, sees(actor, found.procurerId, objection));
  }

  private async found(actor: Actor | null, tenderId: string): Promise<{ procurerId: string; objections: Objection[] }> {
    const tender = await this.tenders.one(actor, tenderId);
    return { procurerId: tender.procurer.id, objections: await objectionsOf(this.reads, tenderId) };
  }
}

function sees(actor: Actor | null, procurerId: string, { supplierId }: Objection): boolean {
  if (actor === null) return false;
  return [procurerId, supplierId].includes(actor.organizationId ?? '') || overseers.some((role) => actor.roles.includes(role));
}
