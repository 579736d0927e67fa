import type { Actor } from '../platform/actor.js';
import type { Work } from '../platform/unit-of-work.js';
import type { Instant } from '../rules/moment.js';
import type { Statement } from './application.entity.js';
import type { ApplicationRow } from './applications.queries.js';

export type ApplicationAct = 'submission' | 'replacement' | 'withdrawal';

export interface NewApplication {
  id: string;
  tenderId: string;
  supplierId: string;
  act: ApplicationAct;
  before: ApplicationRow | null;
  statements: Statement[];
  basedOn: string | null;
}

/** Adds one act to a supplier's chain and gives the moment of its receipt. Throws the database's refusals (`P0LAW`: late, wrong state). */
export async function insertApplication(work: Work, actor: Actor, made: NewApplication): Promise<Instant> {
  const rows = await work.query<{ receivedAt: Instant }>(
    `INSERT INTO applications (id, tender_id, supplier_id, person_id, action, version, previous_id, statements, based_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING received_at AS "receivedAt"`,
    [
      made.id,
      made.tenderId,
      made.supplierId,
      actor.personId,
      made.act,
      (made.before?.version ?? 0) + 1,
      made.before?.id ?? null,
      JSON.stringify(made.statements),
      made.basedOn,
    ],
  );
  return (rows[0] as { receivedAt: Instant }).receivedAt;
}
