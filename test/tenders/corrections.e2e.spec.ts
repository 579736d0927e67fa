import { mriTender } from '../../seeds/demo-data.js';
import { startTestApp, type TestApp } from '../app.js';
import {
  act,
  audited,
  awarded,
  done,
  draft,
  look,
  opened,
  published,
  rulesOf,
  type Answered,
  type JourneyTender,
} from '../journeys/steps.js';
import { told } from '../prequalification/invited.js';

let app: TestApp;
const start = '2026-03-02T09:00:00+08:00';
const reason = { zh: '公告录入错误。', en: 'An error of typing in the notice.' };
const title = { field: '/title/en', before: mriTender.title.en, after: 'Purchase of a 3.0 T magnetic resonance imaging scanner' };

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock(start));
afterAll(() => app.close());

function correct(tender: JourneyTender, corrections: object[], over: object = {}, by = 'approver-li'): Promise<Answered> {
  const body = { noticeVersion: 1, corrections, reason, ...over };
  return act(app, by, 'post', `${tender.path}/corrections`, body, tender.path);
}

describe('a correction of a published error', () => {
  it('is a notice of its own that shows the difference and names what it corrects; nothing else changes', async () => {
    const tender = await published(app);
    const before = done(await look(app, null, tender.path)).body;
    const first = done(await look(app, null, `${tender.path}/notices/1`)).body;
    const made = done(await correct(tender, [title])).body;
    expect(made).toMatchObject({ tenderId: tender.id, noticeVersion: 2, corrects: 1 });
    const notice = done(await look(app, null, `${tender.path}/notices/2`)).body;
    expect(notice).toMatchObject({
      kind: 'correction',
      contentSha256: made['contentSha256'],
      title: { zh: expect.stringContaining('更正公告') as string, en: expect.stringContaining('Correction notice') as string },
      content: {
        corrects: 1,
        correctsKind: 'tender',
        correctsSha256: first['contentSha256'],
        reason,
        changes: [{ ...title, label: { zh: '标题 英文', en: 'Title, English' }, material: false }],
      },
    });
    const page = await app.http('get', `${tender.path}/notices/2`).set('accept', 'text/html');
    for (const part of [`<del>${title.before}</del>`, `<ins>${title.after}</ins>`, '更正第1版公告'])
      expect(page.text).toContain(part);
    expect(done(await look(app, null, `${tender.path}/notices/1`)).body).toEqual(first);
    const { noticeVersion: _notice, version: _row, ...rest } = done(await look(app, null, tender.path)).body;
    expect(before).toMatchObject(rest);
    expect(await audited(app, 'notice.corrected', tender.id)).toBe(1);
    await app.drain();
    expect(await told(app, tender, 'notice.corrected', 'procurer-wang')).toBe(1);
  });

  it('goes on from the text as it was corrected last', async () => {
    const tender = await published(app);
    done(await correct(tender, [title]));
    const again = await correct(tender, [title]);
    expect(again).toMatchObject({
      status: 422,
      body: {
        errors: [
          {
            rule: 'correction.text-differs',
            pointer: '#/corrections/0/before',
            facts: { field: title.field, published: title.after },
          },
        ],
      },
    });
    done(await correct(tender, [{ ...title, before: title.after, after: 'Purchase of an MRI scanner' }]));
    expect(await audited(app, 'notice.corrected', tender.id)).toBe(2);
  });

  it('is possible after the award, and for the winner’s name as it is written; never for what decides', async () => {
    const tender = await opened(app, await published(app));
    await awarded(app, tender);
    const { items } = done(await look(app, null, `${tender.path}/notices?limit=100`)).body as unknown as {
      items: { version: number; kind: string; content: { supplier: { name: { zh: string } } } }[];
    };
    const award = items.find((one) => one.kind === 'award') as (typeof items)[number];
    const state = (await look(app, null, tender.path)).headers['etag'];
    const name = { field: '/supplier/name/zh', before: award.content.supplier.name.zh, after: '莱茵医疗设备（上海）有限公司' };
    done(await correct(tender, [name], { noticeVersion: award.version }));
    expect((await look(app, null, tender.path)).headers['etag']).not.toBe(state);
    const tag = (await look(app, null, tender.path)).headers['etag'] ?? '';
    expect((await app.http('get', tender.path).set('if-none-match', state ?? '')).status).toBe(200);
    expect((await app.http('get', tender.path).set('if-none-match', tag)).status).toBe(304);
    for (const field of ['/amount/amount', '/supplier/id', '/decidedAt', '/reasons/zh'])
      expect(await correct(tender, [{ ...name, field }], { noticeVersion: award.version })).toMatchObject({
        status: 422,
        body: { errors: [{ rule: 'correction.not-a-correction', facts: { fields: [field] } }] },
      });
  });

  it.each([
    '/bidsCloseAt',
    '/criteria/0/name/zh',
    '/qualificationRequirements/en',
    '/specifications/0/text/zh',
    '/budget/amount',
  ])('refuses %s before anything else is asked of it', async (field) => {
    const tender = await published(app);
    const answer = await correct(tender, [title, { field, before: 'x', after: 'y' }]);
    expect({ status: answer.status, rules: rulesOf(answer) }).toEqual({ status: 422, rules: ['correction.not-a-correction'] });
    expect(await audited(app, 'notice.corrected', tender.id)).toBe(0);
  });

  it('needs the very text, a notice that is there, both languages, If-Match, and its own organisation', async () => {
    const tender = await published(app);
    expect(rulesOf(await correct(tender, [{ ...title, before: 'something else' }]))).toEqual(['correction.text-differs']);
    expect(rulesOf(await correct(tender, [{ ...title, field: '/title/fr' }]))).toEqual(['correction.not-a-correction']);
    expect(rulesOf(await correct(tender, [title], { reason: { zh: '录入错误' } }))).toEqual(['notice.english-incomplete']);
    expect((await correct(tender, [title], { noticeVersion: 7 })).status).toBe(404);
    expect((await correct(tender, [], {})).status).toBe(422);
    expect((await correct(tender, [{ ...title, after: ' ' }])).status).toBe(422);
    const path = `${tender.path}/corrections`;
    const body = { noticeVersion: 1, corrections: [title], reason };
    expect((await act(app, 'approver-li', 'post', path, body)).status).toBe(428);
    expect((await correct(tender, [title], {}, 'procurer-wang')).status).toBe(403);
    const own = { ...tender, path: `/v1/tenders/${done(await draft(app, {}, 'approver-li')).body.id}` };
    expect((await correct(own, [title])).status).toBe(409);
    expect((await correct(tender, [title], {}, 'approver-port')).status).toBe(404);
    expect((await correct(tender, [title], {}, 'supplier-shenda')).status).toBe(403);
    const unpublished = `/v1/tenders/${done(await draft(app)).body.id}`;
    expect(rulesOf(await act(app, 'approver-li', 'post', `${unpublished}/corrections`, body, unpublished))).toEqual([
      'tender.wrong-state',
    ]);
    done(await correct(tender, [title]));
    expect((await correct(tender, [title], { noticeVersion: 2 })).status).toBe(404);
  });

  it('twice at once of the same text is one correction', async () => {
    const tender = await published(app);
    const answers = await Promise.all([correct(tender, [title]), correct(tender, [title])]);
    const statuses = answers.map((one) => one.status).sort();
    expect(statuses[0]).toBe(201);
    expect([412, 422]).toContain(statuses[1]);
    expect(await audited(app, 'notice.corrected', tender.id)).toBe(1);
  });
});
