import { givesAway, numbersIn, tellsNumber, type WrittenNumber } from './secret-numbers.js';
import { unitsOf } from './secret-text.js';

const found = (text: string): WrittenNumber[] => numbersIn(unitsOf(text));
const valuesIn = (text: string): string[] => found(text).map((one) => one.value);
const placesIn = (text: string): string[] => found(text).map(({ start, end }) => text.slice(start, end));
const only = (text: string): WrittenNumber => {
  const [one, another] = found(text);
  expect(another).toBeUndefined();
  return one as WrittenNumber;
};

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
    ['一二三四五六七八九', '123456789e0'],
    ['壹贰叁肆伍陆柒捌玖', '123456789e0'],
    ['二〇二六', '2026e0'],
    ['二零二六', '2026e0'],
    ['两两', '22e0'],
    ['三点一四', '314e-2'],
    ['十五点零五', '1505e-2'],
    ['二万三千四百五十六', '23456e0'],
    ['三万二千', '32e3'],
    ['一万亿', '1e12'],
    ['十万', '1e5'],
    ['肆拾', '4e1'],
    ['叁仟', '3e3'],
    ['陆佰', '6e2'],
    ['九千', '9e3'],
    ['二百', '2e2'],
    ['一二三万', '123e4'],
    ['二十万零五', '200005e0'],
  ])('%s', (text, value) => expect(valuesIn(text)).toContain(value));

  it.each(['七', '十', '亿', '点', '百'])('one sign, %s, is a word', (text) => expect(found(text)).toEqual([]));

  it('one sign is a number where it is a share', () => {
    expect(only('百分之七')).toMatchObject({ value: '7e0', measure: 'ratio', inBase: '7e-2', start: 0, end: 4 });
    expect(only('千分之七')).toMatchObject({ value: '7e0', measure: 'ratio', inBase: '7e-3' });
  });

  it('an amount in capitals is read to the fen, and one that is none is left alone', () => {
    expect(valuesIn('壹佰元伍角')).toContain('1005e-1');
    expect(valuesIn('叁万元贰分')).toContain('3000002e-2');
    expect(placesIn('计壹佰元伍角整')).toContain('壹佰元伍角');
    expect(valuesIn('佰壹元角')).toEqual(['101e0']);
    expect(found('元角').length).toBe(0);
  });
});

