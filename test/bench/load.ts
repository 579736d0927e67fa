// The process that makes the load: HTTP requests by autocannon, or the same statements through pg. One job at a time, over IPC.
import { randomBytes } from 'node:crypto';
import autocannon, { type Client, type Request, type Result } from 'autocannon';
import { BidBox } from '../../src/bids/bids.queries.js';
import { readConfig } from '../../src/platform/config.js';
import { callerOfToken } from '../../src/platform/people.js';
import { Reads } from '../../src/platform/reads.js';
import { newId } from '../../src/platform/unit-of-work.js';
import { readableTender, readableTenders } from '../../src/tenders/tenders.queries.js';
import { pageSize, type BidPiece, type Piece } from './pieces.js';

export interface Job {
  /** Of one server or of several that share the work; empty: the statements alone. */
  ports: number[];
  pieces: Piece[];
  connections: number;
  seconds: number;
}

export interface Outcome {
  /** Milliseconds of each answer. */
  latencies: number[];
  /** From the first request to the last answer. */
  seconds: number;
  /** Ids of the submissions that were acknowledged. */
  acknowledged: string[];
  failures: number;
  /** What they were, in words. */
  firstFailure: string | null;
  /** It was stopped by the clock: what was under way then was neither counted nor acknowledged. */
  cut: boolean;
}

const config = readConfig(process.env);
const reads = new Reads(config);
const box = new BidBox(config);

process.on('message', (job: Job) => {
  void (job.ports.length === 0 ? runStatements(job) : runShared(job)).then((outcome) => process.send?.(outcome));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');

/** Every server gets its share of the pieces and of the connections, all at once. */
async function runShared(job: Job): Promise<Outcome> {
  const { ports, pieces, connections } = job;
  const shareOf = (server: number): Job => ({
    ...job,
    pieces: pieces.filter((_, index) => index % ports.length === server),
    connections: Math.floor((connections + server) / ports.length),
  });
  const from = performance.now();
  const outcomes = await Promise.all(ports.map((port, server) => runRequests(shareOf(server), port)));
  const [only] = outcomes;
  if (only && outcomes.length === 1) return only;
  return {
    latencies: outcomes.flatMap((one) => one.latencies),
    seconds: (Math.max(...outcomes.map((one) => one.until)) - from) / 1_000,
    acknowledged: outcomes.flatMap((one) => one.acknowledged),
    failures: outcomes.reduce((sum, one) => sum + one.failures, 0),
    firstFailure: outcomes.find((one) => one.firstFailure)?.firstFailure ?? null,
    cut: outcomes.some((one) => one.cut),
  };
}

function runRequests({ pieces, connections, seconds }: Job, port: number): Promise<Outcome & { until: number }> {
  const outcome = newOutcome();
  const answers: string[] = [];
  const requests = pieces.map((piece) => requestOf(piece, (status, body) => void (isGood(status) && answers.push(body))));
  return new Promise((resolve) => {
    let from = performance.now();
    let until = from;
    const setupClient = (client: Client): void => client.setRequests(requests.splice(0, client.responseMax));
    const url = `http://127.0.0.1:${port}`;
    const options = { url, connections, amount: pieces.length, timeout: 30, sampleInt: 50, setupClient };
    const run = autocannon(options, (error, result) => {
      clearTimeout(bound);
      const acknowledged = answers.map((body) => (JSON.parse(body) as { id: string }).id);
      resolve({ ...outcome, ...failuresOf(error, result), acknowledged, seconds: (until - from) / 1_000, until });
    });
    run.on('start', () => (from = performance.now()));
    run.on('response', (_client: unknown, _status: number, _bytes: number, ms: number) => {
      until = performance.now();
      outcome.latencies.push(ms);
    });
    const bound = setTimeout(() => {
      outcome.cut = true;
      run.stop();
    }, seconds * 1_000);
  });
}

/** Answers other than 2xx, connections that broke, answers that never came. */
function failuresOf(error: Error | null, result: Result): Pick<Outcome, 'failures' | 'firstFailure'> {
  if (error) return { failures: 1, firstFailure: error.message };
  const failures = result.non2xx + result.errors;
  const statuses = Object.entries(result.statusCodeStats).map(([status, { count }]) => `${count} × ${status}`);
  const what = [...statuses, `${result.errors} without an answer`].join(', ');
  return { failures, firstFailure: failures ? what : null };
}

function isGood(status: number): boolean {
  return status >= 200 && status <= 299;
}

function requestOf(piece: Piece, onResponse: (status: number, body: string) => void): Request {
  switch (piece.kind) {
    case 'list':
      return { method: 'GET', path: `/v1/tenders?limit=${pageSize}&category=${piece.category}&after=${piece.after}` };
    case 'read':
      return { method: 'GET', path: `/v1/tenders/${piece.id}` };
    case 'bid':
      return {
        method: 'POST',
        path: `/v1/tenders/${piece.tenderId}/bids`,
        headers: headersOf(piece),
        body: piece.file,
        onResponse,
      };
  }
}

function headersOf({ token, key, sha256 }: BidPiece): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    'idempotency-key': key,
    'content-type': 'application/age',
    'content-digest': `sha-256=:${sha256.toString('base64')}:`,
  };
}

async function runStatements({ pieces, connections, seconds }: Job): Promise<Outcome> {
  const outcome = newOutcome();
  const from = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let piece = pieces[next++]; piece; piece = pieces[next++]) {
      const began = performance.now();
      if (began - from > seconds * 1_000) outcome.cut = true;
      if (outcome.cut) return;
      await statementsOf(piece).then(
        (id) => id !== null && outcome.acknowledged.push(id),
        (error: unknown) => {
          outcome.failures += 1;
          outcome.firstFailure ??= String(error);
        },
      );
      outcome.latencies.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return { ...outcome, seconds: (performance.now() - from) / 1_000 };
}

/** The API's own prepared statements. The id of the submission where there is one. */
async function statementsOf(piece: Piece): Promise<string | null> {
  switch (piece.kind) {
    case 'list':
      await readableTenders(reads, null, { limit: String(pageSize), category: piece.category as 'goods', after: piece.after });
      return null;
    case 'read':
      if (await readableTender(reads, null, piece.id)) return null;
      throw new Error(`no tender ${piece.id}`);
    case 'bid':
      return submission(piece);
  }
}

async function submission(piece: BidPiece): Promise<string> {
  const caller = await callerOfToken(reads, { subject: piece.subject, scopes: ['supplier'] }, null);
  const made = await box.submit({
    ...{ id: newId(), entryId: newId(), salt: randomBytes(32), match: null, idempotencyKey: piece.key, act: 'submission' },
    ...{ tenderId: piece.tenderId, supplierId: caller?.organizationId ?? '', personId: caller?.personId ?? '' },
    file: { sha256: piece.sha256.toString('hex'), sha512: piece.sha512.toString('hex'), bytes: piece.file.length },
    fingerprint: piece.sha256.toString('hex'),
  });
  if (made.outcome !== 'made') throw new Error(made.outcome);
  return made.id;
}

function newOutcome(): Outcome {
  return { latencies: [], seconds: 0, acknowledged: [], failures: 0, firstFailure: null, cut: false };
}
