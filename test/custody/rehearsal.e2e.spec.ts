import { demoHeldShare, demoHolders } from '../../seeds/demo-custodians.js';
import { confirmationOf, openingShareOf, rehearsalShareOf, type SessionOf } from '../../src/custody/held-share.js';
import type { Deal, HeldShare } from '../../src/custody/deal-lock.js';
import { callersAt, startBeside, startTestApp, type TestApp } from '../app.js';
import { act, audited, done, draft, look, publish, rulesOf, type Answered, type JourneyTender } from '../journeys/steps.js';
import { until } from '../until.js';
import { begin, dealt, rehearse, say, sealed, splitOnce, type Locked } from './ceremony.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const three = { holders: demoHolders.three };
const newDraft = async (): Promise<string> => done(await draft(app)).body.id;
const heldOf = (locked: Locked, lock: 'A' | 'B', index: number): HeldShare => locked.held[lock][index - 1] as HeldShare;
const pathOf = ({ id }: { id: string }): string => `/v1/tenders/${id}`;

async function part(locked: Locked, lock: 'A' | 'B', index: number, session: SessionOf, body?: object): Promise<Answered> {
  const client = locked.holders[lock][index - 1] as string;
  const own = await rehearsalShareOf(heldOf(locked, lock, index), session);
  return act(app, client, 'post', `${pathOf(locked)}/rehearsal/shares`, { ...own, ...body });
}

async function confirm(locked: Locked, lock: 'A' | 'B', index: number, over: object = {}): Promise<Answered> {
  const client = locked.holders[lock][index - 1] as string;
  const own = confirmationOf(heldOf(locked, lock, index));
  return act(app, client, 'post', `${pathOf(locked)}/rehearsal/confirmations`, { ...own, ...over });
}

async function approveAndPublish(locked: Locked): Promise<Answered> {
  const path = pathOf(locked);
  done(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path));
  return publish(app, { id: locked.id, path } as JourneyTender);
}

describe('a deal (art. 58)', () => {
  const put = (client: string, locked: Locked, over: (deal: Deal) => object): Promise<Answered> =>
    act(app, client, 'put', `${pathOf(locked)}/sealing`, over(locked.deals.A));

  it('gives each holder its own sealed share back, and nobody another’s', async () => {
    const locked = await sealed(app, await newDraft(), three);
    const path = `${pathOf(locked)}/sealing/shares/mine`;
    for (const [at, client] of locked.holders.A.entries()) {
      const { body } = done(await look(app, client, path));
      expect(body['items']).toMatchObject([
        { lock: 'A', index: at + 1, sealedShare: locked.deals.A.shares[at]?.sealedShare, threshold: 2, confirmed: false },
      ]);
      expect(await demoHeldShare(client, locked.deals.A, at + 1)).toEqual(heldOf(locked, 'A', at + 1));
    }
    expect((await look(app, 'procurer-wang', path)).status).toBe(403);
    const other = await sealed(app, await newDraft());
    expect((await look(app, 'custodian-notary-zheng', `${pathOf(other)}/sealing/shares/mine`)).status).toBe(404);
    expect(await audited(app, 'tender.lock-registered', locked.id)).toBe(2);
  });

  it.each<[string, (deal: Deal, ids: Record<string, string>) => object]>([
    ['sealing.threshold-unfit', (deal) => ({ ...deal, threshold: 3 })],
    ['sealing.threshold-unfit', (deal) => ({ ...deal, threshold: 1 })],
    ['sealing.index-repeated', (deal) => ({ ...deal, shares: deal.shares.map((one) => ({ ...one, index: 1 })) })],
    [
      'sealing.holder-repeated',
      (deal) => ({ ...deal, shares: deal.shares.map((one) => ({ ...one, personId: deal.shares[0]?.personId })) }),
    ],
    ['sealing.holder-unfit', (deal, ids) => given(deal, ids['procurer-wang'])],
    ['sealing.holder-unfit', (deal) => given(deal, '019f0000-0000-7000-8000-000000000001')],
    ['sealing.holder-not-enrolled', (deal, ids) => given(deal, ids['unenrolled'])],
    ['sealing.organization-holds-quorum', (deal, ids) => given(deal, ids['custodian-hospital-wu'])],
  ])('is refused as %s', async (rule, over) => {
    const locked = await dealt(app, await newDraft());
    const refused = await put('custodian-hospital', locked, (deal) => over(deal, ids));
    expect(refused.status).toBe(422);
    expect(rulesOf(refused)).toContain(rule);
    expect(await app.sql('SELECT FROM lock_deals WHERE tender_id = $1', [locked.id])).toEqual([]);
  });

  const given = (deal: Deal, personId: string | undefined): object => ({
    ...deal,
    shares: deal.shares.map((one) => (one.index === 2 ? { ...one, personId } : one)),
  });
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    const organization = (done(await look(app, 'custodian-exchange', '/v1/me')).body['organization'] as { id: string }).id;
    const newcomer = { subject: 'unenrolled', name: { zh: '尤未登', en: 'You Weideng' }, roles: ['custodian'] };
    done(await act(app, 'registrar', 'post', `/v1/organizations/${organization}/members`, newcomer));
    for (const { subject, id } of await app.sql<{ subject: string; id: string }>('SELECT subject, id FROM people'))
      ids[subject] = id;
  });

  it('gives nobody shares of both locks', async () => {
    const locked = await sealed(app, await newDraft());
    const both = {
      ...locked.deals.B,
      shares: locked.deals.B.shares.map((one, at) => ({ ...one, personId: at === 0 ? one.personId : ids['custodian-exchange'] })),
    };
    expect(rulesOf(await act(app, 'custodian-notary', 'put', `${pathOf(locked)}/sealing`, both))).toEqual([
      'sealing.holder-repeated',
    ]);
  });

  it('has recipients and commitments that are all different', async () => {
    const locked = await dealt(app, await newDraft());
    const same = await put('custodian-hospital', locked, (deal) => ({ ...deal, rehearsalRecipient: deal.recipient }));
    expect(same).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/rehearsalRecipient' }] } });
    const twice = await put('custodian-hospital', locked, (deal) => ({
      ...deal,
      shares: deal.shares.map((one) => ({ ...one, rehearsalCommitment: one.commitment })),
    }));
    expect(twice).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/shares' }] } });
  });
});

