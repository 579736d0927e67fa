import { breach, type Bilingual, type Breaches } from './breach.js';
import type { CivilDate } from './moment.js';
import type { RuleId } from './rules.js';
import { givesAway, numbersIn, tellsNumber, type WrittenNumber } from './secret-numbers.js';
import { commonRuns, copiedStretches, indexOf, merged, type TokenIndex } from './secret-overlap.js';
import { plainOf, squeezedOf, tokensOf, unitsOf, type Token, type Unit } from './secret-text.js';
import { countOn, shareOn } from './thresholds.js';

/** A text about to be told to somebody, and where it stands in the act. */
export interface Passage {
  pointer: string;
  text: string;
}

/** What a bidder marked as its trade secret (商业秘密), under its own label. */
export interface MarkedSecret {
  text: string;
  label: string;
  /** Its place among the bidder's marked items, from 1. */
  number: number;
  owner: { id: string; name: Bilingual };
}

/** How a secret was found: word for word; the same but for signs nobody sees; in part; by a number in whatever notation. */
export type Likeness = 'exact' | 'normalised' | 'overlap' | 'number';

/** Where a secret was found: UTF-16 offsets into the text as written. Never the secret itself. */
export interface SecretPlace {
  pointer: string;
  start: number;
  end: number;
  how: Likeness;
  owner: string;
  ownerName: Bilingual;
  /** The bidder's label; null where the label itself tells the secret. */
  label: string | null;
  number: number;
}

type Span = Pick<SecretPlace, 'start' | 'end' | 'how'>;
type TellingRule = Extract<RuleId, `${string}.trade-secret`>;

/**
 * Art. 56, 采购法 art. 11: a text that leaves tells nobody's trade secret. Found are (1) the whole secret, word for word or after folding (NFKC, case,
 * accents, white space, punctuation, invisible and directional signs, traditional characters of a table); (2) a copied part: an unbroken run, pieces
 * that follow each other, or most of a short secret, weighed in Chinese characters with two for each English word that says something, or a run of
 * letters written without spaces; (3) its numbers in any notation. What is published already (`known`) is no secret. Another wording of the same
 * thought is not found, nor is a translation. Refuses once per passage, with every place; the refusal never repeats the secret.
 */
export function hidesTradeSecrets(
  rule: TellingRule,
  args: { passages: readonly Passage[]; secrets: readonly MarkedSecret[]; known?: readonly string[]; on: CivilDate },
): Breaches {
  const common = knownOf([...commonPhrases, ...(args.known ?? [])]);
  const bounds = boundsOn(args.on);
  const secrets = args.secrets.map(readSecret).filter((one) => one.squeezed.length > 1 || one.only !== null);
  return args.passages.flatMap((passage) => {
    const read = readPassage(passage.text, common);
    const places = secrets.flatMap((secret) =>
      spansOf(read, secret, common, bounds).map((span) => placeOf(passage.pointer, span, secret, common, bounds)),
    );
    if (places.length === 0) return [];
    const sorted = places.sort((left, right) => left.start - right.start || left.end - right.end);
    const facts = { fields: [passage.pointer], found: sorted.map(describe), places: sorted };
    return [breach(rule, facts, { pointer: passage.pointer })];
  });
}

/** What stands in notices and statutes word for word and belongs to nobody. */
const commonPhrases = [
  '具有独立承担民事责任的能力',
  '具有良好的商业信誉和健全的财务会计制度',
  '具有履行合同所必需的设备和专业技术能力',
  '有依法缴纳税收和社会保障资金的良好记录',
  '参加政府采购活动前三年内，在经营活动中没有重大违法记录',
  '法律、行政法规规定的其他条件',
  '严格按照招标文件和合同的要求执行',
  '完全响应招标文件的实质性要求和条件',
  '满足招标文件规定的全部实质性要求',
  '按照国家有关标准和规范进行安装、调试和验收',
  '提供及时、周到的售后服务和技术支持',
  'in accordance with the requirements of the tender documents',
  'meets all the substantive requirements of the tender documents',
  'in accordance with the relevant laws and regulations of the People’s Republic of China',
];

interface Known {
  squeezed: string[];
  texts: Token[][];
  numbers: WrittenNumber[];
}

