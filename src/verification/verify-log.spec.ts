import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { put } from '../../test/archive/mirror.js';
import { MadeLog, signedByThief } from '../../test/archive/trees.js';
import { secondVerifier } from '../../test/verification/python.js';
import { LogSigner } from '../log/log-signer.js';
import { verifyCommand } from './verify-command.js';

const origin = 'log.example/large';
const uuid = (at: number): string => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ftz-log-'));
  put(folder, 'log.vkeys', `${new LogSigner({ dataDir: folder, logOrigin: origin }).vkeys().join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function verify(name: string): Promise<{ code: number; second: number; faults: string[] }> {
  const out: string[] = [];
  const lines = { out: (line: string) => out.push(line), say: (line: string) => out.push(line) };
  const code = await verifyCommand(['log', name, '--log-key', 'log.vkeys'], folder, lines);
  const second = (await secondVerifier('log', join(folder, name), join(folder, 'log.vkeys')))?.code ?? code;
  return { code, second, faults: out.filter((line) => line.includes('FAULT')) };
}

describe('verify log', () => {
  it('of three levels of tiles: holds, and no longer with one octet of any level changed', async () => {
    const log = new MadeLog(Array.from({ length: 66_000 }, (_, at) => `{"id":"${uuid(at)}"}`));
    log.write(join(folder, 'large'), signedByThief(folder, origin, log.head()));
    put(folder, 'large/checkpoint.300', signedByThief(folder, origin, log.head(300)));
    expect(await verify('large')).toEqual({ code: 0, second: 0, faults: [] });
    for (const name of ['tile/0/200', 'tile/1/001.p/1', 'tile/2/000.p/1', 'tile/entries/100']) {
      const at = join(folder, 'large', name);
      const bytes = readFileSync(at);
      writeFileSync(at, Buffer.concat([bytes.subarray(0, 20), Buffer.of((bytes[20] as number) ^ 1), bytes.subarray(21)]));
      expect(await verify('large')).toMatchObject({ code: 1, second: 1 });
      writeFileSync(at, bytes);
    }
  }, 240_000);

  it('names a second leaf of one event', async () => {
    const log = new MadeLog([`{"id":"${uuid(1)}"}`, `{"id":"${uuid(2)}"}`, `{"id":"${uuid(1)}"}`]);
    log.write(join(folder, 'twice'), signedByThief(folder, origin, log.head()));
    expect(await verify('twice')).toEqual({
      code: 1,
      second: 1,
      faults: [expect.stringContaining('a second entry of one event')],
    });
  });

  it('ids that end alike are of two events; leaves without an id, or of other forms, are no second ones', async () => {
    const ends = '8000-000000000001';
    const leaves = [
      ...['0', '1'].map((one) => `{"id":"0000000${one}-0000-7000-${ends}"}`),
      '{}',
      '{}',
      `{"of":"${uuid(1)}"}`,
      `{"of":"${uuid(1)}"}`,
    ];
    const log = new MadeLog(leaves);
    log.write(join(folder, 'alike'), signedByThief(folder, origin, log.head()));
    expect(await verify('alike')).toEqual({ code: 0, second: 0, faults: [] });
  });

  it('of an empty log holds', async () => {
    put(
      folder,
      'empty/checkpoint',
      signedByThief(folder, origin, { size: 0, root: Buffer.from('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', 'base64') }),
    );
    expect(await verify('empty')).toEqual({ code: 0, second: 0, faults: [] });
  });

  it('of a checkpoint that claims more leaves than any memory holds does not', async () => {
    for (const size of [2 ** 38, Number.MAX_SAFE_INTEGER]) {
      put(folder, 'endless/checkpoint', signedByThief(folder, origin, { size, root: Buffer.alloc(32) }));
      put(folder, 'endless/tile/0/000', Buffer.alloc(8_192));
      expect(await verify('endless')).toEqual({ code: 1, second: 1, faults: [expect.stringContaining('tile/0/001 ')] });
    }
  });

  it('names a file whose name only looks like the path of a tile', async () => {
    const log = new MadeLog(['{}']);
    log.write(join(folder, 'letters'), signedByThief(folder, origin, log.head()));
    writeFileSync(join(folder, 'letters/tile/0\\000.p\\1'), Buffer.alloc(32));
    expect(await verify('letters')).toEqual({ code: 1, second: 1, faults: [expect.stringContaining('tile/0\\000.p\\1 ')] });
  });

  it('names what is no file, and does not wait for it', async () => {
    const log = new MadeLog(['{}']);
    log.write(join(folder, 'pipes'), signedByThief(folder, origin, log.head()));
    execFileSync('mkfifo', ['checkpoint.9', 'tile/9'], { cwd: join(folder, 'pipes') });
    mkdirSync(join(folder, 'pipes/checkpoint.8'));
    expect(await verify('pipes')).toEqual({
      code: 1,
      second: 1,
      faults: ['tile/9 ', 'checkpoint.8 ', 'checkpoint.9 '].map((name) => expect.stringContaining(name)),
    });
  });

  it('of a folder without a checkpoint does not', async () => {
    put(folder, 'nothing/tile/0/000.p/1', Buffer.alloc(32));
    expect(await verify('nothing')).toMatchObject({ code: 1, second: 1 });
  });
});