describe('the rehearsal (art. 58)', () => {
  it('is what a publication waits for: a quorum that opens, and every other holder who confirms', async () => {
    const locked = await sealed(app, await newDraft(), three);
    const path = `${pathOf(locked)}/rehearsal`;
    const session = await begin(app, locked, 'rehearsal');
    expect(done(await look(app, 'procurer-wang', path)).body).toMatchObject({
      opened: false,
      complete: false,
      unconfirmed: { length: 6 },
    });
    for (const [lock, index] of [
      ['A', 1],
      ['A', 3],
      ['B', 1],
    ] as const)
      expect(done(await part(locked, lock, index, session)).body).toMatchObject({ opened: false, taken: 'accepted' });
    expect(done(await part(locked, 'B', 2, session)).body).toMatchObject({
      opened: true,
      unconfirmed: ['A2', 'B3'],
      complete: false,
    });
    const early = await approveAndPublish(locked);
    expect({ status: early.status, errors: early.body.errors }).toMatchObject({
      status: 409,
      errors: [{ rule: 'tender.rehearsal-missing', facts: { missing: ['A2', 'B3'] } }],
    });
    expect(rulesOf(await confirm(locked, 'A', 2, { commitment: locked.deals.A.shares[0]?.commitment }))).toEqual([
      'opening.share-mismatch',
    ]);
    expect(rulesOf(await confirm(locked, 'A', 2, { rehearsalCommitment: locked.deals.A.shares[0]?.commitment }))).toEqual([
      'opening.share-mismatch',
    ]);
    done(await confirm(locked, 'A', 2));
    expect(rulesOf(await confirm(locked, 'A', 2))).toEqual(['rehearsal.share-confirmed']);
    expect(done(await confirm(locked, 'B', 3)).body).toMatchObject({ complete: true, unconfirmed: [] });
    done(await publish(app, { id: locked.id, path: pathOf(locked) } as JourneyTender));
    for (const type of ['rehearsal.session-begun', 'rehearsal.opened']) expect(await audited(app, type, locked.id)).toBe(1);
    expect(await audited(app, 'rehearsal.share-confirmed', locked.id)).toBe(2);
    const closed = await act(app, 'custodian-hospital', 'post', path, {});
    expect({ status: closed.status, rules: rulesOf(closed) }).toEqual({ status: 409, rules: ['tender.wrong-state'] });
  });

  it('is done anew for a lock that is dealt anew', async () => {
    const locked = await sealed(app, await newDraft());
    await rehearse(app, locked);
    done(await act(app, 'custodian-notary', 'put', `${pathOf(locked)}/sealing`, locked.deals.B));
    expect(rulesOf(await approveAndPublish(locked))).toEqual(['tender.rehearsal-missing']);
  });

  it('confirmations alone are not enough: somebody must have opened', async () => {
    const locked = await sealed(app, await newDraft());
    for (const lock of ['A', 'B'] as const) for (const index of [1, 2]) done(await confirm(locked, lock, index));
    const { body } = await approveAndPublish(locked);
    expect(body.errors).toMatchObject([{ rule: 'tender.rehearsal-missing', facts: { missing: { length: 1 } } }]);
  });

  it('takes no real share, no share of another place, none twice, and none from anybody else', async () => {
    const locked = await sealed(app, await newDraft());
    const session = await begin(app, locked, 'rehearsal');
    const held = heldOf(locked, 'A', 1);
    const real = await openingShareOf(held, session);
    expect(rulesOf(await part(locked, 'A', 1, session, { sealedShare: real.sealedShare }))).toEqual(['opening.share-mismatch']);
    expect(rulesOf(await part(locked, 'A', 1, session, { commitment: locked.deals.A.shares[1]?.commitment }))).toEqual([
      'opening.share-mismatch',
    ]);
    expect(rulesOf(await part(locked, 'A', 1, session, { index: 2 }))).toEqual(['opening.custodian-unknown']);
    expect(rulesOf(await part(locked, 'A', 1, { ...session, id: locked.id }))).toEqual(['opening.session-over']);
    done(await part(locked, 'A', 1, session));
    expect(rulesOf(await part(locked, 'A', 1, session))).toEqual(['opening.share-repeated']);
    expect((await say(app, 'custodian-notary-zheng', 'post', `${pathOf(locked)}/rehearsal`, {})).status).toBe(404);
    expect((await look(app, 'supplier-shenda', `${pathOf(locked)}/rehearsal`)).status).toBe(403);
    expect((await look(app, 'procurer-port', `${pathOf(locked)}/rehearsal`)).status).toBe(404);
    expect(await audited(app, 'rehearsal.share-refused', locked.id)).toBe(5);
  });

  it('needs both locks', async () => {
    const locked = await dealt(app, await newDraft());
    done(await act(app, 'custodian-hospital', 'put', `${pathOf(locked)}/sealing`, locked.deals.A));
    expect(rulesOf(await act(app, 'custodian-hospital', 'post', `${pathOf(locked)}/rehearsal`, {}))).toEqual([
      'rehearsal.locks-missing',
    ]);
  });

  it('takes shares at any process: the one with the key finds them', async () => {
    const beside = await startBeside(app);
    try {
      const locked = await sealed(app, await newDraft());
      const session = await begin(app, locked, 'rehearsal');
      const elsewhere = { ...app, ...callersAt(beside.address) };
      for (const lock of ['A', 'B'] as const)
        for (const index of [1, 2]) {
          const client = locked.holders[lock][index - 1] as string;
          const body = await rehearsalShareOf(heldOf(locked, lock, index), session);
          const taken = done(await act(elsewhere, client, 'post', `${pathOf(locked)}/rehearsal/shares`, body));
          expect(taken.body['taken']).toBe('received');
        }
      await until(
        async () => done(await look(app, 'procurer-wang', `${pathOf(locked)}/rehearsal`)).body['complete'] === true,
        'a complete rehearsal',
      );
      expect(await audited(app, 'rehearsal.share-accepted', locked.id)).toBe(4);
    } finally {
      await beside.close();
    }
  });
});

it('the same keys make other commitments for another tender', async () => {
  const [one, other] = [await dealt(app, await newDraft()), await dealt(app, await newDraft())];
  expect(one.deals.A.recipient).toBe((await splitOnce('A', 2)).recipient);
  expect(one.deals.A.recipient).toBe(other.deals.A.recipient);
  expect(one.deals.A.shares[0]?.commitment).not.toBe(other.deals.A.shares[0]?.commitment);
});
