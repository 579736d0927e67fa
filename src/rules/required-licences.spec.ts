import {
  namedLicenceIsVerified,
  requiredLicencesAreHeld,
  requiredLicencesAreJudged,
  type HeldLicence,
} from './required-licences.js';

const type = '医疗器械经营许可证';
const licence: HeldLicence = {
  type,
  number: '沪药监械经营许20240001号',
  state: 'verified',
  validFrom: '2024-01-01',
  validTo: '2026-04-13',
};
const on = '2026-04-13';
const missing = [{ rule: 'bid.licence-missing', facts: { types: [type], on } }];

describe('art. 58: the licences that the documents ask for', () => {
  test.each<[string, Partial<HeldLicence>, string, boolean]>([
    ['on its last day', {}, on, true],
    ['a day after its end', {}, '2026-04-14', false],
    ['on its first day', {}, '2024-01-01', true],
    ['a day before it began', {}, '2023-12-31', false],
    ['without an end', { validTo: null }, '2999-01-01', true],
    ['of another type', { type: '营业执照' }, on, false],
    ['not judged yet', { state: 'unverified' }, on, false],
    ['refused', { state: 'refused' }, on, false],
  ])('one %s counts or not', (_name, over, day, counts) => {
    const breaches = requiredLicencesAreHeld([type], [{ ...licence, ...over }], day);
    expect(breaches.map((one) => one.rule)).toEqual(counts ? [] : ['bid.licence-missing']);
  });

  test('every type is asked for, and only the missing are named', () => {
    expect(requiredLicencesAreHeld([], [], on)).toEqual([]);
    expect(requiredLicencesAreHeld(['营业执照', type], [{ ...licence, type: '营业执照' }], on)).toMatchObject(missing);
    expect(requiredLicencesAreHeld([type], [{ ...licence, state: 'refused' }, licence], on)).toEqual([]);
  });

  test('what waits for the registrar is neither missing nor held', () => {
    const waiting: HeldLicence = { ...licence, state: 'unverified' };
    expect(requiredLicencesAreJudged([type], [waiting], on)).toMatchObject([
      { rule: 'licence.not-verified', facts: { licences: [type], state: 'unverified' } },
    ]);
    expect(requiredLicencesAreJudged([type], [waiting, licence], on)).toEqual([]);
    expect(requiredLicencesAreJudged([type], [{ ...waiting, validTo: '2026-04-12' }], on)).toEqual([]);
    expect(requiredLicencesAreJudged([type], [{ ...licence, state: 'refused' }], on)).toEqual([]);
    expect(requiredLicencesAreJudged(['营业执照'], [waiting], on)).toEqual([]);
  });

  test('a named licence is verified, or another of its type stands for it', () => {
    const named: HeldLicence = { ...licence, state: 'refused' };
    expect(namedLicenceIsVerified(licence, [], on)).toEqual([]);
    expect(namedLicenceIsVerified(named, [named], on)).toMatchObject([
      { rule: 'licence.not-verified', facts: { licences: [licence.number], state: 'refused' } },
    ]);
    expect(namedLicenceIsVerified(named, [named, licence], on)).toEqual([]);
    expect(namedLicenceIsVerified(named, [{ ...licence, validTo: '2026-04-12' }], on)).toHaveLength(1);
  });
});
