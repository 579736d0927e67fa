import { startTestApp, type TestApp } from '../app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const evaluate = (article: number, facts: object, at = '2026-03-02T09:00:00+08:00') =>
  app.http('post', '/v1/rules/evaluate').send({ article, at, facts });

const zh = { zh: '磁共振成像设备', en: 'Magnetic resonance scanner' };
const licence = { holder: '91310000MA1K000006', number: 'L-1', validFrom: '2025-03-12', validTo: '2026-03-12' };

/** One vector of the rulebook an article: the facts, the rules broken, the values computed. */
const vectors: [article: number, facts: Record<string, unknown>, rules: string[], computed: object][] = [
  [
    47,
    {
      procurer: { type: 'designatedEntity', designation: { validFrom: '2025-03-01', validTo: '2026-03-01' } },
      inFreeTradeZone: true,
      purpose: 'publicService',
      category: 'goods',
      contractForm: 'ordinary',
      byContract: true,
      nationalSecurity: false,
      stateSecret: false,
      noticeOn: '2026-03-02',
    },
    ['scope.not-covered'],
    { covered: false },
  ],
  [
    48,
    {
      ground: 'supplementary',
      evidence: ['sha256:1'],
      category: 'goods',
      estimatedValue: '500000.00',
      originalValue: '1000000.00',
      supplementValues: ['60000.00', '40000.01'],
    },
    ['single-source.supplement-over-tenth'],
    {},
  ],
  [
    49,
    {
      notice: {
        procurer: { name: '上海某医院', address: '上海市浦东新区', contact: '+86 21 0000 0000' },
        description: '磁共振成像设备一台',
        applicationsCloseAt: '2026-03-27T17:00:00+08:00',
        applicationAddress: 'https://example.org/apply',
      },
      limitSuppliers: true,
      maxSuppliers: 5,
      selectionCriteria: [],
      qualificationRequirements: ['具备医疗器械经营许可'],
    },
    ['prequalification.limit-without-criteria'],
    {},
  ],
  [
    50,
    {
      method: 'invited',
      category: 'goods',
      estimatedValue: '2000000.00',
      documentsIssuedAt: '2026-03-02T09:00:00+08:00',
      applicationsCloseAt: '2026-03-26T09:00:00+08:00',
    },
    ['prequalification.period-short'],
    { applies: true, daysMin: 25, days: 24, earliestOn: '2026-03-27' },
  ],
  [
    51,
    { documentsIssuedAt: '2026-03-02T09:00:00+08:00', bidsCloseAt: '2026-04-11T09:00:00+08:00', reductions: [] },
    ['tender.deadline-on-holiday'],
    { daysMin: 40, days: 40, earliestOn: '2026-04-11', suggestedOn: '2026-04-13' },
  ],
  [
    52,
    { contracts: [{ base: '1800000.00', fees: '60000', commissions: '20000', interest: '30000', options: ['100000'] }] },
    [],
    { total: '2010000.00', treatedAsAtThreshold: false },
  ],
  [
    53,
    { notice: { title: zh, description: zh, qualificationRequirements: zh }, contractSignedOn: '2026-02-13' },
    [],
    { bilingual: true, publishBy: '2026-02-24' },
  ],
  [
    54,
    {
      participatedOn: '2026-03-02',
      breachedOn: '2023-03-01',
      counterpart: 'procurer',
      material: true,
      remediedInTime: false,
      evidence: ['判决书'],
      statedInDocuments: true,
    },
    ['exclusion.outside-window'],
    { windowFrom: '2023-03-02', mayExclude: false },
  ],
  [55, { specifications: [{ text: 'Brand X model Y', brand: 'Brand X' }] }, ['specification.brand-named'], {}],
  [56, { requester: 'unsuccessful', awardDecided: true, requestedAt: '2026-02-13T09:00:00+08:00' }, [], { dueOn: '2026-02-25' }],
  [
    57,
    { closingEvents: [{ type: 'acceptance', on: '2026-03-02' }], legalHold: false },
    ['archive.retention-locked'],
    { endedOn: '2026-03-02', retainUntil: '2041-03-02', disposableFrom: '2041-03-03' },
  ],
  [58, { licence, on: '2026-03-13' }, ['licence.invalid'], { valid: false }],
  [59, { category: 'goods', bidPrice: '100.00', supplierSize: 'small', deduction: '0.15' }, [], { evaluationPrice: '85.00' }],
  [
    60,
    {
      challengeReceivedAt: '2026-02-06T12:00:00+08:00',
      complaintReceivedAt: '2026-03-16T23:59:59.999999+08:00',
      procurerId: 'procurer',
      reviewBody: { id: 'finance', controls: [], controlledBy: [] },
      track: 'goodsServices',
    },
    [],
    {
      replyDueOn: '2026-02-24',
      complaintLastDay: '2026-03-16',
      admissibilityDueOn: '2026-03-23',
      decisionDueOn: '2026-04-28',
      independent: true,
    },
  ],
  [
    61,
    { knownOn: '2026-04-24', submittedAt: '2026-05-08T16:00:00Z' },
    ['challenge.out-of-time'],
    { startsOn: '2026-04-24', tenDaysOn: '2026-05-06', sevenWorkingDaysOn: '2026-05-08', lastDay: '2026-05-08' },
  ],
];

