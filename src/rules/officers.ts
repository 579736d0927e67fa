import { breach, type Bilingual, type Breaches } from './breach.js';

const officerFaults = {
  notMember: { zh: '不是本单位采购人员', en: 'not a procurement officer of this entity' },
  approvedIt: { zh: '已批准该项目', en: 'has approved it' },
  sameOfficer: { zh: '已是现任经办人', en: 'is in charge already' },
} as const satisfies Record<string, Bilingual>;

/** Who takes charge of a procurement (接任经办人): another officer of the entity who did not approve it. */
export function officerMayTakeOver(person: { isOfficer: boolean; approvedIt: boolean; inCharge: boolean }): Breaches {
  const found = [
    ...(person.isOfficer ? [] : (['notMember'] as const)),
    ...(person.approvedIt ? (['approvedIt'] as const) : []),
    ...(person.inCharge ? (['sameOfficer'] as const) : []),
  ];
  return found.map((code) => breach('tender.officer-unfit', { code, reason: officerFaults[code] }, { pointer: '#/toPersonId' }));
}

const deputyFaults = {
  self: { zh: '不能由本人代理', en: 'nobody stands in for themselves' },
  noSharedRole: { zh: '在本单位没有与被代理人相同的角色', en: 'has no role of the absent person in this organisation' },
} as const satisfies Record<string, Bilingual>;

/** Who stands in during leave (代理人): another person of the organisation with a role of the absent one. */
export function deputyIsSuitable(person: { isSelf: boolean; sharedRoles: readonly string[] }): Breaches {
  const code = person.isSelf ? 'self' : person.sharedRoles.length === 0 ? 'noSharedRole' : null;
  if (code === null) return [];
  return [breach('deputy.unfit', { code, reason: deputyFaults[code] }, { pointer: '#/deputyPersonId' })];
}

/** Four eyes look at persons: neither who has been in charge nor who stands in for an author approves. */
export function approverIsFree(approver: { wasInCharge: boolean; standsInForAuthor: boolean }): Breaches {
  return [
    ...(approver.wasInCharge ? [breach('tender.approver-is-officer')] : []),
    ...(approver.standsInForAuthor ? [breach('tender.approved-by-deputy')] : []),
  ];
}

/** Four eyes (四眼原则): whoever approves, publishes or corrects is none of those who wrote it. */
export function approverIsNoAuthor(approver: string, authors: readonly (string | null)[]): Breaches {
  return authors.includes(approver) ? [breach('tender.approver-is-author', { approver })] : [];
}
