import { canonicalJson } from '../platform/audit-leaf.js';
import { changeIsMaterial } from '../rules/amendments.js';
import type { Bilingual } from '../rules/breach.js';
import { pointerPart } from '../rules/pointer.js';
import { labelOf } from './field-names.js';

/** One change of what was published (变更事项); `before` or `after` is null where there was or is nothing. */
export interface NoticeChange {
  /** JSON pointer into the notice: of what is there now, or of what is gone. */
  field: string;
  label: Bilingual;
  before: unknown;
  after: unknown;
  material: boolean;
}

export function changeOf(field: string, before: unknown, after: unknown, material = changeIsMaterial(field)): NoticeChange {
  return { field, label: labelOf(field), before, after, material };
}

/**
 * The difference of two plain JSON values, leaf by leaf. Parts of a list are told apart by their `id`; without one by their place, after what
 * is the same at both ends. A list whose parts only changed places is one change.
 */
export function changesBetween(before: unknown, after: unknown, at = ''): NoticeChange[] {
  if (isSame(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return changesOfLists(before, after, at);
  if (!isRecord(before) || !isRecord(after)) return [changeOf(at, before ?? null, after ?? null)];
  // jsonb keeps no order: Chinese first, as everywhere.
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(
    (left, right) => Number(right === 'zh') - Number(left === 'zh'),
  );
  return keys.flatMap((key) => changesBetween(before[key], after[key], `${at}/${pointerPart(key)}`));
}

function changesOfLists(before: readonly unknown[], after: readonly unknown[], at: string): NoticeChange[] {
  const pairs = [...before, ...after].every(hasId) ? pairsById(before, after) : pairsByPlace(before, after);
  const found = pairs.flatMap(({ old, now, index }) => changesBetween(old, now, `${at}/${index}`));
  return found.length > 0 ? found : [changeOf(at, before, after)];
}

interface Pair {
  old: unknown;
  now: unknown;
  /** In the list that is there now; of what is gone, in the one before. */
  index: number;
}

function pairsById(before: readonly unknown[], after: readonly unknown[]): Pair[] {
  const idOf = (one: unknown): unknown => (one as { id: unknown }).id;
  const gone = before.flatMap((old, index): Pair[] =>
    after.some((now) => idOf(now) === idOf(old)) ? [] : [{ old, now: undefined, index }],
  );
  const kept = after.map((now, index): Pair => ({ old: before.find((old) => idOf(old) === idOf(now)), now, index }));
  return [...kept, ...gone];
}

function pairsByPlace(before: readonly unknown[], after: readonly unknown[]): Pair[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && isSame(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < most - head && isSame(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const middle = Math.max(before.length, after.length) - head - tail;
  return Array.from({ length: middle }, (_, step): Pair => {
    const index = head + step;
    return {
      old: index < before.length - tail ? before[index] : undefined,
      now: index < after.length - tail ? after[index] : undefined,
      index,
    };
  });
}

function isSame(left: unknown, right: unknown): boolean {
  return canonicalJson(left ?? null) === canonicalJson(right ?? null);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasId(value: unknown): boolean {
  return isRecord(value) && typeof value['id'] === 'string';
}
