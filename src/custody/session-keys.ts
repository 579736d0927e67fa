import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { pino } from 'pino';
import type { Actor } from '../platform/actor.js';
import { LOG } from '../platform/logging.js';
import { repeat, type Repeating } from '../platform/repeating.js';
import type { CheckedShare } from './recover-key.js';
import type { Lock } from './share-commitment.js';

/** How long shares are taken in one session. */
export const sessionMinutes = 15;

/** How often the process that has a session's key looks for shares that other processes took. */
const lookMs = 500;

/** What this process, and no other, knows of a session. */
export interface HeldSession {
  /** `AGE-SECRET-KEY-1…`: lives here and nowhere else. */
  identity: string;
  /** Shares that fit their commitments. */
  checked: Record<Lock, CheckedShare[]>;
  /** Whose share completed the quorum, where what follows broke off with the connection and is to be done again; null otherwise. */
  interrupted: Actor | null;
  /** One at a time: what is decrypted, counted and opened. */
  turn: <Answer>(body: () => Promise<Answer>) => Promise<Answer>;
}

export interface FreshKey {
  identity: string;
  recipient: string;
}

/** The private keys of sessions, in this process's memory only: never in the database, a log or a job. A restart ends its sessions. */
@Injectable()
export class SessionKeys implements OnModuleDestroy {
  private readonly sessions = new Map<string, { held: HeldSession; look: Repeating; timer: NodeJS.Timeout }>();

  constructor(@Inject(LOG) private readonly log: pino.Logger) {}

  async make(): Promise<FreshKey> {
    const identity = await generateX25519Identity();
    return { identity, recipient: await identityToRecipient(identity) };
  }

  /** Keeps a session's key while it lasts, and lets `look` find what came in elsewhere. */
  keep(id: string, identity: string, look: (held: HeldSession) => Promise<void>): void {
    let last: Promise<unknown> = Promise.resolve();
    const turn = <Answer>(body: () => Promise<Answer>): Promise<Answer> => {
      const answer = last.then(body);
      last = answer.catch(() => undefined);
      return answer;
    };
    const held: HeldSession = { identity, checked: { A: [], B: [] }, interrupted: null, turn };
    const timer = setTimeout(() => this.forget(id), sessionMinutes * 60_000);
    timer.unref();
    const looking = repeat(
      'share-session',
      lookMs,
      async () => {
        if (this.sessions.has(id)) await turn(() => look(held));
        return false;
      },
      this.log,
    );
    this.sessions.set(id, { held, look: looking, timer });
  }

  /** Null where the session is another process's, or over. */
  get(id: string): HeldSession | null {
    return this.sessions.get(id)?.held ?? null;
  }

  forget(id: string): void {
    const session = this.sessions.get(id);
    clearTimeout(session?.timer);
    void session?.look.stop();
    this.sessions.delete(id);
  }

  async onModuleDestroy(): Promise<void> {
    const sessions = [...this.sessions.values()];
    [...this.sessions.keys()].forEach((id) => this.forget(id));
    await Promise.all(sessions.map((one) => one.look.stop()));
  }
}
