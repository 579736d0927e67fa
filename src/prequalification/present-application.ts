import type { Instant } from '../rules/moment.js';
import type { Text } from '../tenders/tender.entity.js';
import type { Statement } from './application.entity.js';
import type { ApplicationDocument, ApplicationRow } from './applications.queries.js';

export type ApplicationState = 'submitted' | 'withdrawn' | 'qualified' | 'not-qualified';

export interface ApplicationAnswer {
  id: string;
  tenderId: string;
  /** Counts the supplier's acts and the decisions on them. */
  version: number;
  state: ApplicationState;
  supplier: { id: string; name: Text };
  statements: Statement[];
  documents: ApplicationDocument[];
  basedOn: string | null;
  receivedAt: Instant;
  decision: ApplicationRow['decision'];
  /** Null before the shortlist. */
  shortlisted: boolean | null;
  /** Among those invited, from 1. */
  rank: number | null;
}

export function presentApplication(row: ApplicationRow, documents: ApplicationDocument[]): ApplicationAnswer {
  const { id, tenderId, supplierId, supplierName, statements, basedOn, receivedAt, decision, shortlisted, rank } = row;
  return {
    id,
    tenderId,
    ...tagOf(row),
    supplier: { id: supplierId, name: supplierName },
    statements,
    documents,
    basedOn,
    receivedAt,
    decision,
    shortlisted,
    rank,
  };
}

/** What the application's entity tag is made of. */
export function tagOf({ action, version, decision }: ApplicationRow): { version: number; state: ApplicationState } {
  const state = action === 'withdrawal' ? 'withdrawn' : (decision?.outcome ?? 'submitted');
  return { version: version + (decision?.version ?? 0), state };
}
