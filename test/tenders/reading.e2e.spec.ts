import { createHash } from 'node:crypto';
import { contentDigest } from '../content-digest.js';
import { mriTender } from '../../seeds/demo-data.js';
import { canonicalJson } from '../../src/platform/audit-leaf.js';
import { startTestApp, type TestApp } from '../app.js';
import {
  act,
  answered,
  approved,
  audited,
  closing,
  done,
  draft,
  look,
  publish,
  published,
  rulesOf,
  type Answered,
  type JourneyTender,
} from '../journeys/steps.js';

let app: TestApp;
let goods: JourneyTender;
let works: JourneyTender;
let later: JourneyTender;

beforeAll(async () => {
  app = await startTestApp();
  goods = await published(app);
  const road = { zh: '临港道路100%改造_一期', en: 'Lingang ROAD works' };
  works = await published(app, { category: 'works', title: road, itemClass: null, smePlan: null });
  later = await published(app, { bidsCloseAt: '2026-05-11T09:30:00+08:00', title: { zh: '显微镜采购', en: 'Microscopes' } });
});
afterAll(() => app.close());

async function ids(query: string): Promise<string[]> {
  const answer = done(await look(app, null, `/v1/tenders${query}`));
  return (answer.body['items'] as { id: string }[]).map((one) => one.id);
}

describe('the list', () => {
  it('has the newest first, page by page', async () => {
    const first = done(await look(app, null, '/v1/tenders?limit=2'));
    expect(first.body['items']).toMatchObject([{ id: later.id, state: 'open' }, { id: works.id }]);
    const next = String(first.body['next']);
    expect(first.headers['link']).toBe(`</v1/tenders?limit=2&after=${next}>; rel="next"`);
    const last = done(await look(app, null, `/v1/tenders?limit=2&after=${next}`));
    expect(last.body).toMatchObject({ items: [{ id: goods.id }], next: null });
    expect(last.headers).not.toHaveProperty('link');
  });

  it.each([
    ['category', '?category=works', () => [works.id]],
    ['method', '?method=invited', () => []],
    ['state', '?state=open', () => [later.id, works.id, goods.id]],
    ['a state nothing is in', '?state=suspended', () => []],
    ['deadline', '?closingBefore=2026-04-13T09%3A30%3A00.000001%2B08%3A00', () => [works.id, goods.id]],
    ['half-open deadline', '?closingBefore=2026-04-13T09%3A30%3A00%2B08%3A00', () => []],
    ['Chinese', `?q=${encodeURIComponent('显微镜')}`, () => [later.id]],
    ['English, however written', `?q=${encodeURIComponent('Ｌingang  road')}`, () => [works.id]],
    ['signs that a pattern would eat', `?q=${encodeURIComponent('100%改造_')}`, () => [works.id]],
    ['a pattern', `?q=${encodeURIComponent('%')}&category=goods`, () => []],
    ['two things', `?q=${encodeURIComponent('采购')}&closingBefore=2026-04-30T00%3A00%3A00Z&category=goods`, () => [goods.id]],
  ])('is filtered by %s', async (_, query, expected) => {
    expect(await ids(query)).toEqual(expected());
  });

  it('is filtered by procuring entity', async () => {
    const procurer = done(await look(app, null, goods.path)).body['procurer'] as { id: string; name: object };
    expect(procurer.name).toMatchObject({ zh: '上海临港公立医院' });
    expect(await ids(`?procurer=${procurer.id}`)).toHaveLength(3);
    expect(await ids('?procurer=019570c0-0000-7000-8000-000000000000')).toEqual([]);
  });

  it.each([
    '?limit=0',
    '?limit=101',
    '?limit=1e1',
    '?after=x',
    '?state=asleep',
    '?closingBefore=2026-04-13',
    '?procurer=1',
    '?nope=1',
    '?q=',
  ])('refuses %s', async (query) => {
    expect((await look(app, null, `/v1/tenders${query}`)).status).toBe(422);
  });

  it('shows an organisation its own drafts', async () => {
    const { id } = done(await draft(app)).body;
    const own = done(await look(app, 'procurer-zhao', '/v1/tenders?state=draft'));
    expect(own.body['items']).toMatchObject([{ id }]);
    expect(await ids('?state=draft')).toEqual([]);
  });
});

