import type supertest from 'supertest';
import { mriTender } from '../../seeds/demo-data.js';
import type { TestApp } from '../app.js';
import { hand, sealedFor } from '../bids/box.js';
import { approved, look, published } from '../journeys/steps.js';
import type { WireMessage } from './wire-proxy.js';

type Callers = Pick<TestApp, 'as'>;

/** One request, ready to be made at any process and as often as its maker likes. */
export type Attempt = (at: Callers, key: string, other?: 'with another body') => supertest.Test | Promise<supertest.Response>;

export interface Act {
  name: string;
  /** What must be there before; every call gives a new subject. */
  prepare(app: TestApp): Promise<Attempt>;
  /** The message by which the server is asked to make it last. */
  asks(message: WireMessage): boolean;
  /** The server's message that it lasts. */
  tells(message: WireMessage): boolean;
  /** The latest subject and its moment, as the database has them. */
  latest: string;
  /** The moment's name in the answer. */
  moment: 'createdAt' | 'receivedAt' | 'publishedAt';
  /** How many rows more each table has when it was done once. */
  rows: Partial<Record<(typeof tables)[number], number>>;
}

const tables = ['tenders', 'tender_notices', 'bid_submissions', 'audit_entries', 'outbox', 'idempotency_keys'] as const;
export type Rows = Record<(typeof tables)[number], number>;

const asksCommit = ({ from, type, statement }: WireMessage): boolean =>
  from === 'client' && type === 'Q' && statement === 'COMMIT';
const tellsCommit = ({ from, type, statement }: WireMessage): boolean =>
  from === 'server' && type === 'C' && statement === 'COMMIT';
const ofSubmission = ({ statement }: WireMessage): boolean => statement.includes('submit_bid(');

export const draft: Act = {
  name: 'a draft',
  prepare: () =>
    Promise.resolve(async (at, key, other) =>
      (await at.as('procurer-wang'))('post', '/v1/tenders', key).send(other ? { ...mriTender, evaluators: 7 } : mriTender),
    ),
  asks: asksCommit,
  tells: tellsCommit,
  latest: 'SELECT id, utc_text(created_at) AS at FROM tenders ORDER BY id DESC LIMIT 1',
  moment: 'createdAt',
  rows: { tenders: 1, audit_entries: 1, outbox: 1, idempotency_keys: 1 },
};

export const publication: Act = {
  name: 'a publication',
  prepare: async (app) => {
    const { path } = await approved(app);
    const etag = (await look(app, 'approver-li', path)).headers['etag'] ?? '';
    return async (at, key) => (await at.as('approver-li'))('post', `${path}/publication`, key).set('if-match', etag);
  },
  asks: asksCommit,
  tells: tellsCommit,
  latest: 'SELECT id, utc_text(published_at) AS at FROM tenders WHERE published_at IS NOT NULL ORDER BY id DESC LIMIT 1',
  moment: 'publishedAt',
  rows: { tender_notices: 1, audit_entries: 1, outbox: 1, idempotency_keys: 1 },
};

/**
 * One statement that is its own transaction: it commits at the message that ends it (`S`), after its command is complete (`C`), so the
 * server's word for it is that it is ready again (`Z`). A sealed bid has no outbox message, and its own row keeps its key.
 */
export const submission: Act = {
  name: 'a sealed bid',
  prepare: async (app) => {
    const tender = await published(app);
    const box = { ...tender, keys: { A: '', B: '' } };
    const [file, another] = [await sealedFor(box), await sealedFor(box)];
    return async (at, key, other) => hand(await at.as('supplier-shenda'), 'post', box, other ? another : file, key);
  },
  asks: (message) => ofSubmission(message) && message.from === 'client' && message.type === 'S',
  tells: (message) => ofSubmission(message) && message.from === 'server' && message.type === 'Z',
  latest: 'SELECT id, utc_text(received_at) AS at FROM bid_submissions ORDER BY id DESC LIMIT 1',
  moment: 'receivedAt',
  rows: { bid_submissions: 1, audit_entries: 1 },
};

/** How many rows there are now. */
export async function countRows(app: TestApp): Promise<Rows> {
  const counted = await app.sql<Rows>(
    `SELECT ${tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join(', ')}`,
  );
  return counted[0] as Rows;
}

/** The same, with these acts done this often since. */
export function plus(before: Rows, acts: readonly Act[], times: 0 | 1): Rows {
  const more = (table: keyof Rows): number => acts.reduce((sum, act) => sum + times * (act.rows[table] ?? 0), 0);
  return Object.fromEntries(tables.map((table) => [table, before[table] + more(table)])) as Rows;
}

/** No session of the service is in the middle of anything: whatever was lost has ended, with or without a commit. */
export async function nothingRuns(app: TestApp): Promise<boolean> {
  const busy = await app.sql(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'ftz-%' AND state <> 'idle'`,
  );
  return busy.length === 0;
}
