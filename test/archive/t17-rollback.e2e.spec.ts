import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { sequencedHead } from '../../src/log/log.queries.js';
import { parseCheckpoint, type SignedCheckpoint } from '../../src/log/checkpoint.js';
import { LogSigner } from '../../src/log/log-signer.js';
import { PublishCheckpoint } from '../../src/log/publish-checkpoint.js';
import { parseVkey, signedBy, type SignedBy, type VerifierKey } from '../../src/log/signed-note.js';
import { NotDue } from '../../src/platform/due-sweeper.js';
import { Reads } from '../../src/platform/reads.js';
import { startBeside } from '../app.js';
import { serverUrl } from '../database.js';
import { done, draft } from '../journeys/steps.js';
import { until } from '../until.js';
import { fetched } from './mirror.js';
import { signedByThief } from './trees.js';
import { askRaw, logOrigin, startWitnessed, type Witnessed } from './witness-process.js';

let on: Witnessed;
let [yesterday, today]: [number, number] = [0, 0];
beforeAll(async () => {
  on = await startWitnessed();
});
afterAll(() => on.close());

const served = async (): Promise<SignedCheckpoint> =>
  parseCheckpoint((await fetched(on.app, 'checkpoint')).toString('utf8')) as SignedCheckpoint;
const cosigned = async (): Promise<SignedBy> => signedBy((await served()).note, parseVkey(on.witness.vkey) as VerifierKey);
const alarms = async (): Promise<unknown> => ((await on.app.http('get', '/health/ready')).body as { alarms: unknown }).alarms;

async function drafts(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) done(await draft(on.app));
  await on.app.drain();
}

/** As superuser, with nobody connected. The service finds its connections gone and makes new ones. */
async function alone(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    const { name } = on.app.database;
    await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    await until(
      async () => (await client.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1', [name])).rowCount === 0,
      'nobody is connected',
    );
    for (const statement of statements) await client.query(statement);
    await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
  } finally {
    await client.end();
  }
  await until(async () => (await on.app.http('get', '/health/ready')).status === 200, 'the service has its database again');
}

describe('T17: yesterday’s backup brought back', () => {
  it('finds a log that has gone on since', async () => {
    const { name } = on.app.database;
    await drafts(1);
    yesterday = (await served()).size;
    await alone(`CREATE DATABASE ${name}_backup TEMPLATE ${name}`);
    await drafts(5);
    today = (await served()).size;
    expect(today).toBeGreaterThan(yesterday + 3);
    expect(await cosigned()).toBe('valid');
    await alone(`DROP DATABASE ${name}`, `ALTER DATABASE ${name}_backup RENAME TO ${name}`);
    expect((await served()).size).toBe(yesterday);
  });

  it('the signer signs no smaller tree: an alarm stands in readiness, in the trail and in the log of the process', async () => {
    await drafts(1);
    const [head] = [await sequencedHead(on.app.app.get(Reads))];
    expect([head!.size > yesterday, head!.size < today]).toEqual([true, true]);
    expect((await served()).size).toBe(yesterday);
    expect(on.signer.signed()?.size).toBe(today);
    expect(await alarms()).toEqual(['log.signer-refused']);
    const [entry] = await on.app.sql<{ payload: string }>(
      `SELECT payload FROM audit_entries JOIN audit_payloads ON entry_id = id WHERE type = 'alarm.raised'`,
    );
    expect(JSON.parse(entry?.payload ?? '')).toMatchObject({ payload: { facts: { why: 'smaller', signedSize: today } } });
    expect(on.app.logged()).toContain('"alarm":"log.signer-refused"');
  });

  it('the witness cosigns none, even with the log’s own key: 409', async () => {
    const head = await sequencedHead(on.app.app.get(Reads));
    const note = signedByThief(on.dataDir, logOrigin, head!);
    for (const old of [0, head!.size])
      expect(await askRaw(on.witness.url, `old ${old}\n\n${note}`)).toEqual({
        status: 409,
        type: 'text/x.tlog.size',
        text: `${today}\n`,
      });
  });

  it('nor a tree that has grown past the lost one again: the alarm is raised once and stays', async () => {
    await drafts(today - yesterday + 1);
    expect((await sequencedHead(on.app.app.get(Reads)))!.size).toBeGreaterThan(today);
    await expect(on.app.app.get(PublishCheckpoint).run()).rejects.toThrow(NotDue);
    expect((await served()).size).toBe(yesterday);
    expect(await on.app.sql(`SELECT 1 FROM audit_entries WHERE type = 'alarm.raised'`)).toHaveLength(1);
  });

  it('with the signer’s store gone, too, the witness still refuses it: 422, an alarm, and a checkpoint that it did not cosign', async () => {
    rmSync(join(on.dataDir, 'log-signer'), { recursive: true });
    await on.app.drain();
    expect((await served()).size).toBeGreaterThan(today);
    expect(await cosigned()).toBe('absent');
    expect(await alarms()).toEqual(['log.witness-refused']);
  });

  it('goes on under another name, which the witness takes for another log: the way forward', async () => {
    const config = { ...on.app.config, logOrigin: `${logOrigin}/2` };
    const next = new LogSigner(config);
    await on.restart([...on.signer.vkeys(), ...next.vkeys()]);
    const beside = await startBeside({ ...on.app, config });
    try {
      await beside.app.get(PublishCheckpoint).run();
      expect((await served()).origin).toBe(`${logOrigin}/2`);
      expect(signedBy((await served()).note, next.key)).toBe('valid');
      expect(await cosigned()).toBe('valid');
      expect(await alarms()).toEqual([]);
    } finally {
      await beside.close();
    }
  });
});