describe('one tender', () => {
  it('is there with its tag, and not sent again to whoever has it', async () => {
    const first = done(await look(app, null, goods.path));
    expect(first.headers['etag']).toBe(`"${String(first.body['version'])}-open"`);
    const again = await app.http('get', goods.path).set('if-none-match', first.headers['etag'] as string);
    expect(again.status).toBe(304);
    for (const id of ['019570c0-0000-7000-8000-000000000000', 'x', "1' OR 1=1"])
      expect((await look(app, null, `/v1/tenders/${encodeURIComponent(id)}`)).status).toBe(404);
  });

  it('says what it was published with, and nothing of its people', async () => {
    const { body } = done(await look(app, null, goods.path));
    const { bidsCloseAt: _closing, nationalSecurity: _security, stateSecret: _secret, ...written } = mriTender;
    expect(body).toMatchObject(written);
    for (const hidden of ['createdBy', 'approvedBy', 'publishedBy', 'searchText', 'dueAt'])
      expect(body).not.toHaveProperty(hidden);
  });
});

describe('a notice', () => {
  it('is its content to the byte of its digest', async () => {
    const { body } = done(await look(app, null, `${goods.path}/notices/1`));
    const digest = createHash('sha256').update(canonicalJson(body['content'])).digest('hex');
    expect(body).toMatchObject({ kind: 'tender', version: 1, contentSha256: digest });
    const list = done(await look(app, null, `${goods.path}/notices`));
    expect(list.body['items']).toEqual([body]);
    expect((await look(app, null, `${goods.path}/notices/2`)).status).toBe(404);
    expect((await look(app, null, `${goods.path}/notices/x`)).status).toBe(404);
  });

  it('is a page for people, safe to show, and no other type yet', async () => {
    const evil = await published(app, { title: { zh: '<script>alert(1)</script>采购', en: '"><img src=x>' } });
    const page = await app.http('get', `${evil.path}/notices/1`).set('accept', 'text/html');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;采购');
    expect(page.text).not.toMatch(/<script|<img/);
    expect((await app.http('get', `${evil.path}/notices/1`).set('accept', 'application/pdf')).status).toBe(406);
  });
});

