import { fenOfCapitalAmount } from './capital-amount.js';
import type { Unit } from './secret-text.js';

/** A number as a text writes it, with its unit, and its value in two ways: as written, and in the base unit. */
export interface WrittenNumber {
  start: number;
  end: number;
  /** `725e-2`: digits without idle zeros and a power of ten. Never a float. */
  value: string;
  /** What is measured (`m`, `ratio`, `cny`); null where no known unit stands beside it. */
  measure: string | null;
  /** The value in the measure's base unit; as written where there is none. */
  inBase: string;
  /** Significant digits. */
  digits: number;
  /** Whether few numbers are like it: four significant digits, or three of them in a fraction or in an amount from a hundred thousand. */
  isRare: boolean;
}

type Power = readonly [measure: string, power: number];

const units = new Map<string, Power>(
  Object.entries({
    m: {
      '-9': '纳米 nm',
      '-6': '微米 μm um micron microns',
      '-3': '毫米 mm',
      '-2': '厘米 公分 cm',
      0: '米 m',
      3: '千米 公里 km',
    },
    g: { '-6': '微克 μg', '-3': '毫克 mg', 0: '克 g', 3: '千克 公斤 kg', 6: '吨 t tonne tonnes' },
    l: { '-3': '毫升 ml', 0: '升 l' },
    w: { 0: '瓦 w', 3: '千瓦 kw', 6: '兆瓦 mw' },
    v: { '-3': '毫伏 mv', 0: '伏 v', 3: '千伏 kv' },
    hz: { 0: '赫兹 赫 hz', 3: '千赫 khz', 6: '兆赫 mhz', 9: '吉赫 ghz' },
    celsius: { 0: '摄氏度 °c 度' },
    ratio: { '-2': '% percent', '-3': '‰' },
    cny: { 0: '元 圆 块 cny rmb yuan' },
    hour: { 0: '小时 hour hours' },
    minute: { 0: '分钟 minute minutes' },
    day: { 0: '天 日 个日历日 个工作日 day days' },
    month: { 0: '月 个月 month months' },
    year: { 0: '年 year years' },
    piece: { 0: '台 套 个 件 人 名 次 项 条 piece pieces set sets unit units' },
  }).flatMap(([measure, powers]) =>
    Object.entries(powers).flatMap(([power, names]) =>
      names.split(' ').map((name): [string, Power] => [name, [measure, Number(power)]]),
    ),
  ),
);
const unitNames = [...units.keys()].sort((left, right) => right.length - left.length);

const scales: readonly (readonly [name: string, power: number])[] = [
  ['万亿', 12],
  ['千万', 7],
  ['百万', 6],
  ['十万', 5],
  ['亿', 8],
  ['万', 4],
  ['billion', 9],
  ['million', 6],
  ['thousand', 3],
];

const scaleForm = `(?<scale> ?(?:${scales.map(([name]) => name).join('|')}))?`;
const prefixForm = '(?<parts>百分之|千分之)? ?';
const digitSigns = '零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖';
const placeSigns = '十百千拾佰仟万亿';

/** Each way in which digits may stand for a number; what can be read in two ways is read in both. */
const forms = [
  // 7.25, 7点25, 1,234,500.00
  new RegExp(`${prefixForm}(?<plain>\\d{1,3}(?:[,'’]\\d{3})+(?!\\d)(?:\\.\\d+)?|\\d+(?:[.点]\\d+)?)${scaleForm}`, 'gu'),
  // 1 234 500
  new RegExp(`(?<![\\d.])(?<plain>\\d{1,3}(?: \\d{3})+(?!\\d)(?:\\.\\d+)?)${scaleForm}`, 'gu'),
  // 7,25
  new RegExp(`(?<![\\d.,])(?<comma>\\d+,\\d{1,2})(?![\\d,])${scaleForm}`, 'gu'),
  // 1.234.500
  new RegExp(`(?<![\\d.])(?<dots>\\d{1,3}(?:\\.\\d{3}){2,})(?![\\d.])${scaleForm}`, 'gu'),
  // 1亿2500万
  /(?<!\d)(?<hundredMillions>\d+)亿(?<tenThousands>\d+)万/gu,
  // 七点二五, 七百二十五万
  new RegExp(`${prefixForm}(?<spelled>[${digitSigns}${placeSigns}]+(?:点[${digitSigns}]+)?)`, 'gu'),
  // 壹佰元伍角
  new RegExp('(?<capital>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+元[零壹贰叁肆伍陆柒捌玖角分]+)', 'gu'),
];

/** Every number in a folded text. */
export function numbersIn(folded: readonly Unit[]): WrittenNumber[] {
  const text = folded.map((one) => one.unit).join('');
  return forms.flatMap((form) =>
    [...text.matchAll(form)].flatMap((match) => {
      const read = valueOf(match.groups as Record<string, string | undefined>);
      if (read === null || isNoNumber(text, match)) return [];
      const [first, last] = [match.index, match.index + match[0].length];
      const named = unitAt(text, last, match.groups?.['parts']);
      const [digits, power] = read;
      return [
        {
          start: (folded[first + leading(match[0])] as Unit).start,
          end: (folded[last - 1] as Unit).end,
          value: written(digits, power),
          measure: named === null ? null : named[0],
          inBase: written(digits, power + (named?.[1] ?? 0)),
          digits: significant(digits).length,
          isRare: isRare(written(digits, power)),
        },
      ];
    }),
  );
}

