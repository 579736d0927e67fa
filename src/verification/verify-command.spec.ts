import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeOpening } from '../../test/verification/made.js';
import { LogSigner } from '../log/log-signer.js';
import { SigningKeys } from '../platform/signing-keys.js';
import { verifyCommand } from './verify-command.js';

let folder: string;
let good: Record<string, unknown>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ftz-verify-'));
  const signing = new SigningKeys({ dataDir: folder });
  const { minutes, identities } = await madeOpening();
  good = { minutes, ...signing.signJson(minutes as unknown as Record<string, unknown>) };
  put('keys.json', signing.publicKeys());
  put('good.json', good);
  put('identities.json', identities);
  mkdirSync(join(folder, 'sealed'));
  put('log.vkeys', `${new LogSigner({ dataDir: folder, logOrigin: 'log.example' }).vkeys().join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));

async function verify(...args: string[]): Promise<{ code: number; out: string[]; said: string[] }> {
  const [out, said]: [string[], string[]] = [[], []];
  const code = await verifyCommand(args, folder, { out: (line) => out.push(line), say: (line) => said.push(line) });
  for (const line of [...out, ...said]) expect(line).not.toMatch(/^\s+at \S+ \(|node:internal/m);
  return { code, out, said };
}

const keys = ['--keys', 'keys.json'];

describe('npm run verify', () => {
  it('0: what was checked holds; the rest is said', async () => {
    const { code, out, said } = await verify('opening', 'good.json', ...keys);
    expect([code, said]).toEqual([0, []]);
    expect(out.every((line) => /^(未核 NOT CHECKED|结论 VERDICT) /.test(line))).toBe(true);
  });

  it.each([
    [[]],
    [['opening']],
    [['opening', 'good.json']],
    [['opening', 'good.json', 'more.json', ...keys]],
    [['closing', 'good.json', ...keys]],
    [['__proto__', 'good.json', ...keys]],
    [['opening', 'good.json', ...keys, '--unknown']],
    [['opening', 'good.json', '--keys']],
    [['receipt', 'good.json', ...keys, '--tender', 'good.json']],
    [['opening', 'none.json', ...keys]],
    [['opening', 'sealed', ...keys]],
    [['opening', 'good.json', '--keys', 'none.json']],
    [['opening', 'good.json', ...keys, '--sealed', 'none']],
    [['opening', 'good.json', ...keys, '--sealed', 'good.json']],
    [['opening', 'good.json', ...keys, '--receipt', 'none.json']],
    [['log', 'sealed']],
    [['log', 'sealed', '--log-key', 'good.json']],
    [['log', 'none', '--log-key', 'log.vkeys']],
    [['log', 'sealed', '--log-key', 'log.vkeys', ...keys]],
    [['proof', 'good.json']],
    [['proof', 'none', '--log-key', 'log.vkeys']],
    [['proof', 'good.json', '--log-key', 'log.vkeys', '--witness-key', 'log.vkeys']],
    [['receipt', 'good.json', '--proof', 'good.json', '--log-key', 'log.vkeys']],
  ])('2: %j is wrong use, or cannot be read', async (args) => {
    const { code, out, said } = await verify(...args);
    expect([code, out]).toEqual([2, []]);
    expect(said).toEqual([expect.stringMatching(/\p{Script=Han}.*[a-z]/u)]);
  });

  it('tells its use and its formats in both languages', async () => {
    for (const args of [['--help'], ['-h'], ['help'], ['opening', '--help']]) {
      const { code, out } = await verify(...args);
      expect([code, out]).toEqual([0, [expect.stringMatching(/离线核验[\s\S]*offline/)]]);
    }
    const { out } = await verify('--help', 'format');
    expect(out).toEqual([expect.stringMatching(/格式[\s\S]*The formats/)]);
  });
});

const missing = (at: number): string[] => [`good.json#/minutes/bids/${at}/ciphertextSha256`, 'The sealed file is missing'];
const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
const text = (): string => JSON.stringify(good);

describe('hostile files', () => {
  it.each<[string, () => string | Buffer]>([
    ['empty', () => ''],
    ['cut short', () => text().slice(0, -1)],
    ['followed by more', () => `${text()}{}`],
    ['with a key twice', () => text().replace('{', '{"keyId":"x",')],
    ['with __proto__', () => text().replace('{', '{"__proto__":{},')],
    ['with NUL', () => text().replace('SHFTZ', '\\u0000')],
    ['with half a letter', () => text().replace('SHFTZ', '\\ud800')],
    ['nested deeply', () => deep],
    ['nested deeply in lists', () => '['.repeat(1_000_000)],
    ['no UTF-8', () => Buffer.from([0x7b, 0xff, 0x7d])],
    ['with a mark before it', () => `\ufeff${text()}`],
    ['with a number that is none', () => text().replace('"threshold":2', '"threshold":1e999')],
    ['larger than 32 MiB', () => Buffer.alloc(32 * 1024 * 1024 + 1, ' ')],
  ])('%s: cannot be read, as any of them', async (_, content) => {
    put('hostile.json', content());
    for (const args of [
      ['opening', 'hostile.json', ...keys],
      ['opening', 'good.json', '--keys', 'hostile.json'],
      ['opening', 'good.json', ...keys, '--identities', 'hostile.json'],
      ['opening', 'good.json', ...keys, '--tender', 'hostile.json'],
      ['receipt', 'hostile.json', ...keys],
    ])
      expect(await verify(...args)).toMatchObject({ code: 2, out: [], said: [expect.stringContaining('hostile.json')] });
  });

  it.each<[string, unknown]>([
    ['a number', 7],
    ['null', 'null'],
    ['a list', []],
    ['an empty object', {}],
    ['members of other types', { minutes: [], keyId: 1, signature: {}, tenderId: null }],
    ['many members', Object.fromEntries(Array.from({ length: 40_000 }, (_, at) => [`m${at}`, at]))],
    ['many wrong bids', { minutes: { bids: Array.from({ length: 100_000 }, () => 0) }, keyId: 'x', signature: 'A'.repeat(86) }],
    ['a name that moves the cursor', { '\u001b[2J\n不符': 1 }],
  ])('%s: every place is named, in bounded lines', async (_, content) => {
    put('hostile.json', content);
    for (const args of [
      ['opening', 'hostile.json', ...keys],
      ['opening', 'good.json', '--keys', 'hostile.json'],
      ['opening', 'good.json', ...keys, '--identities', 'hostile.json'],
      ['opening', 'good.json', ...keys, '--tender', 'hostile.json'],
      ['opening', 'good.json', ...keys, '--receipt', 'hostile.json'],
      ['receipt', 'hostile.json', ...keys],
    ]) {
      const { code, out } = await verify(...args);
      expect([code, out.at(-1)]).toEqual([1, expect.stringContaining('VERDICT 不成立')]);
      expect(out.length).toBeLessThan(1_200);
      for (const line of out) expect(line).not.toMatch(/[\u0000-\u001f]/);
    }
  });

  it('a folder of sealed files that holds what are none', async () => {
    mkdirSync(join(folder, 'odd', 'inner'), { recursive: true });
    symlinkSync(join(folder, 'good.json'), join(folder, 'odd', 'link.age'));
    put(join('odd', 'a\nb.age'), 'x');
    const { code, out } = await verify('opening', 'good.json', ...keys, '--sealed', 'odd');
    expect(code).toBe(1);
    expect(
      out.flatMap(
        (line) =>
          /FAULT (\S+) .* (Not a file|Is the sealed file of no bid|The sealed file is missing)/.exec(line)?.slice(1) ?? [],
      ),
    ).toEqual([
      'inner',
      'Not a file',
      'link.age',
      'Not a file',
      ...missing(0),
      ...missing(1),
      'a\ufffdb.age',
      'Is the sealed file of no bid',
    ]);
  });

  it('identities that are sealed to nobody here', async () => {
    const about = {
      tenderId: (good['minutes'] as { tenderId: string }).tenderId,
      envelope: 'bid',
      keyId: (good['minutes'] as { tenderId: string }).tenderId,
    };
    put('sealed.json', { ...about, sealedIdentities: 'AAAA', releasedAt: '2026-04-13T01:00:20.000000Z' });
    put('key', 'no identity');
    put('own.key', 'AGE-SECRET-KEY-13C6WQZT5ZTASMCNE0P73J0XTTTDYC2Q7XK7KCGSG72G3VY53S7RSGMZEHD\n');
    const given = ['opening', 'good.json', ...keys, '--identities', 'sealed.json'];
    expect(await verify(...given)).toMatchObject({ code: 2, said: [expect.stringContaining('--key is missing')] });
    expect(await verify(...given, '--key', 'key')).toMatchObject({ code: 2, said: [expect.stringContaining('no age identity')] });
    const { code, out } = await verify(...given, '--key', 'own.key');
    expect([code, out[0]]).toEqual([1, expect.stringContaining('FAULT sealed.json#/sealedIdentities')]);
  });
});
