import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Effects, type EffectWork } from './effects.js';

/** What the outbox says of one event. The queue carries only its id: what a handler believes, it reads from the database. */
export interface Message {
  outboxId: string;
  /** The audit entry's id. */
  entryId: string;
  /** The event's type, `tender.published`. */
  topic: string;
  tenderId: string | null;
  subject: { kind: string; id: string | null };
  /** Organisations that must be told. */
  tell: readonly string[];
  /** People who must be told. */
  tellPeople: readonly string[];
}

/** As the outbox keeps it; a message written by an earlier version names no people. */
type StoredMessage = Pick<Message, 'tenderId' | 'subject' | 'tell'> & Partial<Pick<Message, 'tellPeople'>>;

export type Handle = (message: Message, work: EffectWork) => Promise<void>;

interface Handler {
  topic: string;
  name: string;
  handle: Handle;
}

/** `done`: the effects are there, now or before. `unknown`: the outbox has no such message, so the job is not ours. */
export type Handled = 'done' | 'unknown';

/** Who acts on which news. Left to right, news travels this way; a block never does. */
@Injectable()
export class JobHandlers {
  private readonly handlers: Handler[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly effects: Effects,
  ) {}

  /** Called in `onModuleInit`; topic `*` means every event. The name is part of the effect's key, so it never changes. Throws on a name taken twice. */
  on(topic: string, name: string, handle: Handle): void {
    if (this.handlers.some((one) => one.name === name)) throw new Error(`job handler registered twice: ${name}`);
    this.handlers.push({ topic, name, handle });
  }

  /**
   * Runs every handler of one message, each once and each in a transaction of its own, then marks the message done. A handler that
   * fails stops no other; the first failure is thrown at the end, and the next delivery runs only what is missing.
   */
  async handle(outboxId: string): Promise<Handled> {
    const message = await this.read(outboxId);
    if (message === null) return 'unknown';
    const failures: unknown[] = [];
    for (const handler of this.handlers.filter((one) => one.topic === '*' || one.topic === message.topic)) {
      await this.effects
        .once(`${handler.name}:${outboxId}`, (work) => handler.handle(message, work))
        .catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
    await this.dataSource.query('UPDATE outbox SET done_at = platform_now() WHERE id = $1 AND done_at IS NULL', [outboxId]);
    return 'done';
  }

  private async read(outboxId: string): Promise<Message | null> {
    const rows = await this.dataSource.query<{ entry_id: string; topic: string; body: StoredMessage }[]>(
      'SELECT entry_id, topic, body FROM outbox WHERE id = $1',
      [outboxId],
    );
    const row = rows[0];
    if (!row) return null;
    const { tenderId, subject, tell, tellPeople = [] } = row.body;
    return { outboxId, entryId: row.entry_id, topic: row.topic, tenderId, subject, tell, tellPeople };
  }
}
