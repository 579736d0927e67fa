import type { Instant } from '../rules/moment.js';
import type { Delegation, DelegationEvidence } from './delegation.entity.js';

export interface DelegationAnswer {
  id: string;
  version: number;
  kind: Delegation['kind'];
  principalId: string;
  agencyId?: string;
  personId?: string;
  acts: string[];
  scope: 'all' | string[];
  validFrom: Instant;
  validTo: Instant;
  evidence: DelegationEvidence | null;
  grantedBy: string;
  grantedAt: Instant;
  endedBy: string | null;
  endedAt: Instant | null;
}

export function presentDelegation(row: Delegation): DelegationAnswer {
  const { agencyId, personId, tenderIds, ...shown } = row;
  return {
    ...shown,
    ...(agencyId === null ? {} : { agencyId }),
    ...(personId === null ? {} : { personId }),
    scope: tenderIds ?? 'all',
  };
}
