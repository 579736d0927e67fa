import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedBytesOf, type BidReceipt } from '../../src/bids/bid-receipt.js';
import { SigningKeys } from '../../src/platform/signing-keys.js';
import { startTestApp, type TestApp } from '../app.js';
import { handIn, kitOf, openedBox, opening, twoLots, write, type Kit } from './downloaded.js';
import { againstEvidence, inThemselves, type Holder } from './manipulations.js';
import { verified, type Verified } from './verified.js';

let app: TestApp;
let kit: Kit;
let other: Kit;
let folder: string;

beforeAll(async () => {
  app = await startTestApp();
  kit = await kitOf(await opening(app));
  const beside = await twoLots(app);
  const receipts = {
    'other.json': await handIn(app, beside, 'supplier-shenda', {
      lots: [{ id: 'mri', price: { amount: '9800000.00', currency: 'CNY' } }],
    }),
  };
  other = await kitOf(await openedBox(app, beside, receipts));
});
afterAll(() => app.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ftz-manipulated-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The command on a kit: its exit code, and the places that it names. */
async function verify(changed: Kit, holder: Holder): Promise<Verified & { places: string[] }> {
  const { keys, tender, opening: minutes, identities, receipts, sealed } = changed;
  const files = { 'keys.json': keys, 'tender.json': tender, 'minutes.json': minutes, 'identities.json': identities };
  write(folder, { ...files, ...receipts }, sealed);
  const all = ['--tender', 'tender.json', '--sealed', 'sealed', '--identities', 'identities.json'];
  const args = {
    public: [],
    bidder: Object.keys(receipts).flatMap((name) => ['--receipt', name]),
    auditor: [...all, ...Object.keys(receipts).flatMap((name) => ['--receipt', name])],
  };
  const ran = await verified(folder, 'opening', 'minutes.json', '--keys', 'keys.json', ...args[holder]);
  return { ...ran, places: ran.lines.flatMap((one) => /^不符 FAULT (\S+) /.exec(one)?.[1] ?? []) };
}

/** The platform's own signature over whatever the minutes say now: what a platform that lies would publish. */
function resign(changed: Kit): void {
  const { signature, keyId } = new SigningKeys(app.config).signJson(
    changed.opening.minutes as unknown as Record<string, unknown>,
  );
  Object.assign(changed.opening, { signature, keyId });
}

function resignReceipt(receipt: BidReceipt): void {
  receipt.signature = new SigningKeys(app.config).sign(signedBytesOf(receipt));
}

/** By the key of another platform, under the name of ours. */
function strangerSigns({ opening: answer }: Kit): void {
  const stranger = new SigningKeys({ dataDir: folder });
  answer.signature = stranger.signJson(answer.minutes as unknown as Record<string, unknown>).signature;
}

describe('every manipulation is found, and its place named', () => {
  it.each(['public', 'bidder', 'auditor'] as const)('nothing is found where nothing was changed (%s)', async (holder) => {
    const { code, lines } = await verify(structuredCloneOf(kit), holder);
    expect([code, lines.filter((one) => one.includes('FAULT'))]).toEqual([0, []]);
    expect(lines.at(-1)).toContain('VERDICT 成立');
  });

  it.each([...inThemselves, ...againstEvidence].map((one) => [one.what, one.by, one] as const))('%s (%s)', async (_, by, one) => {
    const changed = structuredCloneOf(kit);
    one.change(changed.opening.minutes, changed, other);
    if (one.resigned !== undefined) resignReceipt(changed.receipts[one.resigned] as BidReceipt);
    if (one.signed === 'by-a-stranger') strangerSigns(changed);
    else if (one.signed === undefined && changed.opening.tenderId === kit.opening.tenderId) resign(changed);
    const { code, places, lines } = await verify(changed, by);
    const at = typeof one.at === 'string' ? one.at : one.at(kit);
    expect(places).toContain(at.startsWith('#') ? `minutes.json${at}` : at);
    expect([code, lines.at(-1)]).toEqual([1, expect.stringContaining('VERDICT 不成立')]);
    for (const line of lines) expect(line).toMatch(/^(不符 FAULT|未核 NOT CHECKED|结论 VERDICT) .*\p{Script=Han}.*[a-z]/u);
  });
});

function structuredCloneOf({ sealed, ...rest }: Kit): Kit {
  return { ...structuredClone(rest), sealed: { ...sealed } };
}
