import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import type { Reader } from '../platform/reads.js';
import { lapsedFor } from './lapsed-licences.js';

/** Licences that have run out in the middle of a procedure (art. 58): the supplier renews them, the procuring entity sees to it. */
@Injectable()
export class PrequalificationDuties implements OnModuleInit {
  constructor(private readonly duties: Duties) {}

  onModuleInit(): void {
    this.duties.register('licence.renew', (actor, reader) => lapsedOf(actor, reader, 'supplier', 'licence.renew'));
    this.duties.register('licence.follow-up', (actor, reader) => lapsedOf(actor, reader, 'procurer', 'licence.follow-up'));
  }
}

/** Nothing counts down: the shortlist and the award wait. */
async function lapsedOf(actor: Actor, reader: Reader, party: 'supplier' | 'procurer', kind: string): Promise<DutyFacts[]> {
  if (!actor.roles.includes(party) || actor.organizationId === null) return [];
  const rows = await lapsedFor(reader, party, actor.organizationId, dutiesPerSourceMax);
  const distinct = rows.filter((row, at) => rows.findIndex((one) => one.applicationId === row.applicationId) === at);
  return distinct.map(({ tenderId, applicationId }) => ({
    kind,
    tenderId,
    subject: { kind: 'application', id: applicationId },
    dueAt: null,
    derivation: null,
  }));
}
