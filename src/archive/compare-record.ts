import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { unsealed } from '../../migrations/0038-row-seals.js';
import { comparing } from '../../migrations/0041-restored.js';
import { systemActor } from '../platform/actor.js';
import { Alarms } from '../platform/alarms.js';
import { BlobStore } from '../platform/blob-store.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { compareBlobs } from './compare-blobs.js';
import { recordFindings, type Difference } from './record-findings.js';

/** How far a cycle has come: the number of its part, and the place within it. */
interface Place {
  cycle: number;
  part: number;
  position: number;
}

interface Ends {
  log: number;
  entries: number;
  seals: number;
  /** Blocks of each sealed table. */
  tables: Record<string, number>;
}

/** A piece of this many: leaves, entries, seals, blocks of a table, folders of the store. */
const pieces = { log: 2_000, entries: 10_000, seals: 1_000, rows: 100, blobs: 16 } as const;
const folders = 256;
/** From the end of one cycle to the beginning of the next; with it a cycle is done well within a day. */
const pauseMinutes = 60;

/**
 * Holds the rows of the procedure, the trail, the log and the documents against the leaves, over and over: whoever owns the database can change any of
 * them, and cannot change the leaf. A piece at a time; where it stands is kept, so that a new process goes on.
 */
@Injectable()
export class CompareRecord {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly blobs: BlobStore,
    private readonly alarms: Alarms,
  ) {}

  /** One piece, where one is due: true where the cycle goes on at once. */
  async piece(): Promise<boolean> {
    const [at] = await this.dataSource.query<(Place & { position: string })[]>(
      'SELECT cycle, part, position FROM rehash_state WHERE due_at <= platform_now() OR due_at > platform_now() + make_interval(mins => $1)',
      [pauseMinutes],
    );
    return at !== undefined && (await this.step({ ...at, position: Number(at.position) }, [])) !== null;
  }

  /** A whole cycle now, from its beginning: for tests, and for whoever will not wait. Answers what it found that was not known. */
  async cycle(): Promise<Difference[]> {
    await this.dataSource.query(`UPDATE rehash_state SET part = 0, position = 0, due_at = '-infinity'`);
    const [begun] = await this.dataSource.query<Place[]>('SELECT cycle FROM rehash_state');
    const found: Difference[] = [];
    for (let place: Place | null = { cycle: begun?.cycle ?? 0, part: 0, position: 0 }; place !== null;)
      place = await this.step(place, found);
    return found;
  }

  /** Compares, records, and only then moves on: a piece that broke off is compared again. Null at the end of the cycle. */
  private async step(place: Place, found: Difference[]): Promise<Place | null> {
    const ends = await this.ends();
    const parts = partsOf(ends);
    const { differences, next } = await this.compare(place, parts[place.part] ?? 'fences', ends);
    const fresh = await recordFindings(this.unitOfWork, this.alarms, systemActor('rehash'), differences);
    found.push(...fresh);
    const isLast = next.part > parts.length - 1;
    await this.dataSource.query(
      `UPDATE rehash_state SET cycle = cycle + $3::int, part = CASE WHEN $3 = 1 THEN 0 ELSE $4 END, position = CASE WHEN $3 = 1 THEN 0 ELSE $5::bigint END,
              due_at = CASE WHEN $3 = 1 THEN platform_now() + make_interval(mins => $6) ELSE due_at END, ended_at = CASE WHEN $3 = 1 THEN platform_now() ELSE ended_at END
        WHERE cycle = $1 AND part = $2`,
      [place.cycle, place.part, isLast ? 1 : 0, next.part, next.position, pauseMinutes],
    );
    return isLast ? null : { ...place, ...next };
  }

  private async compare(
    { part, position }: Place,
    name: string,
    ends: Ends,
  ): Promise<{ differences: Difference[]; next: Omit<Place, 'cycle'> }> {
    const [kind = '', table = ''] = name.split(':');
    const end =
      { fences: 0, log: ends.log, entries: ends.entries, seals: ends.seals, rows: ends.tables[table] ?? 0, blobs: folders }[
        kind
      ] ?? 0;
    const past = Math.min(end, position + (pieces[kind as keyof typeof pieces] ?? 0));
    const next = past >= end ? { part: part + 1, position: 0 } : { part, position: past };
    return { differences: await this.differences(kind, table, position, past), next };
  }

  private async differences(kind: string, table: string, from: number, past: number): Promise<Difference[]> {
    if (kind === 'blobs') return compareBlobs(this.blobs, (folder) => this.kept(folder), from, past);
    if (kind === 'fences') return this.fences();
    const call = kind === 'rows' ? ['compare_rows($1, $2, $3)', [table, from, past]] : [`compare_${kind}($1, $2)`, [from, past]];
    return this.dataSource.query<Difference[]>(`SELECT ${columns} FROM ${call[0] as string}`, call[1] as unknown[]);
  }

  private async fences(): Promise<Difference[]> {
    const tables = await this.dataSource.query<{ name: string }[]>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL ($1)`,
      [unsealed],
    );
    const triggers = await this.dataSource.query<Difference[]>(`SELECT ${columns} FROM compare_fences($1)`, [
      tables.map((one) => one.name),
    ]);
    const functions = await this.dataSource.query<{ name: string; body: string }[]>(
      `SELECT proname AS name, prosrc AS body FROM pg_proc WHERE pronamespace = 'public'::regnamespace`,
    );
    const replaced = Object.entries(comparing).flatMap(([signature, text]): Difference[] => {
      const name = signature.split('(')[0] as string;
      const bodies = functions.filter((one) => one.name === name).map((one) => one.body);
      const isOurs = bodies.length === 1 && text.includes(`$$${bodies[0]}$$`);
      return isOurs
        ? []
        : [{ kind: 'fence', table: 'pg_proc', row: name, field: 'prosrc', said: 'the text of its migration', stands: 'another' }];
    });
    return [...triggers, ...replaced];
  }

  private kept(folder: string): Promise<{ sha256: string; named_by: string }[]> {
    return this.dataSource.query('SELECT sha256, named_by FROM kept_blobs($1)', [folder]);
  }

  private async ends(): Promise<Ends> {
    const [row] = await this.dataSource.query<{ ends: Ends }[]>('SELECT rehash_ends() AS ends');
    return (row as { ends: Ends }).ends;
  }
}

const columns = 'kind, table_name AS "table", row_name AS "row", field, said, stands';

function partsOf({ tables }: Ends): string[] {
  return [
    'fences',
    'log',
    'entries',
    'seals',
    ...Object.keys(tables)
      .sort()
      .map((name) => `rows:${name}`),
    'blobs',
  ];
}
