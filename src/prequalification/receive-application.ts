import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { refusalOfDatabase } from '../platform/database-refusals.js';
import { ownOrganization } from '../platform/own-organization.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';

/**
 * What an application and its files have in common: they come from a supplier who may take part, one at a time, at the moment that a trigger
 * takes before it waits for the tender's lock. A late one is recorded, then refused.
 */
@Injectable()
export class ReceiveApplication {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `prequalification.application-late`, `organization.not-verified`, `bid.own-tender`, `bid.not-participant`; Refusal 404 for what is no invited tender. */
  async run<Answer>(
    actor: Actor,
    tenderId: string,
    act: string,
    body: (work: Work, supplierId: string) => Promise<Answer>,
  ): Promise<Answer> {
    const supplierId = supplierOf(actor);
    try {
      return await this.unitOfWork.run(actor, async (work) => {
        await work.query('SELECT pg_advisory_xact_lock(hashtextextended($1::text || $2::text, 12))', [tenderId, supplierId]);
        await requireAdmitted(work, tenderId, supplierId);
        return body(work, supplierId);
      });
    } catch (error) {
      const refusal = refusalOfDatabase(error);
      await this.recordLateness(actor, tenderId, act, refusal);
      throw refusal ?? error;
    }
  }

  private async recordLateness(actor: Actor, tenderId: string, act: string, refusal: Error | null): Promise<void> {
    const breaches = refusal instanceof LawRefusal ? refusal.breaches : [];
    const late = breaches.find((one) => one.rule === 'prequalification.application-late');
    if (!late) return;
    await this.unitOfWork.recordRefused(actor, {
      type: 'application.refused',
      article: 50,
      tenderId,
      subject: { kind: 'application', id: null },
      payload: { rule: late.rule, act, ...late.facts },
      sealed: true,
    });
  }
}

function supplierOf(actor: Actor): string {
  return ownOrganization(actor, {
    zh: '资格预审申请须以供应商组织的名义提交。',
    en: 'An application is made for a supplier organisation.',
  });
}

async function requireAdmitted(work: Work, tenderId: string, supplierId: string): Promise<void> {
  const rows = await work.query<{ may: boolean }>('SELECT may_apply($1, $2) AS may', [tenderId, supplierId]);
  if (rows[0]?.may !== true) throw unknownResource();
}
