import { Inject, Injectable } from '@nestjs/common';
import type { pino } from 'pino';
import { DataSource } from 'typeorm';
import type { Instant } from '../rules/moment.js';
import { LOG } from './logging.js';

/** One kind of work that falls due by the clock alone. */
export interface DueSource {
  /** Unique, for logs: `tender.close`. */
  name: string;
  /**
   * Gives the ids whose `due_at` has passed, oldest first, with a LIMIT. `$1` is a `uuid[]` of ids to leave out, so that rows that
   * fail do not fill the batch:
   * `SELECT id FROM tenders WHERE due_at <= platform_now() AND id <> ALL ($1) ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED`.
   * It runs in a transaction of its own: its locks only keep two sweepers from taking the same row at the same instant.
   */
  claim: string;
  /** Gives `next`, the earliest `due_at` to come (or null), so that a delayed job can be punctual: `SELECT min(due_at) AS next FROM tenders`. */
  next?: string;
  /** The clock's use case. It locks the row again and checks again that it is due; where it is not, it throws NotDue and so rolls back. */
  run(id: string): Promise<void>;
}

/** Somebody else was faster, or the moment was moved: nothing to do, and no failure. */
export class NotDue extends Error {}

/** Where modules say what the clock does for them. */
@Injectable()
export class DueWork {
  readonly sources: DueSource[] = [];

  /** Called in `onModuleInit`. Throws on a name taken twice and on a claim without `$1`. */
  register(source: DueSource): void {
    if (this.sources.some((one) => one.name === source.name)) throw new Error(`due work registered twice: ${source.name}`);
    if (!source.claim.includes('$1')) throw new Error(`the claim of ${source.name} must leave out the ids in $1::uuid[]`);
    this.sources.push(source);
  }
}

export interface Sweep {
  ran: number;
  failed: number;
}

interface Failure {
  times: number;
  notBeforeMs: number;
}

const backoffMs = 1_000;
const backoffMsMax = 300_000;
const roundsMax = 1_000;

/**
 * Does what has fallen due. The moment itself is the database's and whoever asks sees it; the sweeper only writes down what is
 * already so. A row that fails waits longer each time and stops no other.
 */
@Injectable()
export class DueSweeper {
  private readonly failures = new Map<string, Failure>();

  constructor(
    private readonly work: DueWork,
    private readonly dataSource: DataSource,
    @Inject(LOG) private readonly log: pino.Logger,
  ) {}

  /** One pass over all sources; each id is run at most once in it. */
  async sweepOnce(): Promise<Sweep> {
    const sweep: Sweep = { ran: 0, failed: 0 };
    for (const source of this.work.sources) await this.sweepSource(source, sweep);
    return sweep;
  }

  /**
   * Passes until nothing is due any more, also what waits after a failure: for the settable clock and for stories. What fails is
   * tried once and reported. Throws Error where rows stay due for ever, which is a bug of their use case.
   */
  async sweepNow(): Promise<Sweep> {
    this.failures.clear();
    const total: Sweep = { ran: 0, failed: 0 };
    for (let round = 0; round < roundsMax; round += 1) {
      const sweep = await this.sweepOnce();
      total.ran += sweep.ran;
      total.failed += sweep.failed;
      if (sweep.ran === 0) return total;
    }
    throw new Error(`still due after ${roundsMax} passes`);
  }

  /** The next instant at which something is known to fall due, where that is within the horizon; null otherwise. */
  async nextDue(horizonMs: number): Promise<{ at: Instant; inMs: number } | null> {
    const questions = this.work.sources.flatMap((source) => (source.next === undefined ? [] : [source.next]));
    if (questions.length === 0) return null;
    const instants = questions.map((sql) => `(SELECT next FROM (${sql}) AS one)`).join(', ');
    const rows = await this.dataSource.query<{ at: Instant | null; ms: string | null }[]>(
      `SELECT at, ceil(extract(epoch FROM at - platform_now()) * 1000)::bigint AS ms FROM (SELECT LEAST(${instants}) AS at) AS nearest`,
    );
    const { at = null, ms = null } = rows[0] ?? {};
    return at === null || ms === null || Number(ms) > horizonMs ? null : { at, inMs: Math.max(0, Number(ms)) };
  }

  private async sweepSource(source: DueSource, sweep: Sweep): Promise<void> {
    const seen = new Set<string>();
    for (;;) {
      const ids = await this.claim(source, [...seen, ...this.waiting(source)]);
      if (ids === null) sweep.failed += 1;
      if (ids === null || ids.length === 0) return;
      for (const id of ids) {
        seen.add(id);
        await this.run(source, id, sweep);
      }
    }
  }

  /** Null where the database refused: the next pass asks again. */
  private async claim(source: DueSource, leftOut: string[]): Promise<string[] | null> {
    try {
      const rows = await this.dataSource.query<{ id: string }[]>(source.claim, [leftOut]);
      return rows.map((row) => row.id);
    } catch (error) {
      this.log.error({ source: source.name, err: error }, 'due work could not be claimed');
      return null;
    }
  }

  private async run(source: DueSource, id: string, sweep: Sweep): Promise<void> {
    const key = keyOf(source, id);
    try {
      await source.run(id);
      this.failures.delete(key);
      sweep.ran += 1;
    } catch (error) {
      if (error instanceof NotDue) return;
      const times = (this.failures.get(key)?.times ?? 0) + 1;
      this.failures.set(key, { times, notBeforeMs: performance.now() + Math.min(backoffMs * 2 ** times, backoffMsMax) });
      this.log.error({ source: source.name, id, times, err: error }, 'due work failed');
      sweep.failed += 1;
    }
  }

  private waiting(source: DueSource): string[] {
    const prefix = keyOf(source, '');
    const nowMs = performance.now();
    return [...this.failures]
      .filter(([key, failure]) => key.startsWith(prefix) && failure.notBeforeMs > nowMs)
      .map(([key]) => key.slice(prefix.length));
  }
}

function keyOf(source: DueSource, id: string): string {
  return `${source.name} ${id}`;
}
