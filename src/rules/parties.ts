/** Who may act in a life cycle; the clock is the actor of deadlines and no party. */
export type Party = 'procurer' | 'approver' | 'supplier' | 'custodian' | 'evaluator' | 'reviewer' | 'registrar';

export const parties: readonly Party[] = ['procurer', 'approver', 'supplier', 'custodian', 'evaluator', 'reviewer', 'registrar'];
