import { breach, type Breaches } from './breach.js';

/** A text about to be told to somebody, and where it stands in the act. */
export interface Passage {
  pointer: string;
  text: string;
}

/** Where a secret was found: UTF-16 offsets into the text as written. Never the secret itself. */
export interface SecretPlace {
  pointer: string;
  start: number;
  end: number;
}

interface Span {
  start: number;
  end: number;
}

/**
 * Art. 56: the answer tells no trade secret (商业秘密). Compared after NFKC, without regard to case, white space and invisible characters.
 * A secret that is one number is found however it is grouped or scaled (1,234,500.00 = 1234500 = 123.45万), and only as a whole number.
 * Refuses once per passage, with every place; the refusal never repeats the secret.
 */
export function debriefHidesTradeSecrets(args: { passages: readonly Passage[]; secrets: readonly string[] }): Breaches {
  const secrets = args.secrets.map(secretOf).filter((one) => one.text !== '');
  return args.passages.flatMap((passage) => {
    const places = placesOf(passage, secrets);
    if (places.length === 0) return [];
    return [breach('debrief.trade-secret', { fields: [passage.pointer], places }, { pointer: passage.pointer })];
  });
}

interface Secret {
  text: string;
  /** The canonical value where the secret is one number; else null. */
  number: string | null;
}

function secretOf(written: string): Secret {
  return { text: folded(written, '').text, number: wholeNumber(folded(written, ' ').text.trim()) };
}

function placesOf({ pointer, text }: Passage, secrets: readonly Secret[]): SecretPlace[] {
  const squeezed = folded(text, '');
  const numbers = numbersIn(folded(text, ' '));
  const spans = secrets.flatMap((secret): Span[] => {
    if (secret.number === null) return occurrences(squeezed, secret.text);
    return numbers.filter((one) => one.value === secret.number);
  });
  const distinct = new Map(spans.map((one) => [`${one.start}-${one.end}`, { pointer, start: one.start, end: one.end }]));
  return [...distinct.values()].sort((left, right) => left.start - right.start || left.end - right.end);
}

interface Folded {
  text: string;
  /** For each UTF-16 unit of `text`, where what it came from starts and ends in the text as written. */
  origins: Span[];
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** NFKC and lower case, invisible characters left out, each run of white space as `space`, no comma between groups of digits. */
function folded(written: string, space: '' | ' '): Folded {
  const units: { unit: string; origin: Span }[] = [];
  for (const { segment, index } of graphemes.segment(written)) {
    const plain = segment
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\p{Default_Ignorable_Code_Point}]/gu, '')
      .replace(/[\s\p{Cc}]+/gu, space);
    for (const unit of plain.split('')) {
      if (unit === ' ' && units.at(-1)?.unit === ' ') continue;
      units.push({ unit, origin: { start: index, end: index + segment.length } });
    }
  }
  const kept = withoutGrouping(units);
  return { text: kept.map((one) => one.unit).join(''), origins: kept.map((one) => one.origin) };
}

function withoutGrouping<Unit extends { unit: string }>(units: Unit[]): Unit[] {
  const text = units.map((one) => one.unit).join('');
  const commas = new Set([...text.matchAll(/(?<=\d),(?=\d{3}(?!\d))/g)].map((match) => match.index));
  return units.filter((_, index) => !commas.has(index));
}

function spanOf({ origins }: Folded, start: number, end: number): Span {
  return { start: (origins[start] as Span).start, end: (origins[end - 1] as Span).end };
}

function occurrences(text: Folded, secret: string): Span[] {
  const found: Span[] = [];
  for (let at = text.text.indexOf(secret); at >= 0; at = text.text.indexOf(secret, at + 1)) {
    found.push(spanOf(text, at, at + secret.length));
  }
  return found;
}

const plainNumber = /\d+(?:\.\d+)?(?: ?[万亿])?/g;
const spacedNumber = /(?<![\d.])\d{1,3}(?: \d{3})+(?!\d)(?:\.\d+)?(?: ?[万亿])?/g;

/** Groups set apart by spaces may be one number or several: they count as both. */
function numbersIn(text: Folded): (Span & { value: string })[] {
  const matches = [...text.text.matchAll(plainNumber), ...text.text.matchAll(spacedNumber)];
  return matches.map((match) => ({
    value: canonicalNumber(match[0]),
    ...spanOf(text, match.index, match.index + match[0].length),
  }));
}

/** The canonical value where a whole folded text is one number, with or without the sign or name of the currency; else null. */
function wholeNumber(text: string): string | null {
  const form = /^(?:人民币|cny|rmb|¥)? ?((?:\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?(?: ?[万亿])?) ?(?:元|圆|cny|rmb)?整?$/;
  const bare = form.exec(text)?.[1];
  return bare === undefined ? null : canonicalNumber(bare);
}

/** Without spaces, scale and idle zeros, moved by the place: never a float. */
function canonicalNumber(written: string): string {
  const scale = written.endsWith('亿') ? 8 : written.endsWith('万') ? 4 : 0;
  const [whole, fraction = ''] = written.replace(/[ 万亿]/g, '').split('.') as [string, string?];
  const integer = (whole + fraction.slice(0, scale).padEnd(scale, '0')).replace(/^0+(?=\d)/, '');
  const rest = fraction.slice(scale).replace(/0+$/, '');
  return rest === '' ? integer : `${integer}.${rest}`;
}