function knownOf(texts: readonly string[]): Known {
  const plain = texts.map(plainOf);
  return {
    squeezed: plain.map(squeezedOf),
    texts: plain.map(tokensOf),
    numbers: texts.flatMap((text) => numbersIn(unitsOf(text))),
  };
}

interface Bounds {
  run: number;
  pieces: number;
  letters: number;
  /** In ten-thousandths of a secret. */
  share: number;
}

function boundsOn(on: CivilDate): Bounds {
  return {
    run: countOn('secretRunCharsMin', on).value,
    pieces: countOn('secretPiecesCharsMin', on).value,
    letters: countOn('secretLettersMin', on).value,
    share: shareOn('secretShareMin', on).value,
  };
}

interface Secret extends MarkedSecret {
  squeezed: string;
  tokens: Token[];
  weight: number;
  /** The number, where the whole secret is one; else null. */
  only: WrittenNumber | null;
  numbers: WrittenNumber[];
}

function readSecret(marked: MarkedSecret): Secret {
  const plain = plainOf(marked.text);
  const tokens = tokensOf(plain);
  const numbers = numbersIn(unitsOf(marked.text));
  const weight = tokens.reduce((sum, one) => sum + one.weight, 0);
  return { ...marked, squeezed: squeezedOf(plain), tokens, weight, numbers, only: onlyNumber(marked.text, numbers) };
}

/** The number, where a whole text is one, with or without the sign or name of a currency or a percent sign. */
function onlyNumber(text: string, numbers: readonly WrittenNumber[]): WrittenNumber | null {
  const besides = /^(?:人民币|cny|rmb|¥|百分之|千分之|元|圆|整|%|‰|percent|\s)*$/;
  return numbers.find(({ start, end }) => besides.test(plainOf(`${text.slice(0, start)}${text.slice(end)}`))) ?? null;
}

interface ReadPassage {
  written: string;
  units: Unit[];
  /** Letters and digits alone. */
  squeezed: { text: string; units: Unit[] };
  tokens: Token[];
  index: TokenIndex;
  /** The weight of the tokens before each one, without those that are published. */
  weightBefore: number[];
  numbers: WrittenNumber[];
}

function readPassage(written: string, known: Known): ReadPassage {
  const units = unitsOf(written);
  const kept = units.filter((one) => one.isCharacter);
  const tokens = tokensOf(units.map((one) => one.unit).join(''));
  const index = indexOf(tokens);
  const allBefore = sumsBefore(tokens.map((one) => one.weight));
  const published = new Set<number>();
  for (const text of known.texts)
    for (const { start, end } of commonRuns(tokens, index, text))
      if ((allBefore[end] as number) - (allBefore[start] as number) >= publishedWeightMin)
        for (let at = start; at < end; at += 1) published.add(at);
  const weightBefore = sumsBefore(tokens.map((one, at) => (published.has(at) ? 0 : one.weight)));
  const squeezed = { text: kept.map((one) => one.unit).join(''), units: kept };
  return { written, units, squeezed, tokens, index, weightBefore, numbers: numbersIn(units) };
}

/** Before each of the numbers, and after the last, the sum of those before it. */
function sumsBefore(weights: readonly number[]): number[] {
  const sums = [0];
  for (const [at, one] of weights.entries()) sums.push((sums[at] as number) + one);
  return sums;
}

/** Shorter words in common with a notice show nothing. */
const publishedWeightMin = 6;

function spansOf(passage: ReadPassage, secret: Secret, known: Known, bounds: Bounds): Span[] {
  if (secret.only !== null) return numberSpans(passage, [secret.only], known, tellsNumber);
  if (known.squeezed.some((one) => one.includes(secret.squeezed))) return [];
  const whole = wholeSpans(passage, secret);
  const parts = [...overlapSpans(passage, secret, bounds), ...letterSpans(passage, secret, known, bounds)];
  const copied = merged(parts)
    .filter((one) => !whole.some((other) => overlaps(one, other)))
    .map((one) => ({ ...one, how: 'overlap' as const }));
  const text = [...whole, ...copied];
  const numbers = numberSpans(passage, secret.numbers, known, givesAway);
  return [...text, ...numbers.filter((one) => !text.some((other) => overlaps(one, other)))];
}

function overlaps(one: { start: number; end: number }, other: { start: number; end: number }): boolean {
  return one.start < other.end && other.start < one.end;
}

