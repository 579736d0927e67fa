import type { Bilingual, Derivation } from '../rules/breach.js';
import type { ExclusionState } from '../tenders/exclusions.js';
import type { BreachStatementText, Exclusion, ExclusionDecision } from './exclusion.entity.js';

export interface ExclusionAnswer {
  id: string;
  version: number;
  state: ExclusionState;
  tenderId: string;
  procurerId: string;
  supplierId: string;
  bidId: string | null;
  applicationId: string | null;
  breachId: string;
  reasons: Bilingual;
  notifiedAt: string;
  statementDueOn: string | null;
  derivation: Derivation;
  statement: BreachStatementText | null;
  statedAt: string | null;
  decision: ExclusionDecision | null;
  decidedAt: string | null;
  pending?: string[];
}

export function presentExclusion(exclusion: Exclusion): ExclusionAnswer {
  const {
    notifiedBy: _author,
    statedBy: _speaker,
    decidedBy: _decider,
    statementEndsAt: _ends,
    statementDue,
    ...shown
  } = exclusion;
  return {
    ...shown,
    statementDueOn: statementDue.result,
    derivation: statementDue,
    ...(statementDue.result === null ? { pending: ['calendarYearMissing'] } : {}),
  };
}
