import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SequenceEntries } from '../../src/archive/sequence-entries.js';
import { parseCheckpoint } from '../../src/log/checkpoint.js';
import { LogSigner } from '../../src/log/log-signer.js';
import { PublishCheckpoint } from '../../src/log/publish-checkpoint.js';
import { NotDue } from '../../src/platform/due-sweeper.js';
import { startBeside, startTestApp } from '../app.js';
import { done, draft } from '../journeys/steps.js';
import { verified } from '../verification/verified.js';
import { mirror, put } from './mirror.js';
import { MadeLog, signedByThief } from './trees.js';
import { askRaw, logOrigin, startWitness, type WitnessProcess } from './witness-process.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ftz-races-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const unlessNotDue = (error: unknown): void => {
  if (!(error instanceof NotDue)) throw error;
};

describe('T20: two sequencers at once', () => {
  it('make one tree, one leaf of each event, and no checkpoint that contradicts another', async () => {
    const app = await startTestApp({ env: { LOG_CHECKPOINT_SECONDS: '0' } });
    const beside = await startBeside(app);
    try {
      const both = [app.app, beside.app];
      for (let round = 0; round < 8; round += 1) {
        const work = [draft(app).then(done), draft(app).then(done), ...both.map((one) => one.get(SequenceEntries).run())];
        await Promise.all([...work, ...both.map((one) => one.get(PublishCheckpoint).run().catch(unlessNotDue))]);
      }
      await app.drain();
      await mirror(app, folder);
      for (const { size, note } of await app.sql<{ size: string; note: string }>('SELECT size, note FROM log_checkpoints'))
        put(folder, `checkpoint.${size}`, note);
      const { code, lines } = await verified(folder, 'log', '.', '--log-key', 'log.vkeys');
      expect({ code, faults: lines.filter((line) => line.includes('FAULT')) }).toEqual({ code: 0, faults: [] });
      const [counted] = await app.sql(
        `SELECT (SELECT count(*) FROM audit_entries) = (SELECT count(*) FROM log_entries) AS one_each, max(index) + 1 = count(*) AS contiguous FROM log_entries`,
      );
      expect(counted).toEqual({ one_each: true, contiguous: true });
    } finally {
      await beside.close();
      await app.close();
    }
  });
});

describe('T20: a witness', () => {
  const log = new MadeLog(Array.from({ length: 400 }, (_, at) => `entry ${at}`));
  let witness: WitnessProcess;
  let port: number;
  const start = async (): Promise<void> => {
    witness = await startWitness(join(folder, 'witness'), new LogSigner({ dataDir: folder, logOrigin }).vkeys(), port);
    port = Number(new URL(witness.url).port);
  };
  const body = (old: number, size: number): string =>
    [`old ${old}`, ...(old === 0 ? [] : log.consistency(old, size)), '', signedByThief(folder, logOrigin, log.head(size))].join(
      '\n',
    );
  const last = async (): Promise<number> => {
    const hash = createHash('sha256').update(logOrigin).digest('hex');
    const answer = await fetch(`${witness.url}/${hash}/checkpoint`);
    return answer.status === 404 ? 0 : (parseCheckpoint(await answer.text())?.size ?? -1);
  };

  beforeEach(async () => {
    port = 0;
    await start();
  });
  afterEach(() => witness.kill());

  it('asked for two trees at once cosigns one after the other, and never a smaller one last', async () => {
    let old = 0;
    for (let round = 0; round < 20; round += 1) {
      const sizes = round % 2 === 0 ? [old + 3, old + 7] : [old + 7, old + 3];
      const answers = await Promise.all(sizes.map((size) => askRaw(witness.url, body(old, size))));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const won = sizes[answers.findIndex(({ status }) => status === 200)] as number;
      expect(answers.find(({ status }) => status === 409)?.text).toBe(`${won}\n`);
      expect(await last()).toBe(won);
      old = won;
    }
  });

  it('killed under its requests forgets nothing that it has answered', async () => {
    let answered = 0;
    for (let kill = 0; kill < 4; kill += 1) {
      const from = await last();
      const asking = Array.from({ length: 12 }, async (_, at) => {
        const size = from + 1 + at;
        const { status } = await askRaw(witness.url, body(at === 0 ? from : size - 1, size));
        if (status === 200) answered = Math.max(answered, size);
      });
      const half = connect(port, '127.0.0.1');
      half.on('error', () => undefined);
      await once(half, 'connect');
      half.write(
        `POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: 10000\r\n\r\n${body(from, from + 20).slice(0, 80)}`,
      );
      await Promise.race(asking.map((one) => one.catch(() => undefined)));
      await witness.kill();
      half.destroy();
      await Promise.allSettled(asking);
      await start();
      expect(await last()).toBeGreaterThanOrEqual(answered);
    }
    expect(answered).toBeGreaterThan(0);
    const now = await last();
    expect(await askRaw(witness.url, body(now, now + 1))).toMatchObject({ status: 200 });
  });

  it('is alone on its folder', async () => {
    await expect(startWitness(join(folder, 'witness'), new LogSigner({ dataDir: folder, logOrigin }).vkeys())).rejects.toThrow(
      'the witness ended',
    );
  });
});