/** The whole secret. A short one in letters or digits counts only where it stands for itself: `AI` is not in `maintain`. */
function wholeSpans({ squeezed, written }: ReadPassage, secret: Secret): Span[] {
  const spans: Span[] = [];
  const { text, units } = squeezed;
  for (let at = text.indexOf(secret.squeezed); at >= 0; at = text.indexOf(secret.squeezed, at + 1)) {
    const last = at + secret.squeezed.length - 1;
    const [start, end] = [(units[at] as Unit).start, (units[last] as Unit).end];
    const isPart = goesOn(units[at - 1], units[at] as Unit) || goesOn(units[last], units[last + 1]);
    if (secret.squeezed.length < shortSecretBelow && isPart) continue;
    spans.push({ start, end, how: written.slice(start, end) === secret.text ? 'exact' : 'normalised' });
  }
  return spans;
}

const shortSecretBelow = 6;

/** Whether two units belong to one word or one number. */
function goesOn(one: Unit | undefined, next: Unit | undefined): boolean {
  if (one === undefined || next === undefined || one.end < next.start) return false;
  return [/^\d\d$/, /^[a-z][a-z]$/].some((form) => form.test(one.unit + next.unit));
}

function overlapSpans(passage: ReadPassage, secret: Secret, bounds: Bounds): { start: number; end: number }[] {
  const { tokens, index, weightBefore, units } = passage;
  const most = Math.max(shareFloor, Math.ceil((secret.weight * bounds.share) / 10_000));
  const thresholds = { run: Math.min(bounds.run, most), pieces: Math.min(bounds.pieces, most) };
  const weightOf = (start: number, end: number): number => (weightBefore[end] as number) - (weightBefore[start] as number);
  return copiedStretches(commonRuns(tokens, index, secret.tokens), weightOf, thresholds).map(({ start, end }) => ({
    start: (units[(tokens[start] as Token).start] as Unit).start,
    end: (units[(tokens[end - 1] as Token).end - 1] as Unit).end,
  }));
}

/** However short a secret is, less than this of it shows nothing. */
const shareFloor = 5;

/** Words run together or cut apart: letters and digits alone. */
function letterSpans(
  { squeezed }: ReadPassage,
  secret: Secret,
  known: Known,
  { letters }: Bounds,
): { start: number; end: number }[] {
  const windows = new Map<string, number>();
  for (let at = 0; at + letters <= squeezed.text.length; at += 1) windows.set(squeezed.text.slice(at, at + letters), at);
  const spans: { start: number; end: number }[] = [];
  for (let at = 0; windows.size > 0 && at + letters <= secret.squeezed.length; at += 1) {
    const part = secret.squeezed.slice(at, at + letters);
    const found = windows.get(part);
    if (found === undefined || known.squeezed.some((one) => one.includes(part))) continue;
    const [first, last] = [squeezed.units[found] as Unit, squeezed.units[found + letters - 1] as Unit];
    spans.push({ start: first.start, end: last.end });
  }
  return spans;
}

function numberSpans(
  { numbers }: ReadPassage,
  secrets: readonly WrittenNumber[],
  known: Known,
  tells: (told: WrittenNumber, secret: WrittenNumber) => boolean,
): Span[] {
  const hidden = secrets.filter((secret) => !known.numbers.some((one) => tellsNumber(one, secret)));
  const told = numbers.filter((one) => hidden.some((secret) => tells(one, secret)));
  const distinct = new Map(told.map(({ start, end }) => [`${start}-${end}`, { start, end, how: 'number' as const }]));
  return [...distinct.values()];
}

function placeOf(pointer: string, span: Span, secret: Secret, known: Known, bounds: Bounds): SecretPlace {
  const { owner, number, label } = secret;
  const isTold = spansOf(readPassage(label, known), secret, known, bounds).length > 0;
  return { pointer, ...span, owner: owner.id, ownerName: owner.name, label: isTold ? null : label, number };
}

function describe({ pointer, start, end, ownerName, label, number }: SecretPlace): Bilingual {
  return {
    zh: `${pointer} 第${start + 1}至${end}字（${ownerName.zh}标注的第${number}项${label === null ? '' : `“${label}”`}）`,
    en: `${pointer} characters ${start + 1} to ${end} (item ${number}${label === null ? '' : ` "${label}"`} marked by ${ownerName.en})`,
  };
}
