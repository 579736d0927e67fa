import { contentDigest } from '../content-digest.js';
import { mriTender } from '../../seeds/demo-data.js';
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
import { told } from '../prequalification/invited.js';

let app: TestApp;
const start = '2026-03-02T09:00:00+08:00';
const reason = {
  zh: '应潜在供应商提问，更正并补充采购需求。',
  en: 'Answers to questions: the requirements are corrected and completed.',
};
const heavier = [
  { ...mriTender.criteria[0], weight: '30' },
  { ...mriTender.criteria[1], weight: '70' },
];

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock(start));
afterAll(() => app.close());

function amend(tender: JourneyTender, body: object, by = 'procurer-wang'): Promise<Answered> {
  return act(app, by, 'post', `${tender.path}/amendments`, { reason, ...body }, tender.path);
}

function propose(tender: JourneyTender, body: object, by = 'procurer-wang'): Promise<Answered> {
  return act(app, by, 'post', `${tender.path}/amendment-proposals`, { reason, ...body }, tender.path);
}

function approve(tender: JourneyTender, id: string, by = 'approver-li'): Promise<Answered> {
  const path = `${tender.path}/amendment-proposals/${id}`;
  return act(app, by, 'post', `${path}/approval`, undefined, path);
}

async function amended(tender: JourneyTender, body: object): Promise<Answered> {
  return done(await approve(tender, done(await propose(tender, body)).body.id));
}

async function addDocument(
  tender: Pick<JourneyTender, 'path'>,
  name: string,
  query = '',
  by = 'procurer-wang',
): Promise<Answered> {
  const bytes = Buffer.from(`%PDF-1.7 文件：${name}`);
  const caller = await app.as(by);
  return answered(
    await caller('post', `${tender.path}/documents${query}`)
      .set('content-type', 'application/pdf')
      .set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .set('content-digest', contentDigest(bytes))
      .send(bytes),
  );
}

async function documentsSeen(tender: JourneyTender, by: string | null): Promise<Record<string, unknown>[]> {
  const { items } = done(await look(app, by, `${tender.path}/documents`)).body as unknown as { items: Record<string, unknown>[] };
  return items;
}

