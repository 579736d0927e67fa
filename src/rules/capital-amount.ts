import type { Fen } from './money.js';

const digits = '零壹贰叁肆伍陆柒捌玖';
const units = ['', '拾', '佰', '仟'];
/** Longer than any amount of 16 digits with its fen. */
const longestForm = 60;

/**
 * An amount in the capital form of Chinese notices (大写), e.g. `人民币贰佰万元整`. Consecutive zeros give one 零;
 * an amount that ends in 元 or 角 gets 整. 零 stands before 分 where 角 is zero, never before 角.
 * Throws a RangeError for a negative amount: a price is none.
 */
export function capitalAmount(fen: Fen): string {
  if (fen < 0n) throw new RangeError(`a negative amount has no capital form: ${fen}`);
  const yuan = fen / 100n;
  const jiao = Number((fen / 10n) % 10n);
  const cents = Number(fen % 10n);
  const whole = yuan > 0n ? `${spelled(yuan)}元` : '';
  if (jiao === 0 && cents === 0) return `人民币${whole || '零元'}整`;
  if (cents === 0) return `人民币${whole}${digits[jiao]}角整`;
  const tenths = jiao > 0 ? `${digits[jiao]}角` : whole && '零';
  return `人民币${whole}${tenths}${digits[cents]}分`;
}

/** The amount that a capital form names; 人民币 may be missing, 圆 and 正 stand for 元 and 整. Null where the text is not such a form. */
export function fenOfCapitalAmount(text: string): Fen | null {
  const plain = text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/^人民币/, '')
    .replaceAll('圆', '元')
    .replace(/正$/, '整');
  const parts =
    /^(?:([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?(?:零?([壹贰叁肆伍陆柒捌玖])角)?(?:零?([壹贰叁肆伍陆柒捌玖])分)?整?$/.exec(plain);
  if (!parts || plain === '整' || plain.length > longestForm) return null;
  const yuan = parts[1] === undefined ? 0n : numberOf(parts[1]);
  const fen = yuan * 100n + BigInt(digitOf(parts[2]) * 10 + digitOf(parts[3]));
  // Only what reads back the same is trusted, so that a garbled amount never prevails over the figures.
  return withoutOptionalSigns(capitalAmount(fen)) === withoutOptionalSigns(plain) ? fen : null;
}

function spelled(value: bigint): string {
  if (value >= 100_000_000n) return joined(spelled(value / 100_000_000n), '亿', value % 100_000_000n, 10_000_000n);
  if (value >= 10_000n) return joined(spelled(value / 10_000n), '万', value % 10_000n, 1_000n);
  return spelledBelowTenThousand(Number(value));
}

function joined(high: string, unit: string, low: bigint, gapBelow: bigint): string {
  if (low === 0n) return high + unit;
  return `${high}${unit}${low < gapBelow ? '零' : ''}${spelled(low)}`;
}

function spelledBelowTenThousand(value: number): string {
  let text = '';
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit > 0) text += digits.charAt(digit) + (units[place] as string);
    else if (text !== '' && !text.endsWith('零') && value % 10 ** place > 0) text += '零';
  }
  return text;
}

function numberOf(text: string): bigint {
  for (const [unit, worth] of [
    ['亿', 100_000_000n],
    ['万', 10_000n],
  ] as const) {
    const at = text.lastIndexOf(unit);
    if (at >= 0) return numberOf(text.slice(0, at)) * worth + numberOf(text.slice(at + 1));
  }
  return belowTenThousand(text);
}

function belowTenThousand(text: string): bigint {
  let total = 0n;
  let digit = 0n;
  for (const sign of text) {
    const unit = units.indexOf(sign);
    if (unit > 0) total += digit * 10n ** BigInt(unit);
    digit = unit > 0 ? 0n : BigInt(digits.indexOf(sign));
  }
  return total + digit;
}

function digitOf(sign: string | undefined): number {
  return sign === undefined ? 0 : digits.indexOf(sign);
}

function withoutOptionalSigns(text: string): string {
  return text
    .replace(/^人民币/, '')
    .replace(/整$/, '')
    .replaceAll('零', '');
}
