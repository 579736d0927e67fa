import { evaluate55 } from './art-55-specifications.js';
import { calendarOf, knownYears } from './calendar.js';
import { Facts } from './facts.js';

function evaluated(...specifications: unknown[]) {
  const facts = new Facts({ specifications });
  const context = {
    at: '2026-03-02T09:00:00+08:00',
    calendar: calendarOf(knownYears),
    policy: { nationalConflicts: 'block' },
  } as const;
  const { breaches } = evaluate55(facts, context);
  return { found: breaches.map((one) => [one.rule, one.severity]), breaches, faults: facts.faults.map((one) => one.pointer) };
}

const brandRefused = [['specification.brand-named', 'refusal']];
const standardMissing = [['specification.standard-not-considered', 'warning']];

describe('art. 55: open specifications', () => {
  test.each([
    { text: '符合 ISO/IEC 27001:2022', standard: 'ISO/IEC 27001:2022' },
    { text: '符合ISO/IEC 27001:2022' },
    { text: 'Information security management', standard: 'ISO/IEC 27001:2022' },
  ])('an international standard is open: %j', (specification) => {
    expect(evaluated(specification)).toMatchObject({ found: [], faults: [] });
  });

  test.each([
    [{ text: 'Brand X model Y', brand: 'Brand X' }],
    [{ text: 'Brand X model Y', brand: true }],
    [{ text: 'Brand X or equivalent', brand: 'Brand X', orEquivalent: true }],
    [{ text: 'Brand X or equivalent', brand: 'Brand X', orEquivalent: true, reason: '  ' }],
    [{ text: 'Brand X', brand: 'Brand X', reason: 'spare parts fit no other maker' }],
    [{ text: 'Brand X', brand: 'Brand X', orEquivalent: false, reason: 'spare parts fit no other maker' }],
  ])('a brand is refused: %j', (specification) => {
    expect(evaluated(specification)).toMatchObject({ found: brandRefused, faults: [] });
  });

  test('a brand with "or equivalent" and a reason is warned about, whatever the policy on national conflicts', () => {
    const specification = {
      text: 'Brand X or equivalent',
      brand: 'Brand X',
      orEquivalent: true,
      reason: 'spare parts fit no other maker',
    };
    expect(evaluated(specification)).toMatchObject({ found: [['specification.brand-named', 'warning']], faults: [] });
  });

  test('every brand is named, with its place', () => {
    const { breaches } = evaluated(
      { text: 'a', brand: 'X' },
      { text: 'b', standard: 'ISO 9001' },
      { text: 'c', brand: 'Z', orEquivalent: true, reason: 'fits' },
    );
    expect(breaches.map((one) => [one.pointer, one.severity])).toEqual([
      ['#/specifications/0/brand', 'refusal'],
      ['#/specifications/2/brand', 'warning'],
    ]);
  });

  test('where no requirement names an international standard, that is a warning', () => {
    expect(evaluated({ text: '服务器两台' }).found).toEqual(standardMissing);
    expect(evaluated({ text: 'Isolated power supply, irfc cable' }).found).toEqual(standardMissing);
    expect(evaluated({ text: '服务器两台' }, { text: 'b', standard: 'ISO 9001' }).found).toEqual([]);
    expect(evaluated().found).toEqual([]);
  });

  test('faults are named', () => {
    expect(evaluated({ text: '', brand: 7, orEquivalent: 'yes', extra: 1 }, 'no object').faults).toEqual([
      '#/facts/specifications/1',
      '#/facts/specifications/0/extra',
      '#/facts/specifications/0/text',
      '#/facts/specifications/0/brand',
      '#/facts/specifications/0/orEquivalent',
    ]);
  });
});

test('a refusal points at the requirement and says what it names', () => {
  const { breaches } = evaluated(
    { text: '通用设备', standard: 'ISO 9001' },
    { text: '某牌扫描仪', brand: true },
    { text: 'X', brand: '某牌', reason: ' ' },
  );
  expect(breaches.map(({ pointer, facts }) => ({ pointer, facts }))).toEqual([
    { pointer: '#/specifications/1/brand', facts: { index: 1, brand: '某牌扫描仪', orEquivalent: false, reason: null } },
    { pointer: '#/specifications/2/brand', facts: { index: 2, brand: '某牌', orEquivalent: false, reason: null } },
  ]);
  const excuse = { text: 'X', brand: '某牌', orEquivalent: true, reason: '与在用设备配套' };
  expect(evaluated(excuse).found).toEqual([['specification.brand-named', 'warning']]);
  expect(evaluated({ ...excuse, orEquivalent: false }).found).toEqual(brandRefused);
  expect(evaluated({ ...excuse, reason: '' }).found).toEqual(brandRefused);
  expect(evaluated({ text: '通用设备' }).breaches[0]).toMatchObject({ pointer: '#/specifications', facts: {} });
});

test.each([
  ['ISO', true],
  ['按ISO执行', true],
  ['per RFC 9110', true],
  ['ETSI', true],
  ['ISOLATED', false],
  ['aISO', false],
  ['iso 9001', false],
])('%j names a standard: %s', (text, named) => {
  expect(evaluated({ text }).found).toEqual(named ? [] : standardMissing);
});
