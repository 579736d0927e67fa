import fc from 'fast-check';
import { capitalAmount, fenOfCapitalAmount } from './capital-amount.js';
import { parseMoney } from './money.js';

const vectors: [string, string][] = [
  ['1234567.89', '人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分'],
  ['2000000.00', '人民币贰佰万元整'],
  ['50000000.00', '人民币伍仟万元整'],
  ['100010.05', '人民币壹拾万零壹拾元零伍分'],
  ['0.00', '人民币零元整'],
  ['0.01', '人民币壹分'],
  ['0.10', '人民币壹角整'],
  ['0.11', '人民币壹角壹分'],
  ['1.00', '人民币壹元整'],
  ['1.50', '人民币壹元伍角整'],
  ['10.05', '人民币壹拾元零伍分'],
  ['1680.32', '人民币壹仟陆佰捌拾元叁角贰分'],
  ['1001.00', '人民币壹仟零壹元整'],
  ['1010.00', '人民币壹仟零壹拾元整'],
  ['10001.00', '人民币壹万零壹元整'],
  ['1999999.99', '人民币壹佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
  ['2000000.01', '人民币贰佰万元零壹分'],
  ['100000000.00', '人民币壹亿元整'],
  ['100000010.00', '人民币壹亿零壹拾元整'],
  ['100010000.00', '人民币壹亿零壹万元整'],
  ['1000000000000.00', '人民币壹万亿元整'],
  ['9999999999999999.99', '人民币玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
];

const fenOf = (amount: string) => parseMoney(amount) as bigint;

describe('capital amounts (rulebook D3)', () => {
  test.each(vectors)('%s is %s', (amount, text) => {
    expect(capitalAmount(fenOf(amount))).toBe(text);
    expect(fenOfCapitalAmount(text)).toBe(fenOf(amount));
  });

  test('a negative amount has none', () => {
    expect(() => capitalAmount(-1n)).toThrow(RangeError);
  });

  test('what is written can be read back, to the fen', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999_999n }), (fen) => {
        expect(fenOfCapitalAmount(capitalAmount(fen))).toBe(fen);
      }),
    );
  });

  test('two different amounts never share a form', () => {
    const amount = fc.bigInt({ min: 0n, max: 99_999_999_999n });
    fc.assert(
      fc.property(amount, amount, (left, right) => {
        fc.pre(left !== right);
        expect(capitalAmount(left)).not.toBe(capitalAmount(right));
      }),
    );
  });

  test.each([
    ['贰佰万圆正', '2000000.00'],
    ['贰佰万元', '2000000.00'],
    ['人民币 壹仟陆佰捌拾元零叁角贰分', '1680.32'],
    ['壹拾万柒仟元零伍角叁分', '107000.53'],
    ['壹拾万零柒仟元伍角叁分', '107000.53'],
  ])('%s is read as %s', (text, amount) => {
    expect(fenOfCapitalAmount(text)).toBe(fenOf(amount));
  });

  test.each([
    '',
    '整',
    '人民币',
    '元',
    '两百万元',
    '200万元',
    '壹贰元',
    '万元整',
    '拾拾元',
    '壹元壹元',
    '零分',
    '壹万万元',
    '亿'.repeat(100_000) + '元',
  ])('%j is no capital amount', (text) => {
    expect(fenOfCapitalAmount(text)).toBeNull();
  });
});
