import { openTogether } from '../custody/ceremony.js';
import { startTestApp, type TestApp } from '../app.js';
import { consortium } from '../bids/partners.js';
import {
  act,
  declare,
  done,
  evaluate,
  look,
  opened,
  published,
  reasons,
  rulesOf,
  submit,
  winner,
  type Answered,
  type JourneyTender,
  type Opened,
} from '../journeys/steps.js';
import { addLicence, judgeLicence, organizationOf } from '../prequalification/invited.js';
import { dutiesOf } from './exclusions.js';

let app: TestApp;

beforeEach(async () => {
  app = await startTestApp();
});
afterEach(() => app.close());

const type = '医疗器械经营许可证';
const others = ['supplier-shenda', 'supplier-hujiang'];

/** An open tender that asks for the licence, which the others hold. */
async function asking(over: object = {}): Promise<JourneyTender> {
  for (const client of others) await addLicence(app, client);
  return published(app, { licenceTypes: [type], ...over });
}

/** Added and not judged. Gives its path. */
async function unjudged(client: string, over: object = {}): Promise<string> {
  const path = `/v1/organizations/${await organizationOf(app, client)}/licences`;
  const licence = { type, number: 'RL-1', issuer: { zh: '上海市药品监督管理局' }, holder: '莱茵医疗', validFrom: '2024-01-01' };
  return `${path}/${done(await act(app, client, 'post', path, { ...licence, ...over })).body.id}`;
}

async function rejected(tender: Opened): Promise<unknown> {
  const { report } = done(await look(app, 'procurer-wang', `${tender.path}/evaluation-report`)).body as unknown as {
    report: { rejected: { bidId: string; breaches: { rule: string }[] }[] };
  };
  return Object.fromEntries(report.rejected.map((one) => [one.bidId, one.breaches.map(({ rule }) => rule)]));
}

function award(tender: Opened): Promise<Answered> {
  const body = { bidId: tender.bids[winner], reasons };
  return act(app, 'procurer-wang', 'post', `${tender.path}/awards`, body, tender.path);
}

describe('licences that an open tender asks for (art. 58)', () => {
  it('are published with it', async () => {
    const tender = await asking();
    expect((await look(app, null, tender.path)).body).toMatchObject({ licenceTypes: [type] });
    const twice = await act(app, 'procurer-wang', 'post', '/v1/tenders', { licenceTypes: [type, type] });
    expect(twice.status).toBe(422);
  });

  it.each<[string, (tender: JourneyTender) => Promise<unknown>]>([
    ['holds none', () => Promise.resolve()],
    ['holds one that was refused', async () => judgeLicence(app, await unjudged(winner), refusal)],
    ['holds one that ends before the deadline', () => addLicence(app, winner, { validTo: '2026-04-12' })],
    ['holds another one', () => addLicence(app, winner, { type: '营业执照' })],
  ])('reject the bid whose supplier %s', async (_name, prepare) => {
    const tender = await asking();
    await prepare(tender);
    const box = await opened(app, tender);
    await declare(app, box);
    done(await evaluate(app, box));
    expect(await rejected(box)).toEqual({ [box.bids[winner] ?? '']: ['bid.licence-missing'] });
  });

  it('count where they were recorded before the deadline, and no later', async () => {
    const tender = await asking();
    const box = await opened(app, tender);
    await addLicence(app, winner);
    await declare(app, box);
    done(await evaluate(app, box));
    expect(await rejected(box)).toEqual({ [box.bids[winner] ?? '']: ['bid.licence-missing'] });
  });

  it('hold the evaluation up while one of them waits for the registrar', async () => {
    const tender = await asking();
    const path = await unjudged(winner);
    const box = await opened(app, tender);
    await declare(app, box);
    const waiting = await evaluate(app, box);
    expect([waiting.status, rulesOf(waiting)]).toEqual([409, ['licence.not-verified']]);
    done(await judgeLicence(app, path));
    done(await evaluate(app, box));
    expect(await rejected(box)).toEqual({});
  });

  it('are held by one member of a consortium for all', async () => {
    const tender = await asking({ terms: { consortia: { admitted: true } } });
    const partner = await organizationOf(app, 'supplier-shenda');
    const joint = consortium(await organizationOf(app, winner), { organizationId: partner });
    for (const [client, over] of [[winner, joint] as const, ['supplier-hujiang', {}] as const])
      done(await submit(app, tender, client, over));
    await app.setClock('2026-04-13T10:00:00+08:00');
    await openTogether(app, tender.locked);
    const { minutes } = done(await look(app, null, `${tender.path}/opening`)).body as unknown as {
      minutes: { bids: { bidId: string; supplierId: string }[] };
    };
    const ids = Object.fromEntries(minutes.bids.map((one) => [one.supplierId, one.bidId]));
    const bids: Record<string, string> = {};
    for (const client of [winner, 'supplier-hujiang']) bids[client] = ids[await organizationOf(app, client)] as string;
    const box = { ...tender, bids };
    await declare(app, box);
    done(await evaluate(app, box));
    expect(await rejected(box)).toEqual({});
    expect(await dutiesOf(app, 'procurer-wang', 'bid.licence-follow-up')).toEqual([]);
  });
});

const refusal = { decision: 'refused', reason: { zh: '证照已注销。', en: 'It was cancelled.' } };

describe('a licence that runs out while the procedure goes on', () => {
  it('is the bidder’s duty until the deadline, and nobody learns of its bid', async () => {
    const tender = await asking();
    await addLicence(app, winner, { validTo: '2026-04-12' });
    expect(await dutiesOf(app, winner, 'bid.licence-renew')).toEqual([]);
    done(await submit(app, tender, winner));
    expect(await dutiesOf(app, winner, 'bid.licence-renew')).toMatchObject([{ tenderId: tender.id, dueOn: '2026-04-13' }]);
    expect(await dutiesOf(app, 'procurer-wang', 'bid.licence-follow-up')).toEqual([]);
    expect(await dutiesOf(app, 'supplier-shenda', 'bid.licence-renew')).toEqual([]);
    await addLicence(app, winner);
    expect(await dutiesOf(app, winner, 'bid.licence-renew')).toEqual([]);
  });

  it('is found by the procuring entity after the opening, and stops the award until it is renewed', async () => {
    const tender = await asking();
    await addLicence(app, winner, { validTo: '2026-04-13' });
    const box = await opened(app, tender);
    expect(await dutiesOf(app, 'procurer-wang', 'bid.licence-follow-up')).toEqual([]);
    await declare(app, box);
    done(await evaluate(app, box));
    await app.setClock('2026-04-14T09:00:00+08:00');
    const bid = { kind: 'bid', id: box.bids[winner] };
    expect(await dutiesOf(app, 'procurer-wang', 'bid.licence-follow-up')).toMatchObject([{ subject: bid }]);
    expect(await dutiesOf(app, winner, 'bid.licence-renew')).toMatchObject([{ subject: bid, dueOn: null }]);
    expect(await dutiesOf(app, 'procurer-port', 'bid.licence-follow-up')).toEqual([]);
    const refused = await award(box);
    expect([refused.status, rulesOf(refused)]).toEqual([422, ['bid.licence-missing']]);
    expect(refused.body.errors).toMatchObject([{ pointer: '#/bidId' }]);
    const path = await unjudged(winner);
    expect(rulesOf(await award(box))).toEqual(['licence.not-verified']);
    done(await judgeLicence(app, path));
    done(await award(box));
    expect(await dutiesOf(app, winner, 'bid.licence-renew')).toEqual([]);
  });
});
