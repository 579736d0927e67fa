import { numbersIn } from './secret-numbers.js';
import { unitsOf } from './secret-text.js';

const valuesIn = (text: string): string[] => numbersIn(unitsOf(text)).map((one) => one.value);

describe('numbers in Chinese characters', () => {
  it.each([
    ['两百三十', '23e1'],
    ['二百五十', '25e1'],
    ['十五', '15e0'],
    ['一百零七', '107e0'],
    ['七百二十五万', '725e4'],
    ['一亿二千五百万', '125e6'],
    ['亿五千万', '15e7'],
    ['七二五', '725e0'],
    ['两点五', '25e-1'],
    ['壹仟贰佰', '12e2'],
  ])('%s', (text, value) => expect(valuesIn(text)).toContain(value));

  it('an amount in capitals is read to the fen, and one that is none is left alone', () => {
    expect(valuesIn('壹佰元伍角')).toContain('1005e-1');
    expect(valuesIn('佰壹元角')).toEqual(['101e0']);
    expect(numbersIn(unitsOf('元角')).length).toBe(0);
  });
});
