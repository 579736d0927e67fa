import type { Role } from '../platform/actor.js';
import type { OrganizationKind } from './organization.entity.js';

/** `own`: what an organisation's administrators may give; `all`: what a registrar may give there. */
const rolesByKind: Record<OrganizationKind, { own: readonly Role[]; all: readonly Role[] }> = {
  'procuring-entity': { own: ['procurer'], all: ['procurer', 'approver', 'evaluator', 'custodian'] },
  // Its approvers approve under a mandate that says so, and nowhere else.
  agency: { own: ['procurer'], all: ['procurer', 'approver', 'evaluator', 'custodian'] },
  supplier: { own: ['supplier'], all: ['supplier'] },
  'review-body': { own: [], all: ['reviewer', 'supervisor'] },
  custodian: { own: [], all: ['custodian'] },
  auditor: { own: [], all: ['auditor'] },
};

export function rolesOfKinds(kinds: readonly OrganizationKind[]): { own: Role[]; all: Role[] } {
  const gather = (which: 'own' | 'all'): Role[] => [...new Set(kinds.flatMap((kind) => rolesByKind[kind][which]))];
  return { own: gather('own'), all: gather('all') };
}
