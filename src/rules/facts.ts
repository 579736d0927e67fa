import { microsOf, isCivilDate, type CivilDate, type Instant } from './moment.js';
import type { Bilingual } from './breach.js';
import { parseMoney, type Fen } from './money.js';
import { pointerPart } from './pointer.js';
import { tenThousandths } from './share.js';

export interface FactFault {
  pointer: string;
  detail: Bilingual;
}

/**
 * Reads untrusted facts by name. A fact that is missing or of the wrong kind is collected in `faults` with its JSON pointer
 * and read as a harmless value, so that one pass reports them all; the caller must look at `faults` before it believes an answer.
 * Names ending in `OrNull` read an optional fact as null.
 */
export class Facts {
  constructor(
    private readonly raw: Record<string, unknown>,
    readonly pointer: string = '#/facts',
    readonly faults: FactFault[] = [],
  ) {}

  has(name: string): boolean {
    return Object.hasOwn(this.raw, name) && this.raw[name] !== null && this.raw[name] !== undefined;
  }

  /** True where the fact is given, and given as null. */
  isNull(name: string): boolean {
    return Object.hasOwn(this.raw, name) && this.raw[name] === null;
  }

  /** Reports a fact the rule needs in this case, or one that contradicts another. */
  refuse(name: string, zh: string, en: string): void {
    this.faults.push({ pointer: `${this.pointer}/${pointerPart(name)}`, detail: { zh, en } });
  }

  text(name: string): string {
    return this.read(name, '', '文本', 'a text', (value) =>
      typeof value === 'string' && value.trim() !== '' ? value : undefined,
    );
  }

  textOrNull(name: string): string | null {
    return this.has(name) ? this.text(name) : null;
  }