describe('numbers in digits', () => {
  it.each([
    ['7', [['7', '7e0']]],
    ['0', [['0', '0']]],
    ['000', [['000', '0']]],
    ['100', [['100', '1e2']]],
    ['1050', [['1050', '105e1']]],
    ['0.050', [['0.050', '5e-2']]],
    ['7.25', [['7.25', '725e-2']]],
    ['7点25', [['7点25', '725e-2']]],
    ['12.50', [['12.50', '125e-1']]],
    ['007', [['007', '7e0']]],
    ['1,234,500.00', [['1,234,500.00', '12345e2']]],
    ['12,345', [['12,345', '12345e0']]],
    ['123,456', [['123,456', '123456e0']]],
    ["1'234'500", [["1'234'500", '12345e2']]],
    ['1’234’500.25', [['1’234’500.25', '123450025e-2']]],
    ['a 7 b', [['7', '7e0']]],
    ['３.５', [['３.５', '35e-1']]],
  ])('%s is %j', (text, readings) => {
    expect(found(text).map(({ start, end, value }) => [text.slice(start, end), value])).toEqual(readings);
  });

  it.each([
    ['1 234 500', ['1e0', '234e0', '5e2', '12345e2']],
    ['1 234 500.25', ['1e0', '234e0', '50025e-2', '123450025e-2']],
    ['123 456', ['123e0', '456e0', '123456e0']],
    ['1 234 万', ['1e0', '234e4', '1234e4']],
    ['1.5 234', ['15e-1', '234e0']],
    ['12345 678', ['12345e0', '678e0']],
    ['1 2345', ['1e0', '2345e0']],
    ['1 23', ['1e0', '23e0']],
    ['7,25', ['7e0', '25e0', '725e-2']],
    ['12,5', ['12e0', '5e0', '125e-1']],
    ['7,25 million', ['7e0', '25e6', '725e4']],
    ['1.5,25', ['15e-1', '25e0']],
    ['1,25,3', ['1e0', '25e0', '3e0']],
    ['1,2345', ['1e0', '2345e0']],
    ['1.234.500', ['1234e-3', '5e2', '12345e2']],
    ['12.345.678万', ['12345e-3', '678e4', '12345678e4']],
    ['1.234.567.8', ['1234e-3', '5678e-1']],
    ['12345.678.901', ['12345678e-3', '901e0']],
    ['0.1.234.567', ['1e-1', '234567e-3']],
    ['1.234', ['1234e-3']],
    ['1亿2500万', ['1e8', '25e6', '125e6']],
    ['12亿34万', ['12e8', '34e4', '120034e4']],
  ])('%s is read in each way in which it may be meant', (text, values) => expect(valuesIn(text)).toEqual(values));

  it.each([
    ['3万亿', '3e12'],
    ['3千万', '3e7'],
    ['3百万', '3e6'],
    ['3十万', '3e5'],
    ['3亿', '3e8'],
    ['3万', '3e4'],
    ['3 万', '3e4'],
    ['3 billion', '3e9'],
    ['3million', '3e6'],
    ['3 THOUSAND', '3e3'],
    ['1.25亿', '125e6'],
  ])('%s is scaled', (text, value) => {
    expect(valuesIn(text)).toContain(value);
    expect(placesIn(text)).toContain(text);
  });

  it('their places leave out what stands before them', () => {
    expect(placesIn('厚 7.25，宽 12')).toEqual(['7.25', '12']);
    expect(placesIn('百分之 7')).toEqual(['百分之 7']);
  });

  it('count their significant digits', () => {
    expect(['100', '1050', '0.050', '7.25', '0'].map((one) => only(one).digits)).toEqual([1, 3, 1, 3, 0]);
  });

  it.each([
    ['1234', true],
    ['12345', true],
    ['123', false],
    ['7.25', true],
    ['0.25', false],
    ['72500', false],
    ['725000', true],
    ['72.5万', true],
    ['120000', false],
    ['1000000', false],
    ['0', false],
  ])('%s is like few others: %s', (text, rare) => expect(only(text).isRare).toBe(rare));
});

describe('the name of a standard', () => {
  it.each([
    ...[
      'ISO 9001',
      'iso9001',
      'IEC-60601',
      'GB 4793',
      'GB/T 19001',
      'DIN 71',
      'ASTM-42',
      'ANSI 31',
      'IEEE 802',
      'EN - 13',
      'JB 12',
    ],
    ...['JB/T 1375', 'YY 505', 'YY/T 316', '按ISO 9001', 'an iso 13485'],
  ])('%s is no number', (text) => expect(valuesIn(text.replace('- ', '-'))).toEqual([]));

  it.each([
    ['miso 9001', '9001e0'],
    ['iso: 9001', '9001e0'],
    ['iso 标准 9001', '9001e0'],
    ['gb cost 4793', '4793e0'],
    ['CNY 4793', '4793e0'],
  ])('%s has a number', (text, value) => expect(valuesIn(text)).toEqual([value]));
});

