import { simplifiedOf } from './traditional-characters.js';

/** One UTF-16 unit of a folded text, and where what it came from starts and ends in the text as written. */
export interface Unit {
  unit: string;
  start: number;
  end: number;
  /** Whether it is a letter or a digit, or half of one. */
  isCharacter: boolean;
}

/** A character of Chinese (or Japanese, Korean), a word or a number: what copied passages are compared by. */
export interface Token {
  text: string;
  start: number;
  end: number;
  /** Two for a word that says something or a number, one for a character or an ordinary word. */
  weight: number;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const character = /[\p{L}\p{N}]/u;

/** Words that every text about procurement is full of; a run of them is no sign of copying. */
const ordinaryWords = new Set(
  `the and for with from that this which their its are was were will shall may must not have has had been than more most less all any each other
  such under over within without into upon per according accordance accordingly requirement requirements tender tenders tendering document documents bid
  bids bidder bidders supplier suppliers contract contracts procurement procuring entity price prices quality service services goods works technical
  specification specifications delivery period standard standards relevant applicable provide provided provides project winner winning evaluation
  evaluated score scores criteria criterion higher lower better your our you compliance comply complies law laws regulation regulations national`.split(
    /\s+/,
  ),
);

/** A text without what the eye does not see or tell apart: width, case, accents, invisible and directional signs, traditional characters. */
export function plainOf(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\s\p{Cc}]/gu, ' ')
    .replaceAll('ς', 'σ');
  return Array.from(plain, simplifiedOf).join('');
}

/** The same unit by unit, each with its origin; every run of white space is one space. */
export function unitsOf(written: string): Unit[] {
  const units: Unit[] = [];
  for (const { segment, index } of graphemes.segment(written)) {
    for (const sign of plainOf(segment)) {
      if (sign === ' ' && units.at(-1)?.unit === ' ') continue;
      const isCharacter = character.test(sign);
      for (const unit of sign.split('')) units.push({ unit, start: index, end: index + segment.length, isCharacter });
    }
  }
  return units;
}

/** Only letters and digits, nothing between them. */
export function squeezedOf(plain: string): string {
  return Array.from(plain)
    .filter((one) => character.test(one))
    .join('');
}

const tokenForm =
  /\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|\p{N}|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])\p{L})+/gu;

/** The tokens of a plain text; their places are offsets into it. */
export function tokensOf(plain: string): Token[] {
  return [...plain.matchAll(tokenForm)].map(({ 0: found, index }) => {
    const text = /^\d/.test(found) ? plainNumber(found) : found;
    return { text, start: index, end: index + found.length, weight: weightOf(text) };
  });
}

/** How much of a passage a token is. */
function weightOf(text: string): number {
  return ideograph.test(text) || ordinaryWords.has(text) || (text.length < 3 && !/\d/.test(text)) ? 1 : 2;
}

/** `1,234,500.00` → `1234500`. */
function plainNumber(written: string): string {
  const [whole, fraction = ''] = written.replaceAll(',', '').split('.') as [string, string?];
  const rest = fraction.replace(/0+$/, '');
  const integer = whole.replace(/^0+(?=\d)/, '');
  return rest === '' ? integer : `${integer}.${rest}`;
}
