import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf, rootOfFields, type CopiedField, type OpenField, type RulingCopy } from '../challenges/ruling-copy.js';
import { verifyCommand } from './verify-command.js';

const salt = (digit: string): string => digit.repeat(64);
const fields: OpenField[] = [
  { name: 'outcome', salt: salt('a'), value: 'upheld' },
  { name: 'findings/1', salt: salt('b'), value: { matter: '1', upheld: true, irregularity: null } },
  { name: 'findings/1/reasons', salt: salt('c'), value: { zh: '评分无依据。', en: 'The scores lack grounds.' } },
  { name: 'remedies', salt: salt('d'), value: [] },
  { name: 'reasons', salt: salt('e'), value: { zh: '成立。', en: 'It is upheld.' } },
];
const whole: RulingCopy = { format: 'ftz-ruling-1', root: rootOfFields(fields), fields };
const closed = (one: OpenField): CopiedField => ({
  name: one.name,
  digest: digestOf(one),
  reason: 'commercial-interest',
  note: null,
  releaseOn: '2026-09-01',
});
const redacted: RulingCopy = { ...whole, fields: fields.map((one, at) => (at === 2 ? closed(one) : one)) };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ftz-ruling-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function verify(...copies: unknown[]): Promise<{ code: number; out: string }> {
  const names = copies.map((copy, at) => {
    writeFileSync(join(folder, `${at}.json`), JSON.stringify(copy));
    return `${at}.json`;
  });
  const out: string[] = [];
  const code = await verifyCommand(['ruling', ...names], folder, {
    out: (line) => out.push(line),
    say: (line) => out.push(line),
  });
  return { code, out: out.join('\n') };
}

function changed(copy: RulingCopy, change: (copy: RulingCopy) => void): RulingCopy {
  const own = structuredClone(copy);
  change(own);
  return own;
}

const at = (copy: RulingCopy, index: number): Record<string, unknown> => copy.fields[index] as unknown as Record<string, unknown>;

describe('copies of a ruling', () => {
  it('hold, whole and redacted, and are one record', async () => {
    for (const copies of [
      [whole],
      [redacted],
      [whole, redacted],
      [redacted, whole],
      [{ complaintId: 'x', copy: redacted }, whole],
    ])
      expect((await verify(...copies)).code).toBe(0);
  });

  it('come to a root that nothing but the fields decides', () => {
    expect(rootOfFields(redacted.fields)).toBe(whole.root);
    expect(rootOfFields([])).toMatch(/^e3b0c442/);
    const [first] = fields as [OpenField];
    expect(digestOf({ ...first, salt: salt('f') })).not.toBe(digestOf(first));
  });

  it.each<[string, (copy: RulingCopy) => void]>([
    ['a value is changed', (copy) => (at(copy, 0)['value'] = 'rejected')],
    ['a language is changed', (copy) => ((at(copy, 4)['value'] as { en: string }).en = 'It is not upheld.')],
    ['a salt is changed', (copy) => (at(copy, 0)['salt'] = salt('f'))],
    ['a name is changed', (copy) => (at(copy, 0)['name'] = 'ground')],
    ['the name of what is withheld is changed', (copy) => (at(copy, 2)['name'] = 'matters/1')],
    ['the digest of what is withheld is changed', (copy) => (at(copy, 2)['digest'] = salt('0'))],
    ['a field is left out', (copy) => void copy.fields.splice(3, 1)],
    ['the last field is left out', (copy) => void copy.fields.pop()],
    ['a field is added', (copy) => void copy.fields.push({ name: 'note', salt: salt('1'), value: 'x' })],
    ['a field stands twice', (copy) => void copy.fields.push(copy.fields[4] as CopiedField)],
    ['fields are moved', (copy) => void copy.fields.reverse()],
    ['the root is changed', (copy) => (copy.root = salt('0'))],
    [
      'what is withheld is given another text',
      (copy) => (copy.fields[2] = { ...(fields[2] as OpenField), value: { zh: '假', en: 'false' } }),
    ],
    ['the shape is wrong', (copy) => (at(copy, 0)['salt'] = 'AB')],
    ['the format is another', (copy) => ((copy as { format: string }).format = 'ftz-ruling-0')],
    ['a value has no salt', (copy) => delete at(copy, 0)['salt']],
  ])('do not hold where %s', async (_, change) => {
    const bad = changed(redacted, change);
    expect((await verify(bad)).code).toBe(1);
    expect((await verify(whole, bad)).code).toBe(1);
  });

  it('are not one record where a changed copy is given a root of its own', async () => {
    const forged = changed(whole, (copy) => {
      at(copy, 0)['value'] = 'rejected';
      copy.root = rootOfFields(copy.fields);
    });
    expect((await verify(forged)).code).toBe(0);
    const { code, out } = await verify(whole, forged);
    expect([code, out]).toEqual([1, expect.stringContaining('not one record')]);
  });

  it('are checked two at most, and need no keys', async () => {
    expect((await verify(whole, whole, whole)).code).toBe(2);
    expect((await verify()).code).toBe(2);
    expect(
      await verifyCommand(['ruling', '0.json', '--keys', '0.json'], folder, { out: () => undefined, say: () => undefined }),
    ).toBe(2);
  });
});
