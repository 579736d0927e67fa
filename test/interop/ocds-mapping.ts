import { microsOf } from '../../src/rules/moment.js';
import { pick, shifted, shiftedDay, yuan, type Leaf, type Scalar, type Tag } from './ocds-source.js';
import type { Replayed } from './ocds-replay.js';
import type { View } from './ocds-view.js';

export type Kind = 'equal' | 'transformed' | 'refused';

/** What our public answers say in the place of a leaf, and whether that is what they must say. */
export interface Verdict {
  kind: Kind;
  agrees: boolean;
  ours: unknown;
  /** What the live refusal named: a rule, or the problem. */
  rule?: string;
  /** The buyer's own particular, for which another organisation's stands: one to one, and no comparison of what it says. */
  standIn?: true;
}

/** A leaf in its surroundings. */
export interface Place {
  leaf: Leaf;
  value: Scalar;
  /** All releases by tag, and the one the leaf stands in. */
  sources: Record<string, unknown>;
  source: unknown;
  /** What was public when that release had been replayed. */
  view: View;
  replayed: Replayed;
  /** Identifiers met so far, theirs to ours, by what they name. */
  issued: Map<string, Map<string, string>>;
}

/** Null where it has no place for this leaf after all. */
export type Mapping = (place: Place) => Verdict | null;
export type Get = (place: Place) => unknown;
export type Holds = (place: Place) => boolean;

/** In the view of the leaf's own release; `{0}` stands for the leaf's first index. */
export function shown(path: string): Get {
  return ({ view, leaf }) =>
    pick(
      view,
      path.replace(/\{(\d)\}/g, (_, index) => String(leaf.at[Number(index)])),
    );
}

/** In the view of a later release, where the source speaks of what is still to come. */
export function later(tag: Tag, path: string): Get {
  return ({ replayed }) => pick(replayed.views[tag], path);
}

/** What stands beside the leaf in the source, `../id`. */
export function beside({ leaf, source }: Place, path: string): unknown {
  const parts = leaf.path.split('/').slice(0, -1);
  const steps = path.split('/');
  const up = steps.filter((step) => step === '..').length;
  return pick(source, [...parts.slice(0, parts.length - up), ...steps.slice(up)].join('.'));
}

export function same(get: Get): Mapping {
  return checked('equal', get, (found, { value }) => found === value);
}

/** A text that is published as part of a longer one. */
export function within(get: Get): Mapping {
  return checked('transformed', get, (found, { value }) => typeof found === 'string' && found.includes(String(value)));
}

export function instant(get: Get): Mapping {
  return checked('transformed', get, (found, { value }) => isInstant(found, shifted(String(value))));
}

export function day(get: Get): Mapping {
  return checked('transformed', get, (found, { value }) => found === shiftedDay(String(value)));
}

/** Pounds as as many yuan. */
export function amount(get: Get): Mapping {
  return checked('transformed', get, (found, { value }) => found === yuan(value).amount);
}

export function currency(get: Get): Mapping {
  return coded(get, { GBP: 'CNY' });
}

/** A code of theirs for a code of ours. */
export function coded(get: Get, codes: Record<string, string | boolean>): Mapping {
  return checked('transformed', get, (found, { value }) => found !== undefined && codes[String(value)] === found);
}

/** A number that we write as a text, or count. */
export function numeral(get: Get): Mapping {
  return checked('transformed', get, (found, { value }) => String(found) === String(value));
}

export function holds(get: Get, isSo: Holds): Mapping {
  return checked('transformed', get, (_, place) => isSo(place));
}

/** An identifier of theirs, and what this platform issued instead: one to one wherever they stand. */
export function issued(what: string, get: Get): Mapping {
  const mapping = oneToOne(what, get);
  if (!what.endsWith('buyer')) return mapping;
  return (place) => {
    const found = mapping(place);
    return found && { ...found, standIn: true };
  };
}

function oneToOne(what: string, get: Get): Mapping {
  return checked('transformed', get, (found, { value, issued: all }) => {
    const known = all.get(what) ?? new Map<string, string>();
    all.set(what, known);
    if (typeof found !== 'string' || found === '') return false;
    const isAnothers = [...known].some(([theirs, ours]) => theirs !== value && ours === found);
    const agrees = (known.get(String(value)) ?? found) === found && !isAnothers;
    known.set(String(value), found);
    return agrees;
  });
}

/** Tried and refused by this attempt; what stands there now is the lawful value. */
export function refusedBy(attempt: string, get: Get, isLawful: (found: unknown, place: Place) => boolean): Mapping {
  return (place) => {
    const refusal = place.replayed.refusals.get(attempt);
    const found = get(place);
    return {
      kind: 'refused',
      agrees: refusal !== undefined && isLawful(found, place),
      ours: found,
      rule: refusal?.id ?? 'never tried',
    };
  };
}

/** What the refusal of an attempt said, `derivation.result`. */
export function factOf({ replayed }: Place, attempt: string, path: string): unknown {
  return pick(replayed.refusals.get(attempt), path);
}

export function where(isSo: Holds, mapping: Mapping): Mapping {
  return (place) => (isSo(place) ? mapping(place) : null);
}

/** The first that has a place for the leaf. */
export function either(...mappings: Mapping[]): Mapping {
  return (place) => {
    for (const mapping of mappings) {
      const found = mapping(place);
      if (found) return found;
    }
    return null;
  };
}

export function during(...tags: Tag[]): Holds {
  return ({ leaf }) => tags.includes(leaf.tag);
}

export function isInstant(found: unknown, expected: string): boolean {
  return typeof found === 'string' && microsOf(found) === microsOf(expected);
}

function checked(kind: Kind, get: Get, isSo: (found: unknown, place: Place) => boolean): Mapping {
  return (place) => {
    const found = get(place);
    return { kind, agrees: isSo(found, place), ours: found };
  };
}
