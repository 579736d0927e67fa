import fc from 'fast-check';
import { debriefHidesTradeSecrets } from './trade-secrets.js';

const placesIn = (text: string, ...secrets: string[]) =>
  debriefHidesTradeSecrets({ passages: [{ pointer: '#/reasons', text }], secrets }).flatMap(
    (one) => one.facts['places'] as { start: number; end: number }[],
  );
const told = (text: string, ...secrets: string[]) => placesIn(text, ...secrets).map(({ start, end }) => text.slice(start, end));

describe('art. 56: an answer hides trade secrets', () => {
  test.each([
    ['贵方报价高于采用双级真空浇注工艺的中标人。', '双级真空浇注工艺', '双级真空浇注工艺'],
    ['采用 双级 真空\n浇注工艺。', '双级真空浇注工艺', '双级 真空\n浇注工艺'],
    ['双\u200b级真空浇\u00ad注工艺', '双级真空浇注工艺', '双\u200b级真空浇\u00ad注工艺'],
    ['They use the ＶＡＣＵＵＭ  Casting process.', 'vacuum casting', 'ＶＡＣＵＵＭ  Casting'],
    ['Ingénieur', 'Inge\u0301nieur', 'Ingénieur'],
    ['the ﬁne ﬁlter', 'fine filter', 'ﬁne ﬁlter'],
    ['rooms 12 34 only', '12 34', '12 34'],
    ['成本为1,234,500元。', '成本为1234500元', '成本为1,234,500元'],
  ])('%j tells %j', (text, secret, place) => {
    expect(told(text, secret)).toEqual([place]);
  });

  test.each([
    ['其报价为1234500元。', '1,234,500.00', '1234500'],
    ['其报价为1,234,500.00元。', '1234500', '1,234,500.00'],
    ['其报价为１２３４５００元。', '1234500.00', '１２３４５００'],
    ['其报价为123.45万元。', '1234500元', '123.45万'],
    ['其报价为 123.450 万元。', '人民币1,234,500.00元整', '123.450 万'],
    ['a price of CNY 1 234 500', '1234500', '1 234 500'],
    ['a price of 1234500', 'CNY 1 234 500', '1234500'],
    ['利润2亿', '200000000', '2亿'],
    ['delivery in 14 days, 2 teams', '14', '14'],
    ['2026年报价0.5元', '0.50', '0.5'],
  ])('%j tells the number %j', (text, secret, place) => {
    expect(told(text, secret)).toEqual([place]);
  });

  test.each([
    ['其报价为12345000元。', '1234500'],
    ['其报价为1,234,500.01元。', '1234500'],
    ['其报价为21234500元。', '1234500'],
    ['delivery in 140 days', '14'],
    ['delivery in 3.14 days', '14'],
    ['1,200,000', '200'],
    ['123.45元', '1234500'],
    ['贵方报价较高。', '双级真空浇注工艺'],
    ['anything', ''],
    ['anything', ' \u200b\n'],
    ['', '14'],
  ])('%j does not tell %j', (text, secret) => {
    expect(told(text, secret)).toEqual([]);
  });

  test('one refusal per passage, every place once, the secret never repeated', () => {
    const passages = [
      { pointer: '#/reasons', text: 'X9 and again x9' },
      { pointer: '#/advantages', text: 'nothing' },
      { pointer: '#/winner/note', text: 'the x9' },
    ];
    const breaches = debriefHidesTradeSecrets({ passages, secrets: ['X9', ' x9 '] });
    expect(breaches.map((one) => [one.rule, one.pointer])).toEqual([
      ['debrief.trade-secret', '#/reasons'],
      ['debrief.trade-secret', '#/winner/note'],
    ]);
    expect(breaches[0]?.facts['places']).toEqual([
      { pointer: '#/reasons', start: 0, end: 2 },
      { pointer: '#/reasons', start: 13, end: 15 },
    ]);
    expect(JSON.stringify(breaches).toLowerCase()).not.toContain('x9');
  });

  test('numbers that begin together are told shortest first, and those that end together by their beginning', () => {
    expect(told('12 345', '12345', '12')).toEqual(['12', '12 345']);
    expect(told('12 345', '345', '12345')).toEqual(['12 345', '345']);
    expect(placesIn('甲乙甲', '甲', '乙').map((one) => one.start)).toEqual([0, 1, 2]);
  });

  test('a secret inside any text is found', () => {
    const filler = fc.string({ unit: fc.constantFrom('价', '格', ' ', 'a', '\n', '，') });
    fc.assert(
      fc.property(filler, filler, fc.constantFrom('秘方', 'recipe B', '4711号'), (before, after, secret) => {
        expect(told(before + secret + after, secret)).toContain(secret);
      }),
    );
  });
});