describe('what-if over HTTP', () => {
  it.each(vectors)('article %i answers its vector', async (article, facts, rules, computed) => {
    const answer = await evaluate(article, facts);
    expect([answer.status, answer.body.article]).toEqual([200, article]);
    expect(answer.body.breaches.map((one: { rule: string }) => one.rule)).toEqual(rules);
    expect(answer.body.computed).toMatchObject(computed);
    for (const one of answer.body.breaches as Record<string, unknown>[]) {
      expect(one).toMatchObject({
        severity: expect.stringMatching(/^(refusal|warning)$/),
        detail: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/\w/) },
        cites: { document: expect.any(String), force: expect.stringMatching(/^(plan|national|policy)$/) },
      });
    }
  });

  it.each(vectors)('article %i misses a fact: 422 with its pointer', async (article, facts) => {
    // Without a ground article 48 is broken, not unanswerable; 52 and 61 ask for one of several facts.
    const dropped = article === 48 ? 'category' : (Object.keys(facts)[0] as string);
    const { [dropped]: _, ...rest } = facts;
    const isChoice = article === 52 || article === 61;
    const answer = await evaluate(article, isChoice ? {} : rest);
    expect([answer.status, answer.body.type]).toEqual([422, 'urn:ftz:problem:facts-invalid']);
    const pointers = answer.body.errors.map((one: { pointer: string }) => one.pointer) as string[];
    if (isChoice) expect(pointers.every((one) => one.startsWith('#/facts/'))).toBe(true);
    else expect(pointers.some((one) => one.startsWith(`#/facts/${dropped}`))).toBe(true);
  });

  it('without a moment asks at the platform’s own', async () => {
    await app.setClock('2041-03-03T00:00:00+08:00');
    const facts = { closingEvents: [{ type: 'acceptance', on: '2026-03-02' }], legalHold: false };
    const answer = await app.http('post', '/v1/rules/evaluate').send({ article: 57, facts });
    expect(answer.body.breaches).toEqual([]);
    await app.setClock('2026-03-02T09:00:00+08:00');
    expect((await app.http('post', '/v1/rules/evaluate').send({ article: 57, facts })).body.breaches).toHaveLength(1);
  });
});

describe('articles and rules', () => {
  it('every article has both languages, rules and tests', async () => {
    const list = (await app.http('get', '/v1/articles')).body as { items: { number: number }[]; next: null };
    expect(list.items.map((one) => one.number)).toEqual(Array.from({ length: 15 }, (_, index) => 47 + index));
    for (const { number } of list.items) {
      const answer = await app.http('get', `/v1/articles/${number}`);
      expect(answer.body).toMatchObject({
        number,
        text: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/\w/) },
      });
      expect([answer.body.rules.length > 0, answer.body.tests.length > 0]).toEqual([true, true]);
    }
  });

  it('every refusal of the catalogue has an id, a force, a status and both languages', async () => {
    const { items } = (await app.http('get', '/v1/rules')).body as { items: Record<string, unknown>[] };
    expect(items.length).toBeGreaterThan(60);
    for (const one of items) {
      expect(one).toMatchObject({
        id: expect.stringMatching(/^[a-z-]+\.[a-z-]+$/),
        force: expect.stringMatching(/^(plan|national|policy)$/),
        text: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/\w/) },
      });
      expect([400, 403, 404, 409, 412, 422]).toContain(one['status']);
    }
  });
});

