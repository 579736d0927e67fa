import { evaluate58, licenceIsValid } from './art-58-licences.js';
import { calendarOf, knownYears } from './calendar.js';
import { Facts } from './facts.js';

const licence = { holder: '91310000MA1K000006', number: 'L-1', validFrom: '2025-03-12', validTo: '2026-03-12' };

function evaluated(raw: Record<string, unknown>) {
  const facts = new Facts({ licence, on: '2026-03-02', ...raw });
  const context = {
    at: '2026-03-02T09:00:00+08:00',
    calendar: calendarOf(knownYears),
    policy: { nationalConflicts: 'warn' },
  } as const;
  const answer = evaluate58(facts, context);
  return { ...answer, rules: answer.breaches.map((one) => one.rule), faults: facts.faults.map((one) => one.pointer) };
}

describe('art. 58: electronic licences', () => {
  test.each([
    ['2025-03-11', false],
    ['2025-03-12', true],
    ['2026-03-12', true],
    ['2026-03-13', false],
  ])('on %s valid: %s', (on, valid) => {
    expect(evaluated({ on })).toMatchObject({
      computed: { valid, checkCharacter: null },
      rules: valid ? [] : ['licence.invalid'],
    });
  });

  test.each([
    ['91310000MA1K000006', true, '6'],
    ['９１３１００００ma1k000006 ', true, '6'],
    ['91310000MA1K000007', false, '6'],
    ['91310000MA1K00000', false, '6'],
    ['123100000000000014', false, '4'],
    ['nonsense', false, null],
  ])('with the code %s valid: %s, check character %s', (unifiedSocialCreditCode, valid, checkCharacter) => {
    expect(evaluated({ unifiedSocialCreditCode })).toMatchObject({
      computed: { valid, checkCharacter },
      rules: valid ? [] : ['licence.invalid'],
      faults: [],
    });
  });

  test('a holder written as a name is not compared with the code, one written as a code is', () => {
    const unifiedSocialCreditCode = '123100000000000014';
    expect(evaluated({ unifiedSocialCreditCode, licence: { ...licence, holder: '上海某医院' } }).rules).toEqual([]);
    expect(evaluated({ unifiedSocialCreditCode, licence: { ...licence, holder: '１23100000000000014' } }).rules).toEqual([]);
    expect(evaluated({ unifiedSocialCreditCode }).breaches[0]?.pointer).toBe('#/licence/holder');
  });

  test('every fault of a licence is named, with its place', () => {
    const breaches = licenceIsValid({
      licence: { ...licence, validFrom: '2026-04-01', validTo: '2026-02-01' },
      on: '2026-03-01',
      unifiedSocialCreditCode: '91310000MA1K000009',
    });
    expect(breaches.map((one) => one.pointer)).toEqual(['#/licence/validFrom', '#/licence/validTo', '#/unifiedSocialCreditCode']);
  });

  test('a licence without an end does not expire', () => {
    expect(licenceIsValid({ licence: { ...licence, validTo: null }, on: '2999-01-01', unifiedSocialCreditCode: null })).toEqual(
      [],
    );
  });

  test('faults are named', () => {
    expect(evaluated({ licence: { holder: ' ', number: 5, validFrom: '2026-02-30', issuer: 'x' }, on: 'today' }).faults).toEqual([
      '#/facts/licence/issuer',
      '#/facts/licence/holder',
      '#/facts/licence/number',
      '#/facts/licence/validFrom',
      '#/facts/licence/validTo',
      '#/facts/on',
    ]);
  });
});

test('a refusal points at the member that is wrong, and says why in both languages', () => {
  const told = (on: string, over: object = {}, code: string | null = null) =>
    licenceIsValid({ licence: { ...licence, ...over }, on, unifiedSocialCreditCode: code }).map(({ pointer, facts }) => ({
      pointer,
      facts,
    }));
  const facts = { number: 'L-1', validFrom: '2025-03-12', validTo: '2026-03-12' };
  expect(told('2025-03-11')).toEqual([
    { pointer: '#/licence/validFrom', facts: { ...facts, on: '2025-03-11', reason: { zh: '尚未生效', en: 'not yet valid' } } },
  ]);
  expect(told('2026-03-13')).toEqual([
    { pointer: '#/licence/validTo', facts: { ...facts, on: '2026-03-13', reason: { zh: '已过期', en: 'expired' } } },
  ]);
  expect(told('2099-01-01', { validTo: null })).toEqual([]);
  expect(told('2026-03-02', {}, '91310000MA1K000007')).toMatchObject([
    {
      pointer: '#/unifiedSocialCreditCode',
      facts: { reason: { zh: '统一社会信用代码校验位错误', en: 'the unified social credit code fails its check character' } },
    },
  ]);
  const other = { holder: '12310000000000001X' };
  expect(told('2026-03-02', other, licence.holder)).toMatchObject([
    { pointer: '#/licence/holder', facts: { reason: { zh: '持证主体与供应商不一致', en: 'its holder is not the supplier' } } },
  ]);
  expect(told('2026-03-02', { holder: '上海申达医疗设备有限公司' }, licence.holder)).toEqual([]);
  expect(told('2026-03-02', { holder: `${licence.holder}0` }, licence.holder)).toEqual([]);
  expect(told('2026-03-02', other)).toEqual([]);
});
