import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyCommand } from '../../src/verification/verify-command.js';
import { startTestApp, type TestApp } from '../app.js';
import { auditorKey, kitOf, opening, write, type Downloaded, type Kit } from './downloaded.js';
import { secondOpinion } from './second-verifier.js';
import { verifiedApart, type VerifiedApart } from './verified.js';

const projectFolder = process.cwd();

let app: TestApp;
let got: Downloaded;
let kit: Kit;
let folder: string;

beforeAll(async () => {
  app = await startTestApp();
  got = await opening(app);
  kit = await kitOf(got);
  folder = mkdtempSync(join(tmpdir(), 'ftz-verify-'));
  write(folder, { ...filesOf(got), ...got.receipts, 'auditor.key': Buffer.from(`${auditorKey}\n`) }, got.sealed);
  chmodSync(join(folder, 'auditor.key'), 0o600);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const filesOf = ({ keys, tender, minutes, identities }: Downloaded): Record<string, Buffer> => ({
  'keys.json': keys,
  'tender.json': tender,
  'minutes.json': minutes,
  'identities.json': identities,
});

const verify = (...args: string[]): Promise<VerifiedApart> => verifiedApart(folder, ...args);

const receipts = (): string[] => Object.keys(got.receipts).flatMap((name) => ['--receipt', name]);
const lastOf = (out: string): string => out.trimEnd().split('\n').at(-1) ?? '';

describe('npm run verify, on what was downloaded', () => {
  it('anybody checks the minutes, and is told what that leaves unchecked', async () => {
    const ran = await verify('opening', 'minutes.json', '--keys', 'keys.json');
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(ran.out).not.toContain('FAULT');
    expect(lastOf(ran.out)).toMatch(/^结论 VERDICT 成立.* Holds as far as it was checked; \d+ matters were not\.$/);
    for (const option of ['--tender', '--sealed', '--identities']) expect(ran.out).toContain(`(${option})`);
    expect(ran.out).toContain('Of 3 of 3 bids no receipt was given');
  });

  it('an auditor does the whole opening again, from the answers as they came', async () => {
    const more = ['--tender', 'tender.json', '--sealed', 'sealed', '--identities', 'identities.json', '--key', 'auditor.key'];
    const ran = await verify('opening', 'minutes.json', '--keys', 'keys.json', ...more, ...receipts());
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(ran.out.split('\n').filter((line) => line.startsWith('未核'))).toEqual([
      expect.stringContaining('The keys say no period'),
      expect.stringContaining('name the custodians’ organisations and no persons'),
      expect.stringContaining('receipts that were not given were not looked for'),
      expect.stringContaining('Which supplier handed in a bid'),
    ]);
    expect(ran.out).not.toContain('AGE-SECRET');
  });

  it('a bidder checks its receipt, and that its bid is listed', async () => {
    const [bid] = kit.opening.minutes.bids;
    const mine = await verify('receipt', 'shenda-2.json', '--keys', 'keys.json', '--sealed', `sealed/${bid?.bidId}.age`);
    expect([mine.code, mine.err, mine.out.includes('FAULT')]).toEqual([0, '', false]);
    const chain = ['--receipt', 'shenda-1.json', '--receipt', 'shenda-2.json'];
    expect((await verify('opening', 'minutes.json', '--keys', 'keys.json', ...chain)).code).toBe(0);
  });

  it('runs as the package’s script', async () => {
    const args = [
      'run',
      '--silent',
      'verify',
      '--',
      'receipt',
      join(folder, 'hujiang-2.json'),
      '--keys',
      join(folder, 'keys.json'),
    ];
    const out = await new Promise<string>((resolve, fail) =>
      execFile('npm', args, { cwd: projectFolder }, (error, text) => (error ? fail(error) : resolve(text))),
    );
    expect(lastOf(out)).toContain('Holds');
  });

  it('a faulty or unreadable file ends in 1 or 2 with lines, never with a stack', async () => {
    writeFileSync(join(folder, 'changed.json'), JSON.stringify({ ...kit.opening, signature: 'x'.repeat(86) }));
    const changed = await verify('opening', 'changed.json', '--keys', 'keys.json');
    expect([changed.code, changed.err]).toEqual([1, '']);
    expect(changed.out).toMatch(/^不符 FAULT changed\.json#\/signature .*\n/);
    const ran = await verify('opening', 'minutes.json');
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/缺少 --keys；用法见 --help。 --keys is missing; see --help\./),
    ]);
  });

  it('its page of formats is enough to write another verifier, which agrees', async () => {
    const page: string[] = [];
    expect(
      await verifyCommand(['--help', 'format'], folder, {
        out: (text) => page.push(text),
        say: (text) => page.push(`said ${text}`),
      }),
    ).toBe(0);
    for (const stated of ['ftz-share-1\\n', '0x11b', 'RFC 8785', 'RFC 7638', 'previousId', '签名对象'])
      expect(page.join()).toContain(stated);
    expect(secondOpinion(kit)).toEqual([]);
    const changed = structuredClone(kit);
    for (const one of changed.opening.minutes.locks.A.shares)
      one.commitment = one.commitment.replace(/^./, (c) => (c === '0' ? '1' : '0'));
    expect(secondOpinion({ ...changed, sealed: kit.sealed })).toEqual(['minutes', 'A1', 'A2', 'A3']);
  });

  it('nothing of it stands in a log', () => {
    expect(app.logged()).not.toContain('AGE-SECRET');
    expect(readFileSync(join(folder, 'identities.json'), 'utf8')).not.toContain('AGE-SECRET');
  });
});
