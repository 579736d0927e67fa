import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import { LawService } from '../platform/law.service.js';
import type { Reader } from '../platform/reads.js';
import { dueOf, owedSecurities } from './securities.queries.js';

/** Securities that a procuring entity owes back (实施条例 art. 33), also when their time is over. */
@Injectable()
export class SecuritiesDuties implements OnModuleInit {
  constructor(
    private readonly duties: Duties,
    private readonly law: LawService,
  ) {}

  onModuleInit(): void {
    this.duties.register('security.refund', (actor, reader) => this.toRefund(actor, reader));
  }

  private async toRefund(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
    if (!actor.roles.includes('procurer') || actor.organizationId === null) return [];
    const rows = await owedSecurities(reader, actor.organizationId, dutiesPerSourceMax);
    const calendar = await this.law.calendar(reader);
    return rows.map((row) => {
      const { due, dueAt } = dueOf(row, calendar);
      return {
        kind: 'security.refund',
        tenderId: row.tenderId,
        subject: { kind: 'security', id: row.id },
        dueAt,
        derivation: due,
      };
    });
  }
}