describe('what is measured', () => {
  it.each([
    ['m', -9, ['纳米', ' nm']],
    ['m', -6, ['微米', ' μm', ' µm', ' um', ' micron', ' microns']],
    ['m', -3, ['毫米', ' mm']],
    ['m', -2, ['厘米', '公分', ' cm']],
    ['m', 0, ['米', ' m', 'm']],
    ['m', 3, ['千米', '公里', ' km']],
    ['g', -6, ['微克', ' μg']],
    ['g', -3, ['毫克', ' mg']],
    ['g', 0, ['克', ' g']],
    ['g', 3, ['千克', '公斤', ' kg']],
    ['g', 6, ['吨', ' t', ' tonne', ' tonnes']],
    ['l', -3, ['毫升', ' ml']],
    ['l', 0, ['升', ' l']],
    ['w', 0, ['瓦', ' W']],
    ['w', 3, ['千瓦', ' kW']],
    ['w', 6, ['兆瓦', ' MW']],
    ['v', -3, ['毫伏', ' mV']],
    ['v', 0, ['伏', ' V']],
    ['v', 3, ['千伏', ' kV']],
    ['hz', 0, ['赫兹', '赫', ' Hz']],
    ['hz', 3, ['千赫', ' kHz']],
    ['hz', 6, ['兆赫', ' MHz']],
    ['hz', 9, ['吉赫', ' GHz']],
    ['celsius', 0, ['摄氏度', '°C', '℃', '度', '攝氏度']],
    ['ratio', -2, ['%', '％', ' percent']],
    ['ratio', -3, ['‰']],
    ['cny', 0, ['元', '圆', '块', ' CNY', ' RMB', ' yuan']],
    ['hour', 0, ['小时', ' hour', ' hours']],
    ['minute', 0, ['分钟', ' minute', ' minutes']],
    ['day', 0, ['天', '日', '个日历日', '个工作日', ' day', ' days']],
    ['month', 0, ['月', '个月', ' month', ' months']],
    ['year', 0, ['年', ' year', ' years']],
    ['piece', 0, ['台', '套', '个', '件', '人', '名', '次', '项', '条', ' piece', ' pieces', ' set', ' sets', ' unit', ' units']],
  ] as const)('%s, ten to the %i', (measure, power, names) => {
    for (const name of names)
      for (const after of ['', '，余', '.'])
        expect(only(`25${name}${after}`)).toMatchObject({ value: '25e0', measure, inBase: `25e${power}`, start: 0, end: 2 });
  });

  it.each(['7', '7 ', '7 mx', '7 mi', '7 unitary', '7 kilo', '7abc'])('%j says nothing of it', (text) => {
    expect(only(text)).toMatchObject({ measure: null, inBase: '7e0' });
  });

  it('a zero is one in every unit', () => {
    expect(only('0微米')).toMatchObject({ value: '0', inBase: '0', measure: 'm' });
  });
});

describe('a text that tells a number', () => {
  it.each([
    ['7.25微米', '7.25微米', true],
    ['7250纳米', '7.25微米', true],
    ['7.25毫米', '7.25微米', false],
    ['7.25米', '7.25元', false],
    ['7.25', '7.25微米', true],
    ['7.25微米', '7.25', true],
    ['725', '7.25', false],
    ['0.0725', '7.25%', true],
    ['7.25%', '0.0725', true],
    ['0.00000725', '7.25微米', false],
    ['7.25微米', '0.00000725', false],
    ['72.5‰', '7.25%', true],
  ])('%s tells %s: %s', (told, secret, tells) => expect(tellsNumber(only(told), only(secret))).toBe(tells));

  it.each([
    ['1234', '1234', true],
    ['1235', '1234', false],
    ['123', '123', false],
    ['25微米', '25微米', true],
    ['25', '25微米', false],
    ['5微米', '5微米', false],
    ['1234', '1234微米', true],
    ['25', '25', false],
    ['25小时', '25小时', false],
    ['25分钟', '25分钟', false],
    ['25天', '25天', false],
    ['25月', '25月', false],
    ['25年', '25年', false],
    ['25台', '25台', false],
    ['25%', '25%', false],
    ['25元', '25元', true],
    ['2026', '2026', false],
    ['2026年', '2026年', false],
    ['2026元', '2026元', true],
    ['1901', '1901', false],
    ['1899', '1899', true],
    ['2099', '2099', false],
    ['2101', '2101', true],
    ['1900元', '1900元', true],
    ['20.26', '20.26', true],
    ['12026', '12026', true],
  ])('%s gives away %s in a longer secret: %s', (told, secret, gives) => {
    expect(givesAway(only(told), only(secret))).toBe(gives);
  });

  it('a year is none, nor its first or last', () => {
    const rare = (value: string): WrittenNumber => ({ ...only('7'), value, inBase: value, isRare: true });
    expect(['19e2', '21e2', '1899e0', '2101e0', '2e3'].map((one) => givesAway(rare(one), rare(one)))).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });
});
