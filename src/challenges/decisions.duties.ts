import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import type { Reader } from '../platform/reads.js';
import type { Derivation } from '../rules/breach.js';
import type { CivilDate } from '../rules/moment.js';
import { dayAfter } from './challenge-window.js';

interface OpenRemedy {
  id: string;
  tenderId: string;
  dueOn: CivilDate | null;
  due: Derivation;
}

/** What a ruling ordered and is not done, for the procuring entity and for the authority that follows it; suppliers that a reviewer has to look at. */
@Injectable()
export class DecisionsDuties implements OnModuleInit {
  constructor(private readonly duties: Duties) {}

  onModuleInit(): void {
    this.duties.register('remedy.fulfil', (actor, reader) => toFulfil(actor, reader));
    this.duties.register('complainant.flagged', (actor, reader) => toLookAt(actor, reader));
  }
}

async function toFulfil(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  const side = actor.roles.includes('procurer') ? 'procurer_id' : actor.roles.includes('reviewer') ? 'review_body_id' : null;
  if (side === null || actor.organizationId === null) return [];
  const rows = await reader.query<OpenRemedy>(
    `SELECT id, tender_id AS "tenderId", due_on AS "dueOn", due FROM ordered_remedies
      WHERE ${side} = $1 AND state <> 'done' ORDER BY due_on, id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId],
  );
  const kind = side === 'procurer_id' ? 'remedy.fulfil' : 'remedy.follow';
  return rows.map(({ id, tenderId, dueOn, due }) => {
    const dueAt = dueOn === null ? null : dayAfter(dueOn);
    return { kind, tenderId, subject: { kind: 'remedy', id }, dueAt, derivation: due };
  });
}

async function toLookAt(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('reviewer') || actor.organizationId === null) return [];
  const rows = await reader.query<{ id: string }>(
    `SELECT id FROM complainant_flags WHERE review_body_id = $1 AND state = 'open' ORDER BY id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId],
  );
  const open = { kind: 'complainant.flagged', tenderId: null, dueAt: null, derivation: null };
  return rows.map(({ id }) => ({ ...open, subject: { kind: 'complainant-flag', id } }));
}