describe('a change of wording', () => {
  it('is read by a second person, published with a field-level difference in both languages, and no bidder has to do anything', async () => {
    const tender = await published(app);
    const title = { zh: '3.0T磁共振成像系统采购项目', en: mriTender.title.en };
    expect(rulesOf(await amend(tender, { changes: { title } }))).toEqual(['tender.amendment-needs-approval']);
    expect((await amended(tender, { changes: { title } })).body).toMatchObject({
      title,
      noticeVersion: 2,
      bidsCloseAt: '2026-04-13T01:30:00.000000Z',
    });
    const notice = done(await look(app, null, `${tender.path}/notices/2`)).body;
    expect(notice).toMatchObject({
      kind: 'amendment',
      content: {
        title,
        material: false,
        reason,
        changes: [
          {
            field: '/title/zh',
            label: { zh: '标题 中文', en: 'Title, Chinese' },
            before: mriTender.title.zh,
            after: title.zh,
            material: false,
          },
        ],
      },
    });
    const page = await app.http('get', `${tender.path}/notices/2`).set('accept', 'text/html');
    for (const part of [
      '标题 中文 / Title, Chinese',
      `<del>${mriTender.title.zh}</del>`,
      `<ins>${title.zh}</ins>`,
      '非实质性 wording',
    ])
      expect(page.text).toContain(part);
    expect((notice['summary'] as { zh: string }).zh).toContain('变更1处，投标截止时间为2026-04-13 09:30');
    expect(done(await look(app, null, `/v1/tenders?q=${encodeURIComponent('系统采购项目')}`)).body['items']).toHaveLength(1);
    expect(await audited(app, 'tender.amended', tender.id)).toBe(1);
  });

  it('keeps the languages, and changes something', async () => {
    const tender = await published(app);
    const half = await amend(tender, { changes: { title: { zh: '磁共振' } } });
    expect(rulesOf(half)).toContain('notice.english-incomplete');
    expect(await amend(tender, { changes: { title: mriTender.title } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/changes' }] },
    });
    expect(await amend(tender, { changes: { procurer: 'x' } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/changes/procurer' }] },
    });
    expect(await audited(app, 'tender.amended', tender.id)).toBe(0);
  });

  it('may be declared material, and nothing material may be declared wording', async () => {
    const tender = await published(app);
    const changes = { description: { zh: '采购一套。', en: 'One set.' } };
    expect(rulesOf(await amend(tender, { changes, material: true }))).toEqual(['tender.amendment-needs-approval']);
    const content = done(await propose(tender, { changes, material: true })).body;
    expect(content).toMatchObject({ material: true, changes: [{ material: true }, { material: true }] });
    expect(await propose(tender, { changes, material: false })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/material' }] },
    });
  });
});

describe('a material change', () => {
  it('is proposed, unseen by others, and published by a second person', async () => {
    const tender = await published(app);
    const changes = { criteria: heavier };
    const refused = await amend(tender, { changes });
    expect({ status: refused.status, rules: rulesOf(refused) }).toEqual({
      status: 409,
      rules: ['tender.amendment-needs-approval'],
    });
    const proposal = done(await propose(tender, { changes }));
    expect(proposal.body).toMatchObject({ state: 'proposed', material: true, noticeVersion: null });
    const path = `${tender.path}/amendment-proposals`;
    expect((await look(app, 'procurer-port', path)).status).toBe(404);
    expect((await look(app, 'procurer-port', `${path}/${proposal.body.id}`)).status).toBe(404);
    expect((await look(app, 'supplier-shenda', path)).status).toBe(403);
    expect((await approve(tender, proposal.body.id, 'procurer-wang')).status).toBe(403);
    expect(done(await look(app, null, tender.path)).body['criteria']).toEqual(mriTender.criteria);
    const timeline = JSON.stringify(done(await look(app, null, `${tender.path}/timeline`)).body);
    expect(timeline).not.toContain('amendment');
    const duties = done(await look(app, 'approver-li', '/v1/me/duties?limit=100')).body['items'] as {
      kind: string;
      subject: { id: string };
    }[];
    expect(duties.filter((one) => one.kind === 'amendment.approve').map((one) => one.subject.id)).toContain(proposal.body.id);

    expect(done(await approve(tender, proposal.body.id)).body).toMatchObject({
      noticeVersion: 2,
      criteria: [{ weight: '30' }, { weight: '70' }],
    });
    expect(done(await look(app, 'procurer-wang', `${path}/${proposal.body.id}`)).body).toMatchObject({
      state: 'published',
      noticeVersion: 2,
    });
    expect(done(await look(app, 'approver-li', path)).body['items']).toHaveLength(1);
    const { content } = done(await look(app, null, `${tender.path}/notices/2`)).body as unknown as {
      content: Record<string, unknown>;
    };
    expect(content).toMatchObject({
      material: true,
      changes: [
        { field: '/criteria/0/weight', label: { zh: '评审标准 第1项 权重' }, before: '40', after: '30', material: true },
        { field: '/criteria/1/weight', before: '60', after: '70', material: true },
      ],
    });
    expect([await audited(app, 'amendment.approved', tender.id), await audited(app, 'tender.amended', tender.id)]).toEqual([
      1, 1,
    ]);
    const again = await approve(tender, proposal.body.id);
    expect({ status: again.status, rules: rulesOf(again) }).toEqual({ status: 409, rules: ['tender.wrong-state'] });
    await app.drain();
    expect(await told(app, tender, 'tender.amended', 'procurer-wang')).toBe(1);
    expect(await told(app, tender, 'tender.amended', 'supplier-shenda')).toBe(0);
  });

  it('is not approved by its own author, whatever the service would do', async () => {
    const tender = await published(app);
    const proposal = done(await propose(tender, { changes: { criteria: heavier } }, 'approver-li'));
    const own = await approve(tender, proposal.body.id);
    expect({ status: own.status, rules: rulesOf(own) }).toEqual({ status: 403, rules: ['tender.approver-is-author'] });
    await expect(
      app.sql(`UPDATE tender_amendments SET approved_by = proposed_by, approved_at = platform_now() WHERE id = $1`, [
        proposal.body.id,
      ]),
    ).rejects.toThrow('tender_amendments_four_eyes');
    await expect(
      app.sql(`UPDATE tender_amendments SET state = 'published', notice_version = 1 WHERE id = $1`, [proposal.body.id]),
    ).rejects.toThrow('tender_amendments_material');
    expect((await look(app, null, tender.path)).body['noticeVersion']).toBe(1);
  });

  it('needs If-Match, and goes stale with what it was proposed on: of two officers one wins', async () => {
    const tender = await published(app);
    const [first, second] = [
      done(await propose(tender, { changes: { criteria: heavier } })),
      done(await propose(tender, { changes: { evaluators: 3 } })),
    ];
    const path = `${tender.path}/amendment-proposals`;
    expect((await act(app, 'approver-li', 'post', `${path}/${first.body.id}/approval`)).status).toBe(428);
    const caller = await app.as('approver-li');
    const answers = await Promise.all(
      [first, second].map(({ body, headers }) =>
        caller('post', `${path}/${body.id}/approval`).set('if-match', headers['etag'] ?? ''),
      ),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
    const states = (done(await look(app, 'procurer-wang', path)).body['items'] as { state: string }[]).map((one) => one.state);
    expect(states.sort()).toEqual(['outdated', 'published']);
    const lost = answers[0]?.status === 412 ? first : second;
    expect((await approve(tender, lost.body.id)).status).toBe(412);
    expect(await audited(app, 'tender.amended', tender.id)).toBe(1);
  });

  it('and a change of wording at once, both of the tender as it was read: one happens', async () => {
    const tender = await published(app);
    const etag = (await look(app, 'procurer-wang', tender.path)).headers['etag'] as string;
    const purposes = ['设备更新', '学科建设'].map((zh) => ({ zh, en: 'Renewal of equipment' }));
    const answers = await Promise.all(
      purposes.map(async (fundingPurpose, index) =>
        (await app.as(index === 0 ? 'procurer-wang' : 'approver-li'))('post', `${tender.path}/amendments`)
          .set('if-match', etag)
          .send({ reason, changes: { fundingPurpose } }),
      ),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(await audited(app, 'tender.amended', tender.id)).toBe(1);
  });

  it('is withdrawn by its author or refused by another with a reason, and then not published', async () => {
    const tender = await published(app);
    const proposal = done(await propose(tender, { changes: { criteria: heavier } }));
    const path = `${tender.path}/amendment-proposals/${proposal.body.id}`;
    const reject = (by: string, tagged: string | undefined = path): Promise<Answered> =>
      act(app, by, 'post', `${path}/rejection`, { reason: { zh: '权重不符合项目特点。' } }, tagged);
    expect((await reject('procurer-port')).status).toBe(404);
    expect((await reject('supplier-shenda')).status).toBe(403);
    expect((await act(app, 'approver-li', 'post', `${path}/rejection`, { reason: { zh: '不符' } })).status).toBe(428);
    const answers = await Promise.all([reject('approver-li'), reject('procurer-wang')]);
    expect(answers.map((one) => one.status).filter((status) => status === 201)).toHaveLength(1);
    expect(done(await look(app, 'procurer-zhao', path)).body).toMatchObject({
      state: 'rejected',
      rejection: { zh: '权重不符合项目特点。' },
    });
    for (const late of [await reject('procurer-zhao'), await approve(tender, proposal.body.id)])
      expect({ status: late.status, rules: rulesOf(late) }).toEqual({ status: 409, rules: ['tender.wrong-state'] });
    const duties = JSON.stringify(done(await look(app, 'approver-li', '/v1/me/duties?limit=100')).body);
    expect(duties).not.toContain(proposal.body.id);
    expect([await audited(app, 'amendment.rejected', tender.id), await audited(app, 'tender.amended', tender.id)]).toEqual([
      1, 0,
    ]);
  });

  it('leaves fifteen days, or moves the deadline with it (实施条例 art. 31)', async () => {
    const tender = await published(app);
    const changes = { criteria: heavier };
    await app.setClock('2026-03-30T09:00:00+08:00');
    const refused = await propose(tender, { changes });
    expect(refused).toMatchObject({
      status: 422,
      body: {
        errors: [
          {
            rule: 'tender.extension-needed',
            pointer: '#/bidsCloseAt',
            facts: { daysMin: 15, earliestOn: '2026-04-14' },
            derivation: { from: '2026-03-30', days: 15, result: '2026-04-14' },
            cites: { force: 'national' },
          },
        ],
      },
    });
    expect(rulesOf(await propose(tender, { changes, bidsCloseAt: '2026-04-13T23:59:59+08:00' }))).toEqual([
      'tender.extension-needed',
    ]);
    const enough = done(await propose(tender, { changes, bidsCloseAt: '2026-04-14T09:30:00+08:00' }));
    // The days count from the publication: approved a day later, they are too few.
    await app.setClock('2026-03-31T09:00:00+08:00');
    expect(rulesOf(await approve(tender, enough.body.id))).toEqual(['tender.extension-needed']);
    const { body } = await amended(tender, { changes, bidsCloseAt: '2026-04-15T09:30:00+08:00' });
    expect(body).toMatchObject({ bidsCloseAt: '2026-04-15T01:30:00.000000Z', opensAt: '2026-04-15T01:30:30.000000Z' });
    const { content } = done(await look(app, null, `${tender.path}/notices/2`)).body as unknown as {
      content: { changes: object[] };
    };
    expect(content.changes).toContainEqual({
      field: '/bidsCloseAt',
      label: { zh: '投标截止时间', en: 'Bid deadline' },
      before: '2026-04-13T01:30:00.000000Z',
      after: '2026-04-15T01:30:00.000000Z',
      material: false,
    });
    // Wording needs no time; the exact day is enough for the rest.
    await app.setClock('2026-04-14T09:00:00+08:00');
    done(await amend(tender, { changes: { fundingPurpose: { zh: '设备更新', en: 'Renewal of equipment' } } }));
  });

  it('never shortens the deadline, repeats it or moves the other one', async () => {
    const tender = await published(app);
    const changes = { criteria: heavier };
    expect(rulesOf(await propose(tender, { changes, bidsCloseAt: '2026-04-12T09:30:00+08:00' }))).toContain(
      'tender.deadline-shortened',
    );
    for (const other of [{ bidsCloseAt: closing }, { applicationsCloseAt: '2026-04-20T09:30:00+08:00' }])
      expect(await propose(tender, { changes, ...other })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: `#/${Object.keys(other)[0] as string}` }] },
      });
  });

  it('keeps bids open for a year from the issue of the documents at most, to the last minute of its last day', async () => {
    const tender = await published(app);
    const changes = { criteria: heavier };
    const long = await propose(tender, { changes, bidsCloseAt: '2027-03-03T09:30:00+08:00' });
    expect({ status: long.status, rules: rulesOf(long) }).toEqual({ status: 422, rules: ['tender.bid-period-long'] });
    const { body } = await amended(tender, { changes, bidsCloseAt: '2027-03-02T23:59:00+08:00' });
    expect(body).toMatchObject({ bidsCloseAt: '2027-03-02T15:59:00.000000Z' });
    const wording = { fundingPurpose: { zh: '设备更新', en: 'Renewal of equipment' } };
    expect(rulesOf(await amend(tender, { changes: wording, bidsCloseAt: '2027-03-03T00:00:00+08:00' }))).toEqual([
      'tender.bid-period-long',
    ]);
  });

  it('is possible a microsecond before the deadline, and at it no more', async () => {
    const [first, second] = [await published(app), await published(app)];
    const title = { zh: '磁共振系统', en: 'MR system' };
    const fundingPurpose = { zh: '设备更新', en: 'Renewal of equipment' };
    const proposal = done(await propose(second, { changes: { title } }));
    await app.setClock('2026-04-13T09:29:59.999999+08:00', true);
    done(await amend(first, { changes: { fundingPurpose } }));
    await app.setClock(closing, true);
    for (const late of [await amend(second, { changes: { fundingPurpose } }), await approve(second, proposal.body.id)])
      expect({ status: late.status, rules: rulesOf(late) }).toEqual({ status: 409, rules: ['tender.deadline-passed'] });
    const document = await addDocument(second, '补充.pdf');
    expect({ status: document.status, rules: rulesOf(document) }).toEqual({ status: 409, rules: ['tender.deadline-passed'] });
  });
});

