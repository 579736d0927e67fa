import { contentDigest } from '../content-digest.js';
import { mriTender } from '../../seeds/demo-data.js';
import { startTestApp, type TestApp } from '../app.js';
import {
  act,
  answered,
  approved,
  challenge,
  done,
  look,
  publish,
  rulesOf,
  type Answered,
  type JourneyTender,
} from '../journeys/steps.js';
import { told } from '../prequalification/invited.js';
import { pdf } from './files.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterAll(() => app.close());

const reason = { zh: '应供应商提问，调整评分权重。', en: 'After questions, the weights are changed.' };
const heavier = [
  { ...mriTender.criteria[0], weight: '30' },
  { ...mriTender.criteria[1], weight: '70' },
];
const later = '2026-05-15T09:30:00+08:00';

async function withDocument(): Promise<JourneyTender & { file: string }> {
  const tender = await approved(app, {}, async (path) => {
    const caller = await app.as('procurer-wang');
    const upload = caller('post', `${path}/documents`)
      .set('content-type', 'application/pdf')
      .set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent('招标文件.pdf')}`)
      .set('content-digest', contentDigest(pdf));
    done(answered(await upload.send(pdf)));
  });
  done(await publish(app, tender));
  const [document] = done(await look(app, null, `${tender.path}/documents`)).body['items'] as { id: string }[];
  return { ...tender, file: `${tender.path}/documents/${document?.id}` };
}

function propose(tender: JourneyTender): Promise<Answered> {
  const body = { reason, changes: { criteria: heavier }, bidsCloseAt: later };
  return act(app, 'procurer-wang', 'post', `${tender.path}/amendment-proposals`, body, tender.path);
}

async function amend(tender: JourneyTender): Promise<void> {
  const path = `${tender.path}/amendment-proposals/${done(await propose(tender)).body.id}`;
  done(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path));
}

describe('who has the documents', () => {
  it('is told of an amendment and of a correction, once, and nobody else learns it before the opening', async () => {
    const tender = await withDocument();
    done(await look(app, 'supplier-shenda', tender.file));
    await amend(tender);
    const title = { field: '/title/en', before: mriTender.title.en, after: 'MRI system, 3.0 T' };
    const correction = { noticeVersion: 1, corrections: [title], reason };
    done(await act(app, 'approver-li', 'post', `${tender.path}/corrections`, correction, tender.path));
    await app.drain();
    await app.drain();
    for (const topic of ['tender.amended', 'notice.corrected']) {
      expect(await told(app, tender, topic, 'supplier-shenda')).toBe(1);
      expect(await told(app, tender, topic, 'supplier-hujiang')).toBe(0);
    }
    const { items } = done(await look(app, 'supplier-shenda', '/v1/me/inbox')).body as unknown as { items: object[] };
    expect(items).toEqual(
      expect.arrayContaining([expect.objectContaining({ topic: 'tender.amended', tenderId: tender.id, to: 'organization' })]),
    );
    const sealed = `SELECT DISTINCT sealed FROM deliveries WHERE tender_id = $1 AND organization_id <> (SELECT procurer_id FROM tenders WHERE id = $1)`;
    expect(await app.sql(sealed, [tender.id])).toEqual([{ sealed: true }]);
  });
});

describe('the window against the documents', () => {
  const windowOf = async (client: string | null, { path }: JourneyTender): Promise<unknown> =>
    (done(await look(app, client, `${path}/challenge-window`)).body as unknown as { windows: { documents: unknown } }).windows
      .documents;

  it('opens again with a material amendment, for everybody and however early the first download was', async () => {
    const tender = await withDocument();
    done(await look(app, 'supplier-shenda', tender.file));
    await app.setClock('2026-03-25T09:00:00+08:00');
    expect(rulesOf(await challenge(app, tender, 'documents'))).toEqual(['challenge.out-of-time']);
    await amend(tender);
    for (const client of [null, 'supplier-shenda'])
      expect(await windowOf(client, tender)).toMatchObject({
        basis: 'amended',
        startsOn: '2026-04-01',
        lastDay: '2026-04-13',
        derivation: { parts: [{ from: '2026-03-25', result: '2026-04-01' }, {}, {}] },
      });
    expect(done(await challenge(app, tender, 'documents')).body).toMatchObject({ window: { basis: 'amended' } });
  });

  it('stays as it was where only wording changed or a deadline moved', async () => {
    const tender = await withDocument();
    await app.setClock('2026-03-25T09:00:00+08:00');
    const path = `${tender.path}/amendments`;
    done(await act(app, 'procurer-wang', 'post', path, { reason, bidsCloseAt: later }, tender.path));
    expect(await windowOf(null, tender)).toMatchObject({ basis: 'documentsNoticeEnded', lastDay: '2026-03-19' });
  });
});

describe('a suspended procurement', () => {
  it('is not amended in what is material; its deadline may move', async () => {
    const tender = await withDocument();
    await app.sql(
      `INSERT INTO procedure_holds (id, tender_id, kind, cause_kind, cause_id, placed_at)
       VALUES (gen_random_uuid(), $1, 'suspension', 'complaint', gen_random_uuid(), platform_now())`,
      [tender.id],
    );
    const refused = await propose(tender);
    expect([refused.status, rulesOf(refused)]).toEqual([409, ['tender.suspended']]);
    const path = `${tender.path}/amendments`;
    done(await act(app, 'procurer-wang', 'post', path, { reason, bidsCloseAt: later }, tender.path));
  });
});