/** Whether a text that tells the one number tells the other: equal in the base unit where both have the same measure, else as written. */
export function tellsNumber(told: WrittenNumber, secret: WrittenNumber): boolean {
  if (told.measure !== null && secret.measure !== null) return told.measure === secret.measure && told.inBase === secret.inBase;
  const isShare = told.measure === 'ratio' || secret.measure === 'ratio';
  return told.value === secret.value || (isShare && told.inBase === secret.inBase);
}

const ordinaryMeasures = ['hour', 'minute', 'day', 'month', 'year', 'piece', 'ratio'];

/**
 * Whether a number that stands in a longer secret is told by one in another text: a rare one wherever it stands, though never a year; any other of
 * two digits only beside the same unit, and never one of time, pieces or shares.
 */
export function givesAway(told: WrittenNumber, secret: WrittenNumber): boolean {
  const { measure, digits, value } = secret;
  if (isYear(value, measure) || !tellsNumber(told, secret)) return false;
  return secret.isRare || (digits >= 2 && measure !== null && !ordinaryMeasures.includes(measure) && told.measure === measure);
}

function isYear(value: string, measure: string | null): boolean {
  const year = /^(\d+)e(\d+)$/.exec(value);
  const number = year === null ? 0 : Number(value);
  return number >= 1900 && number <= 2100 && (measure === null || measure === 'year');
}

/** A number that follows a letter is the name of something: ISO 9001, GB/T 19001; after a currency it is an amount. */
function isNoNumber(text: string, match: RegExpExecArray): boolean {
  const before = text.slice(Math.max(0, match.index - 8), match.index + leading(match[0]));
  return /(?:^|[^a-z])(?:iso|iec|gb|gb\/t|din|astm|ansi|ieee|en|jb|jb\/t|yy|yy\/t)[ /-]{0,2}$/.test(before);
}

function isRare(value: string): boolean {
  const [digits, power = '0'] = value.split('e') as [string, string?];
  return digits.length >= 4 || (digits.length === 3 && (power.startsWith('-') || Number(power) >= 3));
}

function leading(found: string): number {
  return found.length - found.trimStart().length;
}

/** Digits and the power of ten that they are multiplied by; null for what is no number. */
function valueOf(groups: Record<string, string | undefined>): readonly [digits: string, power: number] | null {
  const { plain, comma, dots, spelled, capital, hundredMillions, tenThousands } = groups;
  const scale = scales.find(([name]) => name === groups['scale']?.trim())?.[1] ?? 0;
  if (capital !== undefined) {
    const fen = fenOfCapitalAmount(capital);
    return fen === null ? null : [String(fen), -2];
  }
  if (hundredMillions !== undefined) return [String(BigInt(hundredMillions) * 10_000n + BigInt(tenThousands as string)), 4];
  if (spelled !== undefined) return spelled.length > 1 || groups['parts'] ? spelledValue(spelled) : null;
  const plainDigits =
    plain?.replace(/[,'’ ]/g, '').replace('点', '.') ?? comma?.replace(',', '.') ?? (dots as string).replaceAll('.', '');
  const [whole, fraction = ''] = plainDigits.split('.') as [string, string?];
  return [whole + fraction, scale - fraction.length];
}

/** A number in Chinese characters, by places (七百二十五万) or digit by digit (七二五). */
function spelledValue(text: string): readonly [string, number] {
  const [whole, fraction = ''] = text.split('点') as [string, string?];
  const digits = [...fraction].map(digitOf).join('');
  const byPlaces = [...whole].some((one) => placeSigns.includes(one));
  const integer = byPlaces ? placesValue(whole) : BigInt([...whole].map(digitOf).join(''));
  return [`${integer}${digits}`, -digits.length];
}

function digitOf(sign: string): number {
  const at = digitSigns.indexOf(sign);
  if (sign === '两') return 2;
  return at < 2 ? 0 : at <= 10 ? at - 1 : at - 11;
}

/** 万 and 亿 multiply everything before them; the places below stand in between. */
function placesValue(text: string): bigint {
  for (const [sign, worth] of [
    ['亿', 100_000_000n],
    ['万', 10_000n],
  ] as const) {
    const at = text.lastIndexOf(sign);
    if (at >= 0) return (at === 0 ? 1n : placesValue(text.slice(0, at))) * worth + placesValue(text.slice(at + 1));
  }
  let [total, digit] = [0n, 0n];
  for (const sign of text) {
    const place = placeSigns.indexOf(sign);
    if (place < 0) digit = digit * 10n + BigInt(digitOf(sign));
    else {
      total += (digit === 0n ? 1n : digit) * 10n ** BigInt((place % 3) + 1);
      digit = 0n;
    }
  }
  return total + digit;
}

function unitAt(text: string, at: number, parts: string | undefined): Power | null {
  if (parts === '百分之') return ['ratio', -2];
  if (parts === '千分之') return ['ratio', -3];
  const rest = text.slice(at, at + 12).trimStart();
  const name = unitNames.find((one) => rest.startsWith(one) && !(/[a-z]$/.test(one) && /^[a-z]/.test(rest.slice(one.length))));
  return name === undefined ? null : (units.get(name) as Power);
}

function significant(digits: string): string {
  return digits.replace(/^0+/, '').replace(/0+$/, '');
}

function trailingZeros(digits: string): number {
  return digits.length - digits.replace(/0+$/, '').length;
}

function written(digits: string, power: number): string {
  const plain = significant(digits);
  return plain === '' ? '0' : `${plain}e${power + trailingZeros(digits)}`;
}