describe('what no amendment does', () => {
  it.each<[string, object]>([
    ['method', { method: 'invited' }],
    ['category', { category: 'works' }],
    ['nationalSecurity', { nationalSecurity: true }],
    ['custodians', { custodians: null }],
    ['itemClass', { itemClass: null }],
    ['bidsCloseAt', { bidsCloseAt: '2026-05-13T09:30:00+08:00' }],
  ])('makes the procurement another one: %s', async (field, changes) => {
    const tender = await published(app);
    for (const answer of [await amend(tender, { changes }), await propose(tender, { changes })])
      expect(answer).toMatchObject({
        status: 422,
        body: {
          errors: [{ rule: 'tender.amendment-forbidden-field', pointer: `#/changes/${field}`, facts: { fields: [field] } }],
        },
      });
  });

  it.each<[string, object, string]>([
    ['criteria that sum to ninety', { criteria: [heavier[0], mriTender.criteria[1]] }, 'tender.criteria-missing'],
    ['a brand', { specifications: [{ ...mriTender.specifications[0], brand: '西门子' }] }, 'specification.brand-named'],
    ['no specification', { specifications: [] }, 'tender.incomplete'],
    [
      'the size of the bidder',
      { criteria: [heavier[0], { ...heavier[1], name: { zh: '注册资本', en: 'Registered capital' } }] },
      'sme.size-as-criterion',
    ],
    ['half a translation', { qualificationRequirements: { zh: '具有许可证。' } }, 'notice.english-incomplete'],
    ['no valuation', { valuation: null }, 'valuation.incomplete'],
    ['a fee without a reason', { documentFee: { amount: '300.00', currency: 'CNY' } }, 'documents.fee-unjustified'],
    ['a deduction out of its band', { smePlan: { priceDeduction: '0.50' } }, 'sme.deduction-out-of-band'],
  ])('gets past the publication checks: %s', async (_, changes, rule) => {
    const tender = await published(app);
    const answer = await propose(tender, { changes });
    expect({ status: answer.status, has: rulesOf(answer).includes(rule) }).toEqual({ status: 422, has: true });
    expect(await audited(app, 'amendment.proposed', tender.id)).toBe(0);
  });

  it('belongs to others: another organisation finds nothing, a supplier may not, a draft is not amended', async () => {
    const tender = await published(app);
    const body = { reason, changes: { criteria: heavier } };
    for (const part of ['amendments', 'amendment-proposals']) {
      expect((await act(app, 'procurer-port', 'post', `${tender.path}/${part}`, body, tender.path)).status).toBe(404);
      expect((await act(app, 'supplier-shenda', 'post', `${tender.path}/${part}`, body, tender.path)).status).toBe(403);
      expect((await act(app, 'procurer-wang', 'post', `${tender.path}/${part}`, body)).status).toBe(428);
    }
    const path = `/v1/tenders/${done(await draft(app)).body.id}`;
    expect(rulesOf(await act(app, 'procurer-wang', 'post', `${path}/amendments`, body, path))).toEqual(['tender.wrong-state']);
  });

  it('happens behind the notice: the database refuses content without the amendment that says it', async () => {
    const tender = await published(app);
    const set = (what: string): Promise<unknown> => app.sql(`UPDATE tenders SET ${what} WHERE id = $1`, [tender.id]);
    await expect(set(`title = '{"zh":"另一项目"}'`)).rejects.toThrow('tender.wrong-state');
    await expect(set(`budget = 1`)).rejects.toThrow('tender.wrong-state');
    await expect(set(`content = content || '{"custodians":{"A":"x","B":"y"}}'`)).rejects.toThrow('tender.wrong-state');
    await expect(set(`method = 'invited'`)).rejects.toThrow('tender.wrong-state');
    await amended(tender, { changes: { criteria: heavier } });
    await expect(set(`content = content || '{"evaluators":5}'`)).rejects.toThrow('tender.wrong-state');
    await app.setClock(closing, true);
    await expect(set(`title = '{"zh":"另一项目"}'`)).rejects.toThrow('tender.deadline-passed');
  });
});

