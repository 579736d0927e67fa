import { startTestApp, type TestApp } from '../app.js';
import { act, approved, done, draft, look, publish, published, rulesOf, type Answered } from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterAll(() => app.close());

const reason = { zh: '采购需求调整，终止本次采购。', en: 'The need has changed; this procurement ends.' };
const alone = { itemClass: null };

async function ended(path: string): Promise<void> {
  done(await act(app, 'procurer-wang', 'post', `${path}/cancellation`, { code: 'chan-need', reason }, path));
}

function revise(path: string, retenderOf: string | null): Promise<Answered> {
  return act(app, 'procurer-wang', 'patch', path, { retenderOf }, path);
}

describe('a procurement that is tendered again (重新采购)', () => {
  it('names what it follows, and is named by it, in the answers and in the notices', async () => {
    const first = await published(app, alone);
    await ended(first.path);
    const again = await approved(app, { ...alone, retenderOf: first.id });
    expect((await look(app, 'procurer-wang', again.path)).body).toMatchObject({ retenderOf: { id: first.id } });
    expect((await look(app, null, first.path)).body['successors']).toEqual([]);
    const { body } = done(await publish(app, again));
    const link = { id: again.id, referenceNumber: body['referenceNumber'], publishedAt: body['publishedAt'] };
    expect((await look(app, null, first.path)).body).toMatchObject({ state: 'cancelled', successors: [link] });
    const [notice, tender] = [await look(app, null, `${first.path}/notices/2`), await look(app, null, `${again.path}/notices/1`)];
    expect(notice.body).toMatchObject({ kind: 'cancellation', successors: [link], content: { code: 'chan-need' } });
    expect(notice.body['content']).not.toHaveProperty('successors');
    expect(tender.body).toMatchObject({ content: { retenderOf: { id: first.id } } });
    expect(tender.body).not.toHaveProperty('successors');
    const page = (await app.http('get', `${again.path}/notices/1`).set('accept', 'text/html')).text;
    expect(page).toContain(first.id);
  });

  it('follows what has ended, was public and is its own', async () => {
    const running = await published(app, alone);
    const unseen = await approved(app, alone);
    await ended(unseen.path);
    const unknown = '019f0000-0000-7000-8000-000000000001';
    for (const retenderOf of [running.id, unseen.id, unknown]) {
      const refused = await draft(app, { ...alone, retenderOf });
      expect(refused).toMatchObject({
        status: 422,
        body: { errors: [{ rule: 'tender.retender-unfounded', pointer: '#/retenderOf' }] },
      });
    }
    await ended(running.path);
    expect(rulesOf(await draft(app, { ...alone, retenderOf: running.id }, 'procurer-port'))).toEqual([
      'tender.retender-unfounded',
    ]);
    expect((await draft(app, { ...alone, retenderOf: 'x' })).status).toBe(422);
  });

  it('may say so later, or no longer, until it is published', async () => {
    const first = await published(app, alone);
    const again = await approved(app, alone);
    expect(rulesOf(await revise(again.path, first.id))).toEqual(['tender.retender-unfounded']);
    await ended(first.path);
    expect(done(await revise(again.path, first.id)).body).toMatchObject({ state: 'draft', retenderOf: { id: first.id } });
    expect(done(await revise(again.path, null)).body['retenderOf']).toBeNull();
    done(await act(app, 'approver-li', 'post', `${again.path}/approval`, undefined, again.path));
    done(await publish(app, again));
    expect(rulesOf(await revise(again.path, first.id))).toEqual(['tender.wrong-state']);
    const bySql = app.sql('UPDATE tenders SET retender_of = $2 WHERE id = $1', [again.id, first.id]);
    await expect(bySql).rejects.toThrow('tender.wrong-state');
  });

  it('cannot follow a running procurement in the database either', async () => {
    const [running, other] = [await published(app, alone), await approved(app, alone)];
    const bySql = app.sql('UPDATE tenders SET retender_of = $2 WHERE id = $1', [other.id, running.id]);
    await expect(bySql).rejects.toThrow('tender.retender-unfounded');
  });
});
