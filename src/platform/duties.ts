import { Injectable } from '@nestjs/common';
import type { Derivation } from '../rules/breach.js';
import { addDays, civilDateOf, compareInstants, isBefore, startOfDay, type CivilDate, type Instant } from '../rules/moment.js';
import type { Actor } from './actor.js';
import { covers } from './delegated.js';
import type { Page } from './paging.js';
import { Reads, type Reader } from './reads.js';

/** One thing that waits for somebody to do it. */
export interface DutyFacts {
  /** What is to be done: `challenge.reply`. */
  kind: string;
  tenderId: string | null;
  subject: { kind: string; id: string };
  /** The first instant at which it is late; null where nothing counts down. */
  dueAt: Instant | null;
  /** How the due date came about; null where there is no due date, or a person set it. */
  derivation: Derivation | null;
}

export interface Duty extends DutyFacts {
  /** The last civil day of Shanghai on which it is in time. */
  dueOn: CivilDate | null;
  overdue: boolean;
  /** The absent person it waits for, where the caller stands in; null for the caller's own. */
  onBehalfOf: string | null;
}

/** What of its own rows waits for this caller now: only for its roles and its organisation. At most `dutiesPerSourceMax`, the soonest. */
export type DutySource = (actor: Actor, reader: Reader) => Promise<DutyFacts[]>;

/** No source reads more rows than this: whoever has more to do than that sees the rest when some is done. */
export const dutiesPerSourceMax = 500;

/** Where modules say what is due from a person: they know it, and imports point left, so nobody asks them by name. */
@Injectable()
export class Duties {
  private readonly sources = new Map<string, DutySource>();
  private absent: (actor: Actor, reader: Reader) => Promise<Actor[]> = () => Promise.resolve([]);

  constructor(private readonly reads: Reads) {}

  /** Called in `onModuleInit`. Throws on a name taken twice. */
  register(name: string, source: DutySource): void {
    if (this.sources.has(name)) throw new Error(`duties registered twice: ${name}`);
    this.sources.set(name, source);
  }

  /** For whom a caller stands in: their duties are shown beside its own, once each. */
  standIn(absent: (actor: Actor, reader: Reader) => Promise<Actor[]>): void {
    this.absent = absent;
  }

  /** The soonest first, what has no due date last. `after` is the `next` of the page before; it stays good when its duty is done meanwhile. */
  async of(actor: Actor, { limit, after }: { limit: number; after: string | null }): Promise<Page<Duty>> {
    const now = await this.reads.now();
    const people = [actor, ...(await this.absent(actor, this.reads))];
    const found = (await Promise.all(people.map((one) => this.waitingFor(one, actor)))).flat();
    const sorted = [...new Map(found.reverse().map((one) => [keyOf(one), one])).entries()]
      .filter(([, duty]) => covers(actor, duty.tenderId))
      .map(([key, duty]) => ({ key, duty: presented(duty, now) }))
      .sort((left, right) => (left.key < right.key ? -1 : 1))
      .filter(({ key }) => after === null || key > after);
    const page = sorted.slice(0, limit);
    return { items: page.map((one) => one.duty), next: sorted.length > limit ? (page.at(-1)?.key ?? null) : null };
  }

  private async waitingFor(person: Actor, caller: Actor): Promise<(DutyFacts & { onBehalfOf: string | null })[]> {
    const lists = await Promise.all([...this.sources.values()].map((source) => source(person, this.reads)));
    const onBehalfOf = person.personId === caller.personId ? null : person.personId;
    return lists.flat().map((duty) => ({ ...duty, onBehalfOf }));
  }
}

/** Instants sort as text: all are UTC with six decimals, and `none` comes after every year. */
function keyOf({ dueAt, kind, subject }: DutyFacts): string {
  return `${dueAt ?? 'none'}_${kind}_${subject.id}`;
}

function presented(duty: DutyFacts & { onBehalfOf: string | null }, now: Instant): Duty {
  const { dueAt } = duty;
  return { ...duty, dueOn: dueAt === null ? null : lastDayBefore(dueAt), overdue: dueAt !== null && !isBefore(now, dueAt) };
}

/** A time limit in days ends with its last day; one at an hour belongs to the day of that hour. */
function lastDayBefore(dueAt: Instant): CivilDate {
  const day = civilDateOf(dueAt);
  return compareInstants(startOfDay(day), dueAt) === 0 ? addDays(day, -1) : day;
}