  flag(name: string): boolean {
    return this.read(name, false, '布尔值', 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  flagOrNull(name: string): boolean | null {
    return this.has(name) ? this.flag(name) : null;
  }

  /** A safe whole number of at least `min`. */
  count(name: string, min = 0): number {
    return this.read(name, min, `不小于${min}的整数`, `a whole number of at least ${min}`, (value) =>
      Number.isSafeInteger(value) && (value as number) >= min ? (value as number) : undefined,
    );
  }

  countOrNull(name: string, min = 0): number | null {
    return this.has(name) ? this.count(name, min) : null;
  }

  instant(name: string): Instant {
    return this.read(name, '1970-01-01T00:00:00Z', '带时区的RFC 3339时间', 'an RFC 3339 time with an offset', (value) =>
      typeof value === 'string' && microsOf(value) !== null ? value : undefined,
    );
  }

  instantOrNull(name: string): Instant | null {
    return this.has(name) ? this.instant(name) : null;
  }

  date(name: string): CivilDate {
    return this.read(name, '1970-01-01', '日期（YYYY-MM-DD）', 'a date YYYY-MM-DD', (value) =>
      isCivilDate(value) ? value : undefined,
    );
  }

  dateOrNull(name: string): CivilDate | null {
    return this.has(name) ? this.date(name) : null;
  }

  oneOf<const Values extends readonly string[]>(name: string, values: Values): Values[number] {
    return this.read(name, values[0] as string, `以下之一：${values.join('、')}`, `one of ${values.join(', ')}`, (value) =>
      values.includes(value as string) ? (value as string) : undefined,
    );
  }

  oneOfOrNull<const Values extends readonly string[]>(name: string, values: Values): Values[number] | null {
    return this.has(name) ? this.oneOf(name, values) : null;
  }

  /** A decimal string of CNY or `{ amount, currency: "CNY" }`, at most two decimals, not negative. */
  money(name: string): Fen {
    return this.read(
      name,
      0n,
      '人民币金额（最多两位小数）',
      'an amount of CNY with at most two decimals',
      (value) => parseMoney(value) ?? undefined,
    );
  }

  moneyOrNull(name: string): Fen | null {
    return this.has(name) ? this.money(name) : null;
  }

  moneys(name: string): Fen[] {
    return this.items(name).map((_, index) =>
      new Facts(this.raw[name] as never, `${this.pointer}/${name}`, this.faults).money(String(index)),
    );
  }

  /** A decimal share from "0" to "1" such as "0.15", at most four decimals, as ten-thousandths. */
  share(name: string): number {
    return this.read(name, 0, '0到1的小数比例', 'a decimal share from 0 to 1', (value) =>
      typeof value === 'string' && /^(0(\.\d{1,4})?|1(\.0{1,4})?)$/.test(value) ? tenThousandths(value) : undefined,
    );
  }

  shareOrNull(name: string): number | null {
    return this.has(name) ? this.share(name) : null;
  }

  /** A name, or only the word that there is one. */
  textOrFlag(name: string): string | boolean {
    return this.read<string | boolean>(name, false, '文本或布尔值', 'a text, true or false', (value) =>
      typeof value === 'boolean' || (typeof value === 'string' && value.trim() !== '') ? value : undefined,
    );
  }

  /** What somebody wrote: a text, a list of texts or `{ zh, en }`; blank parts are left out, an absent fact is empty. */
  passagesOrEmpty(name: string): string[] {
    if (!this.has(name)) return [];
    const parts = this.read(
      name,
      [] as string[],
      '文本、文本列表或双语文本',
      'a text, a list of texts or { zh, en }',
      passagesOf,
    );
    return parts.filter((one) => one.trim() !== '');
  }

  texts(name: string): string[] {
    return this.read(name, [] as string[], '文本列表', 'a list of texts', (value) =>
      Array.isArray(value) && value.every((one) => typeof one === 'string') ? (value as string[]) : undefined,
    );
  }

  /** How many entries of a list say something: texts that are not blank, or objects with at least one member. */
  entries(name: string): number {
    return this.items(name).filter((one, index) => {
      if (typeof one === 'string') return one.trim() !== '';
      if (isRecord(one)) return Object.keys(one).length > 0;
      this.fault(`${this.pointer}/${pointerPart(name)}/${index}`, '文本或对象', 'a text or an object');
      return false;
    }).length;
  }

  /** True where a text, or a text in two languages, says something; blank and absent are false. */
  says(name: string): boolean {
    if (!this.has(name)) return false;
    return this.read(name, false, '文本', 'a text', (value) => {
      if (typeof value === 'string') return value.trim() !== '';
      if (!isRecord(value)) return undefined;
      return Object.values(value).some((one) => typeof one === 'string' && one.trim() !== '');
    });
  }

  /** A text that may be blank or absent; both read as null. */
  blankableText(name: string): string | null {
    if (!this.has(name)) return null;
    const text = this.read(name, '', '文本', 'a text', (value) => (typeof value === 'string' ? value : undefined)).trim();
    return text === '' ? null : text;
  }

  textsOrEmpty(name: string): string[] {
    return this.has(name) ? this.texts(name) : [];
  }

  /** Where the object itself is missing, only that is reported and not each of its members. */
  child(name: string): Facts {
    const value = this.read<Record<string, unknown> | null>(name, null, '对象', 'an object', (one) =>
      isRecord(one) ? one : undefined,
    );
    return new Facts(value ?? {}, `${this.pointer}/${name}`, value === null ? [] : this.faults);
  }

  childOrNull(name: string): Facts | null {
    return this.has(name) ? this.child(name) : null;
  }

  children(name: string): Facts[] {
    return this.items(name).flatMap((one, index) => {
      const pointer = `${this.pointer}/${name}/${index}`;
      if (isRecord(one)) return [new Facts(one, pointer, this.faults)];
      this.fault(pointer, '对象', 'an object');
      return [];
    });
  }

  childrenOrEmpty(name: string): Facts[] {
    return this.has(name) ? this.children(name) : [];
  }

  /** Reports every fact whose name is not among `names`. */
  only(...names: string[]): void {
    for (const name of Object.keys(this.raw)) {
      if (names.includes(name)) continue;
      this.faults.push({
        pointer: `${this.pointer}/${pointerPart(name)}`,
        detail: { zh: `未知事实“${name}”。`, en: `Unknown fact "${name}".` },
      });
    }
  }

  private items(name: string): unknown[] {
    return this.read(name, [] as unknown[], '列表', 'a list', (value) =>
      Array.isArray(value) ? (value as unknown[]) : undefined,
    );
  }

  private read<Value>(
    name: string,
    fallback: Value,
    zh: string,
    en: string,
    parse: (value: unknown) => Value | undefined,
  ): Value {
    const value = Object.hasOwn(this.raw, name) ? this.raw[name] : undefined;
    const parsed = value === undefined ? undefined : parse(value);
    if (parsed === undefined) this.fault(`${this.pointer}/${pointerPart(name)}`, zh, en);
    return parsed ?? fallback;
  }

  private fault(pointer: string, zh: string, en: string): void {
    this.faults.push({ pointer, detail: { zh: `需要${zh}。`, en: `Expected ${en}.` } });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function passagesOf(value: unknown): string[] | undefined {
  const named = isRecord(value) && Object.keys(value).every((key) => key === 'zh' || key === 'en');
  const parts: unknown = typeof value === 'string' ? [value] : named ? Object.values(value) : value;
  return Array.isArray(parts) && parts.every((one) => typeof one === 'string') ? parts : undefined;
}
