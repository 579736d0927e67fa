import type { Caller } from '../app.js';
import { reviews } from '../reviewers.js';
import { complained } from './case.js';
import { filed, personId, startDocket, type DocketApp } from './docket.js';

interface Case {
  id: string;
  due: string;
  dueOn: string | null;
  assignedToMe: boolean;
  derivation: { days: number } | null;
}

describe('the caseload of a reviewer (art. 60)', () => {
  let app: DocketApp;
  let supplier: Caller;
  let xu: Caller;

  beforeAll(async () => {
    app = await startDocket('2026-03-02T09:00:00+08:00');
    [supplier, xu] = [await app.as('supplier-shenda'), await app.as('reviewer-xu')];
  }, 60_000);
  afterAll(() => app.close());

  async function load(query: string, by = xu): Promise<{ items: Case[]; next: string | null }> {
    return (await by('get', `/v1/complaints${query}`)).body as { items: Case[]; next: string | null };
  }

  it('shows what is due when and why, the first first, page by page, and only what the reader is free to know', async () => {
    const decided = await complained(app);
    filed(await xu('post', `/v1/complaints/${decided.id}/acceptance`).set('if-match', decided.etag).send({}));
    await app.setClock('2026-03-03T09:00:00+08:00');
    const soon = await complained(app);
    const ended = await complained(app);
    filed(await supplier('post', `/v1/complaints/${ended.id}/withdrawal`).send({}));
    await reviews(app, 'reviewer-xu', false);
    await reviews(app, 'reviewer-he', true);
    const others = await complained(app);
    await reviews(app, 'reviewer-xu', true);

    const { items, next } = await load('?assigned=me');
    expect(next).toBeNull();
    expect(items.map(({ id, due, dueOn }) => [id, due, dueOn])).toEqual([
      [soon.id, 'admissibility', '2026-03-10'],
      [decided.id, 'decision', '2026-04-14'],
    ]);
    expect(items.map((one) => [one.derivation?.days, one.assignedToMe])).toEqual([
      [5, true],
      [30, true],
    ]);
    const all = (await load('?assigned=body')).items;
    expect(all.map((one) => one.id).sort()).toEqual([decided.id, soon.id, others.id].sort());
    const paged: string[] = [];
    for (let after = ''; ;) {
      const page = await load(`?assigned=body&limit=1${after}`);
      paged.push(...page.items.map((one) => one.id));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(paged).toEqual(all.map((one) => one.id));
    expect((await load('?assigned=body', await app.as('reviewer-health'))).items).toEqual([]);
    expect((await load('', await app.as('reviewer-he'))).items.map((one) => one.id)).toEqual([others.id]);
    expect((await xu('get', '/v1/complaints?assigned=all')).status).toBe(422);
    expect((await xu('get', '/v1/complaints?after=x')).status).toBe(422);
    for (const client of ['supplier-shenda', 'procurer-wang', 'registrar'])
      expect((await (await app.as(client))('get', '/v1/complaints')).status).toBe(403);

    filed(await xu('post', `/v1/complaints/${soon.id}/recusal`).send({ reason: { zh: '与投诉人有亲属关系' } }));
    expect((await load('?assigned=body')).items.map((one) => one.id)).not.toContain(soon.id);
    const he = (await load('', await app.as('reviewer-he'))).items;
    expect(he.map((one) => one.id).sort()).toEqual([soon.id, others.id].sort());
    expect(await app.sql('SELECT reviewer_id AS id FROM complaints WHERE id = $1', [soon.id])).toEqual([
      { id: await personId(app, 'reviewer-he') },
    ]);
  });
});
