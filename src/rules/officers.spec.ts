import { approverIsFree, approverIsNoAuthor, deputyIsSuitable, officerMayTakeOver } from './officers.js';

const codes = (found: readonly { facts: Record<string, unknown> }[]): unknown[] => found.map((one) => one.facts['code']);

describe('who takes charge', () => {
  const fit = { isOfficer: true, approvedIt: false, inCharge: false };
  it.each([
    [{}, []],
    [{ isOfficer: false }, ['notMember']],
    [{ approvedIt: true }, ['approvedIt']],
    [{ inCharge: true }, ['sameOfficer']],
  ])('with %j: %j', (over, expected) => {
    const found = officerMayTakeOver({ ...fit, ...over });
    expect(codes(found)).toEqual(expected);
    expect(found.every((one) => one.rule === 'tender.officer-unfit' && one.pointer === '#/toPersonId')).toBe(true);
  });
});

describe('who stands in', () => {
  it.each([
    [{ isSelf: false, sharedRoles: ['procurer'] }, []],
    [{ isSelf: true, sharedRoles: ['procurer'] }, ['self']],
    [{ isSelf: false, sharedRoles: [] }, ['noSharedRole']],
  ])('with %j: %j', (person, expected) => expect(codes(deputyIsSuitable(person))).toEqual(expected));
});

it('four eyes look at persons', () => {
  const rulesOf = (wasInCharge: boolean, standsInForAuthor: boolean) =>
    approverIsFree({ wasInCharge, standsInForAuthor }).map((one) => one.rule);
  expect(rulesOf(false, false)).toEqual([]);
  expect(rulesOf(true, true)).toEqual(['tender.approver-is-officer', 'tender.approved-by-deputy']);
});

it.each([
  [['wang', 'zhao'], []],
  [['wang', 'li'], ['tender.approver-is-author']],
  [[null], []],
])('an approver li of what %j wrote: %j', (authors, rules) => {
  const found = approverIsNoAuthor('li', authors);
  expect(found.map((one) => one.rule)).toEqual(rules);
  expect(found.every((one) => one.facts['approver'] === 'li')).toBe(true);
});
