import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealText } from './age-text.js';
import type { Deal } from './deal-lock.js';
import { identityOf } from './deal-lock.js';
import { runKeys } from './keys-command.js';
import { recoverKey } from './recover-key.js';
import { choicesOf } from './secret-sharing.js';
import { commitmentOf } from './share-commitment.js';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { openText } from './age-text.js';
import { readHeldShare } from './held-share.js';

const tenderId = '019f3a52-7c1e-7d02-9b7e-1a2b3c4d5e6f';
const person = (number: number): string => `019f3a52-7c1e-7d02-9b7e-00000000000${number}`;

interface Ran {
  code: number;
  out: string;
  said: string;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function keys(args: string[], stdin = ''): Promise<Ran> {
  const [out, said]: [string[], string[]] = [[], []];
  const code = await runKeys(args, { out: (text) => out.push(text), say: (text) => said.push(text), stdin: () => stdin });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

async function ownKey(name: string): Promise<{ file: string; recipient: string; identity: string }> {
  const file = join(folder, name);
  const { out } = await keys(['new', '--out', file]);
  return { file, recipient: out, identity: readFileSync(file, 'utf8').trim() };
}

function written(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

async function dealt(
  count: number,
  threshold: number,
): Promise<{ deal: Deal; owners: Awaited<ReturnType<typeof ownKey>>[]; ran: Ran }> {
  const owners = await Promise.all(Array.from({ length: count }, (_, at) => ownKey(`owner-${at}`)));
  const holders = owners.flatMap((one, at) => ['--holder', `${person(at + 1)}=${one.recipient}`]);
  const ran = await keys(['deal', '--tender', tenderId, '--lock', 'A', '--threshold', String(threshold), ...holders]);
  return { deal: JSON.parse(ran.out) as Deal, owners, ran };
}

const itemOf = (deal: Deal, at: number): object => ({ ...deal.shares[at], lock: deal.lock, envelope: deal.envelope });

describe('npm run keys', () => {
  it('new: writes an identity for its owner alone, never over another, and prints what may be known', async () => {
    const { file, recipient, identity } = await ownKey('mine');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await identityToRecipient(identity)).toBe(recipient);
    const again = await keys(['new', '--out', file]);
    expect({ code: again.code, out: again.out, kept: readFileSync(file, 'utf8').trim() }).toEqual({
      code: 1,
      out: '',
      kept: identity,
    });
  });

  it('prove: answers what was sealed to this key, and nothing else', async () => {
    const mine = await ownKey('mine');
    const challenge = { challenge: await sealText(mine.recipient, 'a-nonce') };
    expect(await keys(['prove', '--key', mine.file, '--challenge', written('asked', challenge)])).toMatchObject({
      code: 0,
      out: '{"nonce":"a-nonce"}',
    });
    expect((await keys(['prove', '--key', mine.file, '--challenge', '-'], JSON.stringify(challenge))).code).toBe(0);
    const other = await ownKey('other');
    expect((await keys(['prove', '--key', other.file, '--challenge', written('asked', challenge)])).code).toBe(1);
  });

  it.each([
    [2, 2],
    [3, 2],
    [4, 3],
  ])('deal: of %i shares any %i make the registered key, and fewer do not', async (count, threshold) => {
    const { deal, owners, ran } = await dealt(count, threshold);
    expect(ran.code).toBe(0);
    expect(`${ran.out}${ran.said}`).not.toContain('AGE-SECRET-KEY-');
    const shares = await Promise.all(
      deal.shares.map(async ({ index, personId, sealedShare, commitment, rehearsalCommitment }, at) => {
        const held = await readHeldShare(owners[at]?.identity ?? '', sealedShare);
        const [share, rehearsal] = [held?.share, held?.rehearsalShare].map((one) => Buffer.from(one ?? '', 'base64')) as [
          Buffer,
          Buffer,
        ];
        const place = { tenderId, envelope: 'bid', lock: 'A', index } as const;
        expect([commitmentOf(place, share), commitmentOf(place, rehearsal)]).toEqual([commitment, rehearsalCommitment]);
        return { index, personId, organizationId: `organization-${at}`, share, rehearsal };
      }),
    );
    for (const choice of choicesOf(shares, threshold)) {
      const used = choice.map((one) => one.index);
      const made = choice.map(({ index, share }) => ({ index, share }));
      expect(await recoverKey([...choice].reverse(), threshold, deal.recipient)).toMatchObject({ used, shares: made });
      const rehearsals = choice.map((one) => ({ ...one, share: one.rehearsal }));
      expect(await recoverKey(rehearsals, threshold, deal.rehearsalRecipient)).toMatchObject({ used });
      expect(await recoverKey(rehearsals, threshold, deal.recipient)).toBe('wrong');
    }
    for (const choice of choicesOf(shares, threshold - 1)) {
      expect(await recoverKey(choice, threshold, deal.recipient)).toBeNull();
      expect(await identityOf(choice.map((one) => one.share))).toBeNull();
    }
  });

  it('confirm and share: only what fits the commitments leaves the machine, sealed for the session', async () => {
    const { deal, owners } = await dealt(3, 2);
    const sessionKey = await generateX25519Identity();
    const session = written('session', { id: person(9), recipient: await identityToRecipient(sessionKey) });
    const mine = written('mine', { items: [itemOf(deal, 1)] });
    const own = ['--key', owners[1]?.file ?? '', '--share', mine];
    const place = { envelope: 'bid', lock: 'A', index: 2 };
    const { commitment, rehearsalCommitment } = deal.shares[1] as Deal['shares'][number];
    const confirmed = await keys(['confirm', ...own]);
    expect(JSON.parse(confirmed.out)).toEqual({ ...place, commitment, rehearsalCommitment });
    const rehearsal = JSON.parse((await keys(['confirm', ...own, '--session', session])).out) as { sealedShare: string };
    expect(rehearsal).toMatchObject({ ...place, session: person(9), commitment });
    const real = JSON.parse((await keys(['share', ...own, '--session', session])).out) as { sealedShare: string };
    expect(real).toMatchObject({ ...place, session: person(9) });
    const at = { tenderId, envelope: 'bid', lock: 'A', index: 2 } as const;
    const [first, second] = [await openText(sessionKey, rehearsal.sealedShare), await openText(sessionKey, real.sealedShare)];
    expect([commitmentOf(at, first ?? new Uint8Array()), commitmentOf(at, second ?? new Uint8Array())]).toEqual([
      rehearsalCommitment,
      commitment,
    ]);
  });

  it.each([
    ['a commitment of another share', (deal: Deal) => ({ ...itemOf(deal, 0), commitment: deal.shares[1]?.commitment })],
    [
      'another rehearsal commitment',
      (deal: Deal) => ({ ...itemOf(deal, 0), rehearsalCommitment: deal.shares[1]?.rehearsalCommitment }),
    ],
    ['another index', (deal: Deal) => ({ ...itemOf(deal, 0), index: 2 })],
    ["another holder's share", (deal: Deal) => itemOf(deal, 1)],
  ])('share: refuses %s and prints nothing', async (_, change) => {
    const { deal, owners } = await dealt(2, 2);
    const session = written('session', { id: person(9), recipient: owners[0]?.recipient });
    const item = written('item', change(deal));
    for (const verb of ['share', 'confirm'])
      expect(await keys([verb, '--key', owners[0]?.file ?? '', '--share', item, '--session', session])).toMatchObject({
        code: 1,
        out: '',
      });
  });

  it('refuses a key file that others can read', async () => {
    const mine = await ownKey('mine');
    chmodSync(mine.file, 0o644);
    const challenge = written('asked', { challenge: await sealText(mine.recipient, 'n') });
    expect(await keys(['prove', '--key', mine.file, '--challenge', challenge])).toMatchObject({ code: 1, out: '' });
  });

  it('says in both languages what cannot be used, with exit code 2', async () => {
    const mine = await ownKey('mine');
    const holder = `${person(1)}=${mine.recipient}`;
    const other = `${person(2)}=${(await ownKey('other')).recipient}`;
    const deal = ['deal', '--tender', tenderId, '--lock', 'A', '--threshold', '2'];
    const broken = `${mine.recipient.slice(0, -1)}${mine.recipient.endsWith('q') ? 'p' : 'q'}`;
    for (const args of [
      [],
      ['unknown'],
      ['new'],
      ['new', '--file', 'x'],
      ['prove', '--key', join(folder, 'nowhere'), '--challenge', '-'],
      ['prove', '--key', mine.file, '--challenge', written('no-json', 'nonsense')],
      ['prove', '--key', written('no-key', 'nonsense'), '--challenge', '-'],
      ['deal', '--tender', 'none', '--lock', 'A', '--threshold', '2', '--holder', holder, '--holder', other],
      ['deal', '--tender', tenderId, '--lock', 'C', '--threshold', '2', '--holder', holder, '--holder', other],
      [...deal, '--envelope', 'none', '--holder', holder, '--holder', other],
      [...deal, '--holder', holder],
      [...deal, '--holder', holder, '--holder', holder],
      [...deal, '--holder', holder, '--holder', `${person(2)}=${mine.recipient}`],
      [...deal, '--holder', holder, '--holder', `${person(2)}=${broken}`],
      ['confirm', '--key', mine.file, '--share', written('empty', { items: [] })],
      ['share', '--key', mine.file, '--share', written('empty', {})],
    ]) {
      if (args.includes(join(folder, 'no-key'))) chmodSync(join(folder, 'no-key'), 0o600);
      const { code, out, said } = await keys(args, '{}');
      expect({ args, code, out }).toEqual({ args, code: 2, out: '' });
      expect(said).toMatch(/\p{Script=Han}.*[a-z]{3}/su);
    }
    expect(await keys(['help'])).toMatchObject({ code: 0, said: '' });
  });
});
