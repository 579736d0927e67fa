import { startTestApp, type TestApp } from '../app.js';
import { act, answered, audited, done, look, rulesOf, type Answered, type JourneyTender } from '../journeys/steps.js';
import { apply, invite, limited, prequalification, prequalifying, shortlisted, start, told } from './invited.js';

let app: TestApp;
const reason = { zh: '修改资格预审文件。', en: 'The prequalification documents are changed.' };
const stricter = {
  ...prequalification,
  requirements: [
    prequalification.requirements[0],
    {
      id: 'service',
      text: { zh: '在上海设有售后服务机构，12小时内到场。', en: 'After-sales service in Shanghai, on site within 12 hours.' },
    },
  ],
};

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock(start));
afterAll(() => app.close());

function propose(tender: JourneyTender, body: object): Promise<Answered> {
  return act(app, 'procurer-wang', 'post', `${tender.path}/amendment-proposals`, { reason, ...body }, tender.path);
}

async function amended(tender: JourneyTender, body: object): Promise<Answered> {
  const path = `${tender.path}/amendment-proposals/${done(await propose(tender, body)).body.id}`;
  return done(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path));
}

describe('an amendment of the prequalification documents', () => {
  it('changes a requirement, leaves three days, and tells who applied', async () => {
    const tender = await prequalifying(app);
    done(await apply(app, tender, 'supplier-shenda'));
    done(await apply(app, tender, 'supplier-hujiang'));
    done(answered(await (await app.as('supplier-hujiang'))('delete', `${tender.path}/applications/mine`)));
    const changes = { prequalification: stricter };
    await app.setClock('2026-03-25T09:00:00+08:00');
    const late = await propose(tender, { changes });
    expect(late).toMatchObject({
      status: 422,
      body: {
        errors: [
          {
            rule: 'prequalification.extension-needed',
            pointer: '#/applicationsCloseAt',
            facts: { daysMin: 3, earliestOn: '2026-03-28' },
            cites: { force: 'policy' },
          },
        ],
      },
    });
    const { body } = await amended(tender, { changes, applicationsCloseAt: '2026-03-30T09:30:00+08:00' });
    expect(body).toMatchObject({
      state: 'prequalification',
      noticeVersion: 2,
      applicationsCloseAt: '2026-03-30T01:30:00.000000Z',
      bidsCloseAt: null,
    });
    const { content } = done(await look(app, null, `${tender.path}/notices/2`)).body as unknown as {
      content: { changes: object[] };
    };
    expect(content.changes).toMatchObject([
      { field: '/prequalification/requirements/1/text/zh', label: { zh: '资格预审 资格条件 第2项 内容 中文' }, material: true },
      { field: '/prequalification/requirements/1/text/en', material: true },
      { field: '/applicationsCloseAt', material: false },
    ]);
    await app.drain();
    expect(await told(app, tender, 'tender.amended', 'supplier-shenda')).toBe(1);
    for (const other of ['supplier-hujiang', 'supplier-rheinland'])
      expect(await told(app, tender, 'tender.amended', other)).toBe(0);
    expect(await audited(app, 'tender.amended', tender.id)).toBe(1);
  });

  it('leaves the published limit alone (art. 49)', async () => {
    const tender = await prequalifying(app, { prequalification: limited });
    for (const other of [{ ...limited, maxSuppliers: 5 }, prequalification]) {
      const answer = await propose(tender, { changes: { prequalification: other } });
      expect({ status: answer.status, rules: rulesOf(answer) }).toEqual({
        status: 422,
        rules: ['prequalification.limit-not-published'],
      });
    }
    const spoken = await propose(tender, {
      changes: { prequalification: { ...limited, requirements: stricter.requirements } },
      maxSuppliers: 5,
    });
    expect(rulesOf(spoken)).toEqual(['prequalification.limit-not-published']);
    done(
      await propose(tender, {
        changes: { prequalification: { ...limited, requirements: stricter.requirements } },
        maxSuppliers: 3,
      }),
    );
  });

  it('is none once applications are closed, and after the invitation changes no qualification; the invited are told', async () => {
    const tender = await shortlisted(app);
    const criteria = [
      { id: 'price', name: { zh: '价格', en: 'Price' }, kind: 'price', weight: '50', maxScore: '100' },
      { id: 'quality', name: { zh: '技术性能', en: 'Technical merit' }, kind: 'quality', weight: '50', maxScore: '100' },
    ];
    const between = await propose(tender, { changes: { criteria } });
    expect({ status: between.status, rules: rulesOf(between) }).toEqual({ status: 409, rules: ['tender.wrong-state'] });
    done(await invite(app, tender));
    for (const changes of [{ prequalification: stricter }, { qualificationRequirements: stricter.requirements[1]?.text }])
      expect(rulesOf(await propose(tender, { changes }))).toEqual(['tender.amendment-forbidden-field']);
    expect((await amended(tender, { changes: { criteria } })).body).toMatchObject({ state: 'open', criteria });
    await app.drain();
    for (const client of ['supplier-shenda', 'supplier-hujiang', 'supplier-rheinland'])
      expect(await told(app, tender, 'tender.amended', client)).toBe(1);
  });

  it('is over at the deadline of the applications', async () => {
    const tender = await prequalifying(app);
    await app.setClock('2026-03-27T09:30:00+08:00', true);
    const answer = await propose(tender, { changes: { prequalification: stricter } });
    expect({ status: answer.status, rules: rulesOf(answer) }).toEqual({
      status: 409,
      rules: ['prequalification.deadline-passed'],
    });
  });
});