describe('the calendar', () => {
  const pendingFacts = { requester: 'unsuccessful', awardDecided: true, requestedAt: '2026-12-29T10:00:00+08:00' };

  it('a missing year is 404 and leaves a date pending; recorded, the date is computed', async () => {
    expect((await app.http('get', '/v1/calendar/2027')).status).toBe(404);
    const before = await evaluate(56, pendingFacts);
    expect([before.body.computed, before.body.pending]).toEqual([{ dueOn: null }, ['calendarYearMissing']]);
    const registrar = await app.as('registrar');
    const written = await registrar('put', '/v1/calendar/2027').send({
      off: ['2027-01-01'],
      work: ['2027-01-02'],
      source: '通知',
    });
    expect([written.status, written.body.version]).toEqual([200, 1]);
    const after = await evaluate(56, pendingFacts);
    expect([after.body.computed, after.body.pending]).toEqual([{ dueOn: '2027-01-02' }, undefined]);
    expect(await app.sql(`SELECT count(*)::int AS count FROM audit_entries WHERE type = 'calendar.recorded'`)).toEqual([
      { count: 1 },
    ]);
  });

  it('a year can be recorded anew; the newest version counts and the older stays', async () => {
    const registrar = await app.as('registrar');
    const written = await registrar('put', '/v1/calendar/2027').send({ off: ['2027-01-01'], work: [], source: '更正' });
    expect(written.body.version).toBe(2);
    const read = await app.http('get', '/v1/calendar/2027');
    expect(read.body).toEqual(written.body);
    expect((await evaluate(56, pendingFacts)).body.computed).toEqual({ dueOn: '2027-01-04' });
    expect(await app.sql('SELECT version FROM calendar_years WHERE year = 2027 ORDER BY version')).toHaveLength(2);
    const unchanged = await app.http('get', '/v1/calendar/2027').set('if-none-match', String(read.headers['etag']));
    expect([unchanged.status, unchanged.text]).toEqual([304, '']);
  });

  it.each([
    [{ off: ['2028-02-30'], work: [] }, '#/off/0', undefined],
    [{ off: ['2027-01-01'], work: [] }, '#/off/0', undefined],
    [{ off: ['2028-01-03', '2028-01-03'], work: [] }, '#/off/1', undefined],
    [{ off: ['2028-01-03'], work: ['2028-01-04'] }, '#/work/0', undefined],
    [{ off: ['2028-01-01'], work: ['2028-01-01'] }, '#/work/0', undefined],
    [{ off: [], work: [] }, '#/off', 'calendar.incomplete'],
  ])('%j is 422 with its pointer, and recorded is nothing', async (days, pointer, rule) => {
    const registrar = await app.as('registrar');
    const answer = await registrar('put', '/v1/calendar/2028').send({ ...days, source: '通知' });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([pointer]);
    expect((answer.body.errors as { rule?: string }[])[0]?.rule).toBe(rule);
    expect((await app.http('get', '/v1/calendar/2028')).status).toBe(404);
  });

  it('only a registrar records one', async () => {
    const procurer = await app.as('procurer-wang');
    const body = { off: ['2028-01-03'], work: [], source: '通知' };
    expect((await procurer('put', '/v1/calendar/2028').send(body)).status).toBe(403);
    expect((await app.http('put', '/v1/calendar/2028').set('idempotency-key', 'k').send(body)).status).toBe(401);
  });
});

describe('the language of a problem', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['en', 'en'],
    ['en-GB,zh;q=0.5', 'en'],
    ['zh-CN,en;q=0.9', 'zh-CN'],
    ['en;q=0.2, zh-Hans;q=0.8', 'zh-CN'],
    ['en;q=0, zh;q=0.1', 'zh-CN'],
    ['fr, en;q=0.1', 'en'],
    ['fr', 'zh-CN'],
    ['*', 'zh-CN'],
    [';;;q=x,,', 'zh-CN'],
  ])('Accept-Language %s: %s, and errors in both', async (wish, language) => {
    const request = app.http('get', '/v1/articles/62');
    const answer = await (wish === undefined ? request : request.set('accept-language', wish));
    expect([answer.status, answer.headers['content-language'], answer.headers['vary']]).toEqual([
      404,
      language,
      'Accept-Language',
    ]);
    const problem = JSON.parse(answer.text) as { title: string; errors: { detail: { zh: string; en: string } }[] };
    expect(problem.title).toBe(problem.errors[0]?.detail[language === 'en' ? 'en' : 'zh']);
  });
});