describe('a document after the publication', () => {
  it('waits unseen until an amendment names it, then is the next version of the one it replaces', async () => {
    let first: Answered['body'] = { id: '', state: '' };
    const tender = await approved(app, {}, async (path) => {
      first = done(await addDocument({ path }, '招标文件.pdf')).body;
    });
    expect(first).toMatchObject({ version: 1, replaces: null, replacedBy: null, publishedAt: null });
    done(await publish(app, tender));
    const { id, path } = tender;
    const before = (await look(app, null, path)).headers['etag'];
    const next = done(await addDocument(tender, '招标文件（修订）.pdf', `?replaces=${first.id}`)).body;
    expect(next).toMatchObject({ version: 2, replaces: first.id, publishedAt: null });
    expect((await look(app, null, path)).headers['etag']).toBe(before);
    const file = `${path}/documents/${next.id}`;
    for (const by of [null, 'supplier-shenda', 'procurer-port', 'auditor-feng']) {
      expect((await look(app, by, file)).status).toBe(404);
      expect(await documentsSeen(tender, by)).toHaveLength(1);
    }
    expect(JSON.stringify(done(await look(app, null, `${path}/timeline`)).body)).not.toContain(next.id);
    expect((await look(app, 'approver-li', file)).status).toBe(200);
    expect(await audited(app, 'amendment.document-added', id)).toBe(1);
    const early = await addDocument(tender, '再修订.pdf', `?replaces=${next.id}`);
    expect(early).toMatchObject({ status: 422, body: { errors: [{ pointer: 'replaces' }] } });

    expect(rulesOf(await amend(tender, { documents: [next.id] }))).toEqual(['tender.amendment-needs-approval']);
    done(await amended(tender, { documents: [next.id] }));
    const { content } = done(await look(app, null, `${path}/notices/2`)).body as unknown as { content: Record<string, unknown> };
    expect(content).toMatchObject({
      material: true,
      documents: [{ id: next.id, version: 2, replaces: first.id }],
      changes: [
        {
          field: '/documents/0',
          label: { zh: '采购文件 第1项' },
          before: { id: first.id, version: 1 },
          after: { id: next.id, version: 2 },
          material: true,
        },
      ],
    });
    expect(await documentsSeen(tender, null)).toMatchObject([
      { id: first.id, version: 1, replacedBy: next.id },
      { id: next.id, version: 2, replaces: first.id, replacedBy: null, publishedAt: expect.any(String) as string },
    ]);
    expect([(await look(app, null, file)).status, (await look(app, null, `${path}/documents/${first.id}`)).status]).toEqual([
      200, 200,
    ]);
    for (const again of [[next.id], [first.id], ['019f0000-0000-7000-8000-000000000001']])
      expect(await propose(tender, { documents: again })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '#/documents/0' }] },
      });
    expect(await addDocument(tender, '另一修订.pdf', `?replaces=${first.id}`)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: 'replaces' }] },
    });
  });

  it('is not approved by whoever uploaded it', async () => {
    const tender = await published(app);
    const { id } = done(await addDocument(tender, '补充说明.pdf', '', 'approver-li')).body;
    const own = await approve(tender, done(await propose(tender, { documents: [id] })).body.id);
    expect({ status: own.status, rules: rulesOf(own) }).toEqual({ status: 403, rules: ['tender.approver-is-author'] });
    expect(await documentsSeen(tender, null)).toEqual([]);
  });

  it('has one successor: of two that wait, one is published', async () => {
    const tender = await published(app);
    const own = done(await addDocument(tender, '甲.pdf')).body;
    done(await amended(tender, { documents: [own.id] }));
    const [left, right] = [
      done(await addDocument(tender, '乙.pdf', `?replaces=${own.id}`)).body,
      done(await addDocument(tender, '丙.pdf', `?replaces=${own.id}`)).body,
    ];
    expect(await propose(tender, { documents: [left.id, right.id] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/documents/0' }] },
    });
    done(await amended(tender, { documents: [left.id] }));
    expect(await propose(tender, { documents: [right.id] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/documents/0' }] },
    });
    expect((await addDocument(tender, '丁.pdf', '', 'procurer-port')).status).toBe(404);
  });
});
