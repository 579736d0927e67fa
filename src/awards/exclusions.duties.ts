import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import type { Reader } from '../platform/reads.js';
import type { Exclusion } from './exclusion.entity.js';

type Row = Pick<Exclusion, 'id' | 'tenderId' | 'statementEndsAt' | 'statementDue'>;

const columns = 'id, tender_id AS "tenderId", statement_ends_at AS "statementEndsAt", statement_due AS "statementDue"';

/** A supplier's statement while its time runs, and the decision once it was heard (art. 54). */
@Injectable()
export class ExclusionsDuties implements OnModuleInit {
  constructor(private readonly duties: Duties) {}

  onModuleInit(): void {
    this.duties.register('exclusion.state', toState);
    this.duties.register('exclusion.decide', toDecide);
  }
}

async function toState(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('supplier')) return [];
  const rows = await reader.query<Row>(
    `SELECT ${columns} FROM exclusions WHERE supplier_id = $1 AND state = 'notified'
        AND (statement_ends_at IS NULL OR statement_ends_at > platform_now()) ORDER BY statement_ends_at, id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId],
  );
  return rows.map(({ id, tenderId, statementEndsAt, statementDue }) => ({
    kind: 'exclusion.state',
    tenderId,
    subject: { kind: 'exclusion', id },
    dueAt: statementEndsAt,
    derivation: statementDue,
  }));
}

/** No text sets a time for it; the evaluation and the shortlist wait for it. */
async function toDecide(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('approver')) return [];
  const rows = await reader.query<Row>(
    `SELECT ${columns} FROM exclusions WHERE procurer_id = $1 AND notified_by <> $2
        AND (state = 'stated' OR (state = 'notified' AND statement_ends_at <= platform_now())) ORDER BY notified_at, id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId, actor.personId],
  );
  return rows.map(({ id, tenderId }) => ({
    kind: 'exclusion.decide',
    tenderId,
    subject: { kind: 'exclusion', id },
    dueAt: null,
    derivation: null,
  }));
}
