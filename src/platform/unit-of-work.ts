import { Injectable } from '@nestjs/common';
import { DataSource, type EntityTarget, type ObjectLiteral, type QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Instant } from '../rules/moment.js';
import { unkeyed, type Actor } from './actor.js';
import { recordEvent, sealedRows, type DomainEvent, type SealedRows } from './audit-trail.js';
import { databaseAway } from './database-refusals.js';
import type { Authority } from './delegated.js';
import { authorityFor, lockAuthorities } from './held-authority.js';
import { answerOnce } from './idempotency.js';
import { Refusal, unknownResource } from './refusal.js';
import type { Reader } from './reads.js';

export interface Versioned {
  id: string;
  version: number;
}

/** What a use case may do inside its transaction. */
export interface Work extends Reader {
  /** The database's moment, taken after the latest lock was granted: microseconds, UTC. */
  readonly now: Instant;
  /** `SELECT … FOR UPDATE`. Locks are taken in import order: the tender before its bid. Throws Refusal 404 where there is no such row. */
  lock<Row extends ObjectLiteral>(entity: EntityTarget<Row>, id: string): Promise<Row>;
  insert<Row extends ObjectLiteral>(entity: EntityTarget<Row>, row: Row): Promise<Row>;
  /** `UPDATE … WHERE id AND version`, exactly one row, version + 1. Throws Refusal 412 where another write came first. */
  save<Row extends ObjectLiteral & Versioned>(entity: EntityTarget<Row>, row: Row, changes: Partial<Row>): Promise<Row>;
  /** One audit entry and one outbox message, written at the end of the transaction. A use case that records nothing is rolled back. */
  record(event: DomainEvent): void;
}

/** 40001 and 40P01 are retried around the whole use case, this often. */
const attemptsMax = 4;

@Injectable()
export class UnitOfWork {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * One transaction: the change, its audit entries, its outbox messages and its stored answer, or none of them. A repeated
   * Idempotency-Key gets the stored answer. Throws what the use case throws; Refusal 409 while the same key is in flight,
   * 422 where the key came with another request, 503 where the connection broke: then nobody knows whether it was done.
   */
  async run<Answer>(actor: Actor, body: (work: Work) => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(actor, body);
      } catch (error) {
        if (attempt === attemptsMax || !isRetryable(error)) throw error;
      }
    }
  }

  /** A short transaction of its own that records what was refused, since the main one rolled back. */
  async recordRefused(actor: Actor, event: DomainEvent): Promise<void> {
    const { authorities, ...own } = actor;
    const payload = { ...event.payload, ...(authorities ? { claimedAuthorities: authorities.map((one) => one.id) } : {}) };
    await this.run(unkeyed(own), (work) => Promise.resolve(work.record({ ...event, payload })));
  }

  private async once<Answer>(actor: Actor, body: (work: Work) => Promise<Answer>): Promise<Answer> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction('READ COMMITTED');
      const answer = await answerOnce(runner, actor, () => this.perform(runner, actor, body));
      await runner.commitTransaction();
      return answer;
    } catch (error) {
      // Only a connection that broke releases a runner before we do.
      const isLost = runner.isReleased;
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw isLost ? databaseAway() : error;
    } finally {
      await runner.release();
    }
  }

  private async perform<Answer>(runner: QueryRunner, actor: Actor, body: (work: Work) => Promise<Answer>): Promise<Answer> {
    await lockAuthorities(runner, actor);
    const work = new TransactionWork(runner, await momentOf(runner));
    const answer = await body(work);
    if (work.events.length === 0) throw new Error('a use case that records nothing is rolled back');
    let rows: SealedRows | null = await sealedRows(runner);
    for (const event of work.events) {
      const authority = await authorityFor(runner, actor, event, work.now);
      await recordEvent(runner, actor, authority ? underAuthority(event, authority) : event, work.now, rows);
      rows = null;
    }
    return answer;
  }
}

class TransactionWork implements Work {
  readonly events: DomainEvent[] = [];

  constructor(
    private readonly runner: QueryRunner,
    public now: Instant,
  ) {}

  async lock<Row extends ObjectLiteral>(entity: EntityTarget<Row>, id: string): Promise<Row> {
    const row = await this.runner.manager
      .createQueryBuilder(entity, 'row')
      .setLock('pessimistic_write')
      .where('row.id = :id', { id })
      .getOne();
    if (!row) throw unknownResource();
    this.now = await momentOf(this.runner);
    return row;
  }

  async insert<Row extends ObjectLiteral>(entity: EntityTarget<Row>, row: Row): Promise<Row> {
    await this.runner.manager.createQueryBuilder().insert().into(entity).values(row).updateEntity(false).execute();
    return row;
  }

  async save<Row extends ObjectLiteral & Versioned>(entity: EntityTarget<Row>, row: Row, changes: Partial<Row>): Promise<Row> {
    const changed = { ...changes, version: row.version + 1 };
    const result = await this.runner.manager
      .createQueryBuilder()
      .update(entity)
      .set(changed as never)
      .where('id = :id AND version = :version', { id: row.id, version: row.version })
      .execute();
    if (result.affected !== 1) throw staleVersion();
    return Object.assign(row, changed);
  }

  async query<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.runner.query(sql, [...params])) as Row[];
  }

  record(event: DomainEvent): void {
    this.events.push(event);
  }
}

/** The audit entry names the mandate with its agency, or the power of attorney. */
function underAuthority(event: DomainEvent, { id, kind, agencyId }: Authority): DomainEvent {
  const authority = { id, kind, ...(agencyId === null ? {} : { agencyId }) };
  return { ...event, payload: { ...event.payload, authority } };
}

/** A new UUIDv7: time-ordered, so that primary keys stay close together in the index. */
export function newId(): string {
  return uuidv7();
}

export function staleVersion(): Refusal {
  return new Refusal(412, 'stale', {
    zh: '资源已被修改，请重新读取后再试。',
    en: 'The resource has changed since you read it; read it again.',
  });
}

async function momentOf(runner: QueryRunner): Promise<Instant> {
  const rows = (await runner.query('SELECT platform_now() AS now')) as { now: Instant }[];
  return (rows[0] as { now: Instant }).now;
}

function isRetryable(error: unknown): boolean {
  const code =
    (error as { code?: string; driverError?: { code?: string } }).driverError?.code ?? (error as { code?: string }).code;
  return code === '40001' || code === '40P01';
}