describe('documents', () => {
  const bytes = Buffer.from('%PDF-1.7 招标文件 0123456789');
  const sha256 = createHash('sha256').update(bytes).digest('hex');

  async function upload(path: string, over: Record<string, string> = {}, clientId = 'procurer-wang'): Promise<Answered> {
    const headers = {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('招标文件.pdf')}`,
      'content-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
      ...over,
    };
    return answered(await (await app.as(clientId))('post', `${path}/documents`).set(headers).send(bytes));
  }

  it('change the draft that is approved: who read it before they came must read it again', async () => {
    const path = `/v1/tenders/${done(await draft(app)).body.id}`;
    const before = String((await look(app, 'approver-li', path)).headers['etag']);
    done(await upload(path));
    const stale = await (await app.as('approver-li'))('post', `${path}/approval`).set('if-match', before);
    expect(stale.status).toBe(412);
  });

  it('come back whole and in ranges, as attachments', async () => {
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}`;
    const added = done(await upload(path));
    expect(added.body).toMatchObject({ name: '招标文件.pdf', bytes: bytes.length, sha256, mediaType: 'application/pdf' });
    const file = `${path}/documents/${added.body.id}`;
    expect((await look(app, null, file)).status).toBe(404);
    const caller = await app.as('procurer-zhao');
    const whole = await caller('get', file).buffer(true).responseType('blob');
    expect(whole.body).toEqual(bytes);
    expect(whole.headers).toMatchObject({ etag: `"${sha256}"`, 'x-content-type-options': 'nosniff', 'accept-ranges': 'bytes' });
    expect(whole.headers['content-disposition']).toContain('attachment');
    const part = await caller('get', file).set('range', 'bytes=22-25').buffer(true).responseType('blob');
    expect({ status: part.status, text: String(part.body), range: part.headers['content-range'] }).toEqual({
      status: 206,
      text: '0123',
      range: `bytes 22-25/${bytes.length}`,
    });
    expect((await caller('get', file).set('range', 'bytes=99-')).status).toBe(400);
    expect(done(await look(app, 'procurer-zhao', `${path}/documents`)).body['items']).toMatchObject([
      { id: added.body.id, sha256 },
    ]);
    expect(await audited(app, 'document.added', id)).toBe(1);
  });

  it('announced for a later moment are there from that moment on, and before it for the own organisation only', async () => {
    const documentsIssueAt = '2026-03-04T10:00:00+08:00';
    const tender = await approved(app, { documentsIssueAt, bidsCloseAt: '2026-04-13T09:30:00+08:00' }, async (path) => {
      done(await upload(path));
    });
    done(await publish(app, tender));
    const list = `${tender.path}/documents`;
    const [own] = done(await look(app, 'procurer-zhao', list)).body['items'] as { id: string }[];
    const file = `${list}/${own?.id}`;
    expect((await look(app, null, tender.path)).body).toMatchObject({
      publishedAt: expect.stringMatching(/^2026-03-02T01:/) as string,
      documentsIssuedAt: '2026-03-04T02:00:00.000000Z',
      ruleProfile: { bidPeriod: { derivation: { from: '2026-03-04', days: 40, result: '2026-04-13' } } },
    });
    await app.setClock('2026-03-04T09:59:59.999999+08:00', true);
    for (const outsider of [null, 'supplier-shenda', 'procurer-port']) {
      expect((await look(app, outsider, list)).body).toEqual({ items: [], next: null, documentFee: null });
      expect((await look(app, outsider, file)).status).toBe(404);
    }
    expect((await look(app, 'procurer-wang', file)).status).toBe(200);
    await app.setClock(documentsIssueAt, true);
    expect((await look(app, null, list)).body['items']).toMatchObject([{ id: own?.id, sha256 }]);
    expect((await look(app, null, file)).status).toBe(200);
  });

  it('are listed in pages, as notices are', async () => {
    const path = `/v1/tenders/${done(await draft(app)).body.id}`;
    const added: string[] = [];
    for (const number of [1, 2, 3])
      added.push(done(await upload(path, { 'content-disposition': `attachment; filename="${number}.pdf"` })).body.id);
    const first = done(await look(app, 'procurer-wang', `${path}/documents?limit=2`));
    expect(first.body['next']).toBe(added[1]);
    const rest = done(await look(app, 'procurer-wang', `${path}/documents?limit=2&after=${added[1]}`));
    expect([first, rest].flatMap(({ body }) => (body['items'] as { id: string }[]).map((one) => one.id))).toEqual(added);
    expect(rest.body['next']).toBeNull();
    expect((await look(app, 'procurer-wang', `${path}/documents?limit=101`)).status).toBe(422);
    const body = { bidsCloseAt: '2026-06-20T09:30:00+08:00', reason: { zh: '延长', en: 'Extended' } };
    done(await act(app, 'procurer-wang', 'post', `${later.path}/amendments`, body, later.path));
    const one = done(await look(app, null, `${later.path}/notices?limit=1`));
    const two = done(await look(app, null, `${later.path}/notices?limit=1&after=${String(one.body['next'])}`));
    expect([one, two].flatMap(({ body: page }) => page['items'] as object[])).toMatchObject([{ version: 1 }, { version: 2 }]);
    expect(two.body['next']).toBeNull();
  });

  it('are refused under another digest, another’s draft, a path for a name, and between approval and publication', async () => {
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}`;
    const other = contentDigest('x');
    expect((await upload(path, { 'content-digest': other })).status).toBe(422);
    expect((await upload(path, { 'content-digest': 'sha-256=:x:' })).status).toBe(400);
    expect((await upload(path, { 'content-disposition': 'attachment; filename="../x"' })).status).toBe(400);
    expect((await upload(path, {}, 'procurer-port')).status).toBe(404);
    expect((await upload(path, { 'content-digest': other }, 'procurer-port')).status).toBe(404);
    expect((await upload(path, {}, 'supplier-shenda')).status).toBe(403);
    expect(await audited(app, 'document.added', id)).toBe(0);
    const late = await upload((await approved(app)).path);
    expect({ status: late.status, rules: rulesOf(late) }).toEqual({ status: 409, rules: ['tender.wrong-state'] });
  });
});

describe('the timeline', () => {
  it('tells in order what happened, in pages, and who did it not', async () => {
    await app.setClock(closing);
    await app.drain();
    const { body } = done(await look(app, null, `${goods.path}/timeline`));
    const items = body['items'] as { id: string; type: string }[];
    expect(items.map((one) => one.type)).toEqual([
      'tender.drafted',
      'tender.lock-registered',
      'tender.lock-registered',
      'tender.approved',
      'tender.published',
      'tender.closed',
    ]);
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(['article', 'id', 'recordedAt', 'subject', 'type']);
    const first = done(await look(app, null, `${goods.path}/timeline?limit=5`));
    const rest = done(await look(app, null, `${goods.path}/timeline?limit=5&after=${String(first.body['next'])}`));
    expect([...(first.body['items'] as object[]), ...(rest.body['items'] as object[])]).toEqual(items);
    expect(rest.body['next']).toBeNull();
  });

  it('is what the list and the tender say of the state', async () => {
    expect(await ids('?state=closed')).toEqual(expect.arrayContaining([works.id, goods.id]));
    expect(await ids('?state=open')).toEqual([later.id]);
    const body = { code: 'chan-need', reason: { zh: '终止采购', en: 'The procurement ends.' } };
    done(await act(app, 'procurer-wang', 'post', `${later.path}/cancellation`, body, later.path));
    expect(await ids('?state=cancelled')).toEqual([later.id]);
    expect((await look(app, null, later.path)).body.state).toBe('cancelled');
  });
});
