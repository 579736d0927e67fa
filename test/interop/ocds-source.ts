import { addDays, civilDateOf, instantOf, microsOf, type CivilDate, type Instant } from '../../src/rules/moment.js';
import { filesOf, jsonOf } from './found.js';

export const lifecycle = 'ocds/sample-lifecycle';

/**
 * What every instant of the source is moved by, once for all: 2010 becomes 2026. 5845 days keep each weekday; eight hours less turn its UTC
 * into the same time of day in Shanghai, so that its days are days of the law here: 2010-03-15T09:30:00Z → 2026-03-16T09:30:00+08:00.
 */
export const offset = { days: 5844, hours: 16 } as const;

const offsetMicros = BigInt(offset.days * 24 + offset.hours) * 3_600_000_000n;

export const tags = ['planning', 'tender', 'tenderAmendment', 'award', 'contract', 'implementation'] as const;
export type Tag = (typeof tags)[number];

export type Scalar = string | number | boolean | null;

export interface Release {
  tag: Tag;
  file: string;
  package: unknown;
  /** The one release of the package. */
  body: unknown;
}

export interface Leaf {
  tag: Tag;
  /** From the release, `tender/items/0/id`; what surrounds it begins with `package/`. */
  path: string;
  /** The same with `*` for every index. */
  pattern: string;
  /** The indexes, outermost first. */
  at: number[];
  /** The `id` of the list entry it stands in, `5.0`; undefined outside of one. */
  entry: string | undefined;
  value: Scalar;
}

/** The six releases in the order of their file names, which is the order in which they were published. */
export function releases(): Release[] {
  const files = filesOf(lifecycle, '.json').filter((file) => /-\d\d-\w+\.json$/.test(file));
  return files.map((file) => {
    const whole = jsonOf<{ releases: { tag: string[] }[] }>(file);
    const tag = tags.find((one) => one === whole.releases[0]?.tag[0]);
    if (whole.releases.length !== 1 || tag === undefined) throw new Error(`${file} is not one release of the life cycle`);
    return { tag, file, package: { ...whole, releases: undefined }, body: whole.releases[0] };
  });
}

export function leavesOf({ tag, package: around, body }: Release): Leaf[] {
  return [...walk(around, ['package']), ...walk(body, [])].map(({ path, value }) => ({
    tag,
    path: path.join('/'),
    pattern: path.map((part) => (typeof part === 'number' ? '*' : part)).join('/'),
    at: path.filter((part) => typeof part === 'number'),
    entry: entryOf(body, path),
    value,
  }));
}

function entryOf(body: unknown, path: (string | number)[]): string | undefined {
  const last = path.findLastIndex((part) => typeof part === 'number');
  const id = last < 0 ? undefined : pick(body, `${path.slice(0, last + 1).join('.')}.id`);
  return typeof id === 'string' ? id : undefined;
}

function walk(value: unknown, path: (string | number)[]): { path: (string | number)[]; value: Scalar }[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one, index) => walk(one, [...path, index]));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) => walk(one, [...path, key]));
  return [{ path, value: value as Scalar }];
}

/** What stands at `tender.items.0.id`; undefined where nothing does. */
export function pick(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, key) => (found as Record<string, unknown> | null | undefined)?.[key], value);
}

export function text(value: unknown, path: string): string {
  const found = pick(value, path);
  if (typeof found !== 'string') throw new Error(`no text at ${path}`);
  return found;
}

export function list(value: unknown, path: string): unknown[] {
  const found = pick(value, path);
  return Array.isArray(found) ? (found as unknown[]) : [];
}

export function shifted(instant: string): Instant {
  return instantOf((microsOf(instant) as bigint) + offsetMicros);
}

/** The civil day of Shanghai on which a moved instant falls. */
export function shiftedDay(instant: string): CivilDate {
  return civilDateOf(shifted(instant));
}

/** Later by whole days at the same time of day. */
export function daysLater(instant: Instant, days: number): Instant {
  return instantOf((microsOf(instant) as bigint) + BigInt(days) * 86_400_000_000n);
}

export function dayAfter(date: CivilDate): CivilDate {
  return addDays(date, 1);
}

/** One pound is one yuan; JSON numbers of the source are whole. */
export function yuan(amount: unknown): { amount: string; currency: 'CNY' } {
  if (!Number.isSafeInteger(amount)) throw new Error(`not a whole amount: ${String(amount)}`);
  return { amount: `${String(amount)}.00`, currency: 'CNY' };
}
