import { includes } from '../../src/platform/merkle.js';
import { leafHashOf, salted } from '../../src/platform/audit-leaf.js';
import { startTestApp, type TestApp } from '../app.js';
import { personId } from '../challenges/docket.js';
import { act, audited, done, draft, look } from '../journeys/steps.js';

interface Entry {
  index: number;
  leaf: string;
  leafHash: string;
  payload: string;
  salt: string;
  proof: string[];
}

describe('what is kept about people', () => {
  let app: TestApp;
  let tenderId: string;
  const correction = { name: { zh: '王采薇', en: 'Wang Caiwei' }, reason: { zh: '更名（公安机关证明）' } };

  beforeAll(async () => {
    app = await startTestApp();
    tenderId = done(await draft(app)).body.id;
    await app.drain();
  }, 60_000);
  afterAll(() => app.close());

  it('stands in a register that anybody reads, in both languages', async () => {
    const { kinds, rights } = done(await look(app, null, '/v1/privacy')).body as unknown as {
      kinds: { id: string; kept: { zh: string; en: string }; basis: { force: string } }[];
      rights: unknown[];
    };
    expect(kinds.map((one) => one.id)).toContain('acts');
    for (const { kept, basis } of kinds) {
      expect(kept.zh).toMatch(/\p{Script=Han}/u);
      expect(kept.en).not.toMatch(/\p{Script=Han}/u);
      expect(basis.force).toBe('policy');
    }
    expect(rights).toHaveLength(3);
  });

  it('is read by the person itself, with what was done in its name, and that is recorded', async () => {
    const { body } = done(await look(app, 'procurer-wang', '/v1/me/personal-data?limit=1'));
    expect(body).toMatchObject({ person: { subject: 'procurer-wang', name: { zh: '王采购' } }, corrections: [] });
    expect((body['memberships'] as unknown[]).length).toBe(1);
    expect((body['acts'] as { tenderId: string }[])[0]?.tenderId).toBe(tenderId);
    expect(await audited(app, 'person.data-read')).toBe(1);
    const more = done(await look(app, 'procurer-wang', '/v1/me/personal-data')).body['acts'] as { type: string }[];
    expect(more.map((one) => one.type)).toEqual(expect.arrayContaining(['person.data-read', 'tender.drafted']));
    expect((await look(app, null, '/v1/me/personal-data')).status).toBe(401);
  });

  it('is corrected by a new entry, and every proof holds', async () => {
    const archive = async (): Promise<{ items: Entry[]; log: { size: number; root: string } }> =>
      done(await look(app, 'auditor-feng', `/v1/archive/tenders/${tenderId}?limit=100`)).body as never;
    const before = (await archive()).items.map(({ leaf, payload, salt }) => ({ leaf, payload, salt }));
    const answer = done(await act(app, 'procurer-wang', 'post', '/v1/me/corrections', correction)).body;
    expect(answer).toMatchObject({ before: { zh: '王采购' }, after: { zh: '王采薇' } });
    await app.drain();
    expect(done(await look(app, 'procurer-wang', '/v1/me')).body).toMatchObject({ person: { name: { zh: '王采薇' } } });
    expect(await audited(app, 'person.corrected')).toBe(1);
    const { items, log } = await archive();
    expect(items.map(({ leaf, payload, salt }) => ({ leaf, payload, salt }))).toEqual(before);
    for (const { index, leaf, leafHash, payload, salt, proof } of items) {
      expect(leafHashOf(leaf).toString('hex')).toBe(leafHash);
      expect((JSON.parse(leaf) as { sha256: string }).sha256).toBe(salted('sha256', Buffer.from(salt, 'hex'), payload));
      const steps = proof.map((one) => Buffer.from(one, 'hex'));
      expect(includes(index, log.size, Buffer.from(leafHash, 'hex'), steps, Buffer.from(log.root, 'hex'))).toBe(true);
    }
    const told = done(await look(app, 'procurer-wang', '/v1/me/personal-data')).body['corrections'] as unknown[];
    expect(told).toEqual([expect.objectContaining({ before: { zh: '王采购', en: 'Wang Caigou' }, after: correction.name })]);
  });

  it('is not corrected to what it is, nor by two at once', async () => {
    expect((await act(app, 'procurer-wang', 'post', '/v1/me/corrections', correction)).status).toBe(422);
    expect((await act(app, 'procurer-wang', 'post', '/v1/me/corrections', {})).status).toBe(422);
    const body = { ...correction, name: { zh: '赵采莲', en: 'Zhao Cailian' } };
    const both = await Promise.all([1, 2].map(() => act(app, 'procurer-zhao', 'post', '/v1/me/corrections', body)));
    expect(both.map((one) => one.status).sort()).toEqual([201, 422]);
    await expect(
      app.sql('DELETE FROM person_corrections WHERE person_id = $1', [await personId(app, 'procurer-zhao')]),
    ).rejects.toThrow('append-only');
  });
});
