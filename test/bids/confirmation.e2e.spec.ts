import pg from 'pg';
import { mriTender } from '../../seeds/demo-data.js';
import { auditLeaf, canonicalJson, salted } from '../../src/platform/audit-leaf.js';
import { sessionOptions } from '../../src/platform/database.js';
import { startTestApp, type TestApp } from '../app.js';
import { openTogether } from '../custody/ceremony.js';
import {
  act,
  answered,
  closing,
  done,
  look,
  published,
  rulesOf,
  submit,
  type Answered,
  type JourneyTender,
} from '../journeys/steps.js';
import { organizationOf } from '../prequalification/invited.js';
import { rounds, tellCounts } from '../prove.js';
import { direct } from './direct.js';

tellCounts(`races of an amendment with a bid: ${rounds(4, 40).length} round(s)`);

let app: TestApp;
let service: pg.Client;
const start = '2026-03-02T09:00:00+08:00';
const reason = { zh: '修改评审标准。', en: 'The evaluation criteria are changed.' };
const weights = (price: string, quality: string): object => ({
  criteria: [
    { ...mriTender.criteria[0], weight: price },
    { ...mriTender.criteria[1], weight: quality },
  ],
});

beforeAll(async () => {
  app = await startTestApp();
  service = new pg.Client({ connectionString: app.database.appUrl, options: sessionOptions });
  await service.connect();
});
beforeEach(() => app.setClock(start));
afterAll(async () => {
  await service.end();
  await app.close();
});

async function proposed(tender: JourneyTender, changes = weights('30', '70')): Promise<() => Promise<Answered>> {
  const { id } = done(
    await act(app, 'procurer-wang', 'post', `${tender.path}/amendment-proposals`, { reason, changes }, tender.path),
  ).body;
  const path = `${tender.path}/amendment-proposals/${id}`;
  return () => act(app, 'approver-li', 'post', `${path}/approval`, undefined, path);
}

async function amend(tender: JourneyTender, changes?: object): Promise<void> {
  done(await (await proposed(tender, changes))());
}

function confirm(tender: JourneyTender, noticeVersion: number, by = 'supplier-shenda'): Promise<Answered> {
  return act(app, by, 'post', `${tender.path}/bids/mine/confirmations`, { noticeVersion });
}

async function tagOfBid(tender: JourneyTender): Promise<string | undefined> {
  return (await look(app, 'supplier-shenda', `${tender.path}/bids/mine`)).headers['etag'];
}

async function standing(tender: JourneyTender, by = 'supplier-shenda'): Promise<unknown> {
  return done(await look(app, by, `${tender.path}/bids/mine`)).body['notices'];
}

async function duties(tender: JourneyTender, by: string): Promise<object[]> {
  const { items } = done(await look(app, by, '/v1/me/duties?limit=100')).body as unknown as {
    items: { kind: string; tenderId: string }[];
  };
  return items.filter((one) => one.kind === 'bid.confirm' && one.tenderId === tender.id);
}

async function inbox(tender: JourneyTender, by: string, topic = 'tender.amended'): Promise<{ id: string; topic: string }[]> {
  const { items } = done(await look(app, by, '/v1/me/inbox?limit=100')).body as unknown as {
    items: { id: string; topic: string; tenderId: string }[];
  };
  return items.filter((one) => one.topic === topic && one.tenderId === tender.id);
}

describe('a sealed bid under an amended notice', () => {
  it('stands under the older one until its supplier confirms it, and the supplier is asked', async () => {
    const tender = await published(app);
    done(await submit(app, tender, 'supplier-shenda'));
    const none = { confirmationAsked: false, confirmedAt: null };
    expect(await standing(tender)).toEqual({ madeUnder: 1, answers: 1, current: 1, ...none });
    expect(rulesOf(await confirm(tender, 1))).toEqual(['bid.confirmation-not-asked']);
    const before = await tagOfBid(tender);
    await amend(tender);
    expect(await tagOfBid(tender)).not.toBe(before);
    expect(await standing(tender)).toEqual({ madeUnder: 1, answers: 1, current: 2, ...none, confirmationAsked: true });
    expect(await duties(tender, 'supplier-shenda')).toMatchObject([
      { dueAt: '2026-04-13T01:30:00.000000Z', subject: { kind: 'bid' } },
    ]);
    for (const other of ['supplier-hujiang', 'procurer-wang', 'approver-li']) expect(await duties(tender, other)).toEqual([]);

    const stale = await confirm(tender, 1);
    expect(stale).toMatchObject({
      status: 409,
      body: { errors: [{ rule: 'bid.confirmation-other-version', facts: { noticeVersion: 1, current: 2 } }] },
    });
    const asked = await tagOfBid(tender);
    const made = done(await confirm(tender, 2)).body;
    expect(await tagOfBid(tender)).not.toBe(asked);
    expect(made).toMatchObject({ format: 'ftz-confirmation-1', tenderId: tender.id, noticeVersion: 2 });
    expect(await standing(tender)).toEqual({
      madeUnder: 1,
      answers: 2,
      current: 2,
      confirmationAsked: false,
      confirmedAt: made['confirmedAt'],
    });
    expect(await duties(tender, 'supplier-shenda')).toEqual([]);
    expect(rulesOf(await confirm(tender, 2))).toEqual(['bid.confirmation-not-asked']);

    await amend(tender, weights('20', '80'));
    done(await submit(app, tender, 'supplier-shenda', {}, 'put'));
    expect(await standing(tender)).toEqual({ madeUnder: 3, answers: 3, current: 3, ...none });
  });

  it('is not asked about where only the wording or the deadline changed', async () => {
    const tender = await published(app);
    done(await submit(app, tender, 'supplier-shenda'));
    const fundingPurpose = { zh: '设备更新', en: 'Renewal of equipment' };
    for (const body of [{ changes: { fundingPurpose } }, { bidsCloseAt: '2026-04-20T09:30:00+08:00' }])
      done(await act(app, 'procurer-wang', 'post', `${tender.path}/amendments`, { reason, ...body }, tender.path));
    expect(await standing(tender)).toMatchObject({ answers: 1, current: 3, confirmationAsked: false });
    expect(await duties(tender, 'supplier-shenda')).toEqual([]);
  });

  it('is confirmed only by who holds one, before the deadline by the database’s clock', async () => {
    const tender = await published(app);
    for (const client of ['supplier-shenda', 'supplier-hujiang', 'supplier-rheinland']) done(await submit(app, tender, client));
    await amend(tender);
    done(answered(await (await app.as('supplier-rheinland'))('delete', `${tender.path}/bids/mine`)));
    expect(rulesOf(await confirm(tender, 2, 'supplier-rheinland'))).toEqual(['bid.already-withdrawn']);
    expect((await confirm(await published(app), 1)).status).toBe(404);
    expect((await confirm(tender, 2, 'procurer-wang')).status).toBe(403);
    expect(await act(app, 'supplier-shenda', 'post', `${tender.path}/bids/mine/confirmations`, {})).toMatchObject({
      status: 422,
    });
    await app.setClock('2026-04-13T09:29:59.999999+08:00', true);
    done(await confirm(tender, 2));
    await app.setClock(closing, true);
    const late = await confirm(tender, 2, 'supplier-hujiang');
    expect({ status: late.status, rules: rulesOf(late) }).toEqual({ status: 422, rules: ['bid.confirmation-late'] });
    const rows = await app.sql(`SELECT 1 FROM audit_entries WHERE tender_id = $1 AND type = 'bid.refused' AND sealed`, [
      tender.id,
    ]);
    expect(rows).toHaveLength(1);
    expect(await duties(tender, 'supplier-hujiang')).toEqual([]);
  });

  it('is confirmed once by a repeated request, and once by two at the same time', async () => {
    const tender = await published(app);
    done(await submit(app, tender, 'supplier-shenda'));
    await amend(tender);
    const caller = await app.as('supplier-shenda');
    const send = (key: string, noticeVersion = 2) =>
      caller('post', `${tender.path}/bids/mine/confirmations`, key).send({ noticeVersion });
    const answers = await Promise.all([send(`one-${tender.id}`), send(`one-${tender.id}`), send(`two-${tender.id}`)]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 201, 409]);
    expect(new Set(answers.filter((one) => one.status === 201).map((one) => one.text)).size).toBe(1);
    const [won] = answers[2]?.status === 201 ? ['two'] : ['one'];
    expect((await send(`${won as string}-${tender.id}`, 3)).status).toBe(422);
    expect(await app.sql('SELECT 1 FROM bid_confirmations WHERE tender_id = $1', [tender.id])).toHaveLength(1);
  });

  it('is opened unread by anybody before, and the minutes say which version each bid answers', async () => {
    const tender = await published(app);
    for (const client of ['supplier-shenda', 'supplier-hujiang']) done(await submit(app, tender, client));
    await amend(tender);
    done(await confirm(tender, 2, 'supplier-hujiang'));
    done(await submit(app, tender, 'supplier-rheinland'));
    await app.setClock('2026-04-13T10:00:00+08:00');
    await openTogether(app, tender.locked);
    const { minutes } = done(await look(app, null, `${tender.path}/opening`)).body as unknown as {
      minutes: { bids: { supplierId: string; noticeVersion: number; result: string }[] };
    };
    const versionOf = async (client: string): Promise<number | undefined> => {
      const id = await organizationOf(app, client);
      return minutes.bids.find((one) => one.supplierId === id)?.noticeVersion;
    };
    expect([
      await versionOf('supplier-shenda'),
      await versionOf('supplier-hujiang'),
      await versionOf('supplier-rheinland'),
    ]).toEqual([1, 2, 2]);
    expect(minutes.bids.map((one) => one.result)).toEqual(['opened', 'opened', 'opened']);
    expect(await standing(tender)).toMatchObject({ answers: 1, current: 2, confirmationAsked: false });
    expect(rulesOf(await confirm(tender, 2))).toEqual(['bid.confirmation-late']);
  });
});

describe('who bids is told of an amendment, and nobody learns who that is', () => {
  it('by a delivery only the bidder can read, as secret as its confirmation', async () => {
    const [full, empty] = [await published(app), await published(app)];
    for (const client of ['supplier-shenda', 'supplier-hujiang']) done(await submit(app, full, client));
    done(answered(await (await app.as('supplier-hujiang'))('delete', `${full.path}/bids/mine`)));
    const metrics = async (): Promise<string[]> =>
      (await app.http('get', '/metrics')).text.split('\n').filter((line) => /\/bids|confirmations/.test(line));
    const before = await metrics();
    for (const tender of [full, empty]) await amend(tender);
    await app.drain();
    done(await confirm(full, 2));

    const [delivery] = await inbox(full, 'supplier-shenda');
    expect([await inbox(full, 'supplier-hujiang'), await inbox(empty, 'supplier-shenda')]).toEqual([[], []]);
    expect(await inbox(full, 'procurer-wang')).toHaveLength(1);
    const receipt = `/v1/me/inbox/${delivery?.id ?? ''}/receipt`;
    const { readAt } = done(await act(app, 'supplier-shenda', 'post', receipt)).body;
    expect(done(await act(app, 'supplier-shenda', 'post', receipt)).body['readAt']).toBe(readAt);
    expect(await inbox(full, 'supplier-shenda')).toMatchObject([{ readAt }]);
    expect((await act(app, 'supplier-hujiang', 'post', receipt)).status).toBe(404);

    // The service's own role counts the same for a tender with bids and one without.
    const counted = async (sql: string, tender: JourneyTender): Promise<number> =>
      (await service.query(sql, [tender.id])).rowCount ?? 0;
    for (const sql of [
      'SELECT 1 FROM deliveries WHERE tender_id = $1',
      'SELECT 1 FROM audit_entries WHERE tender_id = $1',
      "SELECT 1 FROM audit_payloads WHERE payload LIKE '%' || $1::text || '%'",
      "SELECT 1 FROM outbox WHERE body::text LIKE '%' || $1::text || '%'",
      "SELECT 1 FROM idempotency_keys WHERE answer::text LIKE '%' || $1::text || '%'",
    ])
      expect([sql, await counted(sql, full)]).toEqual([sql, await counted(sql, empty)]);
    expect((await service.query('SELECT 1 FROM delivery_receipts WHERE delivery_id = $1', [delivery?.id])).rowCount).toBe(0);
    expect(
      (await service.query('SELECT 1 FROM idempotency_keys WHERE route LIKE $1', [`%${delivery?.id ?? ''}%`])).rowCount,
    ).toBe(0);
    await expect(service.query('SELECT 1 FROM bid_confirmations')).rejects.toMatchObject({ code: '42501' });
    expect(await metrics()).toEqual(before);
    expect(app.logged()).not.toContain('mine/confirmations');
    for (const by of [null, 'procurer-wang', 'auditor-feng'])
      expect(JSON.stringify((await look(app, by, `${full.path}/timeline`)).body)).not.toContain('bid.');
  });

  it('and the confirmation is in the audit trail as a sealed entry like any other', async () => {
    const tender = await published(app);
    done(await submit(app, tender, 'supplier-shenda'));
    await amend(tender);
    const made = done(await confirm(tender, 2)).body;
    const [entry] = await app.sql<{
      id: string;
      leaf: string;
      payload: string;
      salt: Buffer;
      recordedAt: string;
      personId: string;
      organizationId: string;
    }>(
      `SELECT entry.id, leaf, payload, salt, utc_text(recorded_at) AS "recordedAt", actor_person_id AS "personId", actor_organization_id AS "organizationId"
         FROM audit_entries entry JOIN audit_payloads ON entry_id = entry.id WHERE tender_id = $1 AND type = 'bid.confirmed' AND sealed`,
      [tender.id],
    );
    if (!entry) throw new Error('no entry');
    const written = auditLeaf({
      id: entry.id,
      type: 'bid.confirmed',
      article: 51,
      tenderId: tender.id,
      subjectKind: 'bid',
      subjectId: made['submissionId'] as string,
      actorPersonId: entry.personId,
      actorOrganizationId: entry.organizationId,
      recordedAt: entry.recordedAt,
      payload: {
        confirmationId: made.id,
        confirmedAt: made['confirmedAt'],
        noticeVersion: 2,
        submissionId: made['submissionId'],
      },
      sealed: true,
    });
    expect(entry.payload).toBe(written.payload);
    expect(entry.leaf).toBe(
      canonicalJson({
        sha256: salted('sha256', entry.salt, entry.payload),
        sha512: salted('sha512', entry.salt, entry.payload),
        type: 'sealed',
        v: 1,
      }),
    );
  });
});

describe('an amendment and a bid at the same time', () => {
  it('a bid received before the amendment, but written after it, was made under the notice before', async () => {
    const tender = await published(app);
    const approve = await proposed(tender);
    const by = direct(app);
    const holder = await by.session();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM tenders WHERE id = $1 FOR UPDATE', [tender.id]);
      const approving = approve();
      await by.waiting('ftz-work');
      await app.setClock('2026-03-03T09:00:00+08:00', true);
      const submitting = submit(app, tender, 'supplier-shenda');
      await by.waiting('submit_bid');
      await app.setClock('2026-03-04T09:00:00+08:00', true);
      await holder.query('COMMIT');
      expect([(await approving).status, (await submitting).body['receivedAt']]).toEqual([201, '2026-03-03T01:00:00.000000Z']);
    } finally {
      await by.end();
    }
    expect(await standing(tender)).toMatchObject({ madeUnder: 1, answers: 1, current: 2, confirmationAsked: true });
  });

  it.each(rounds(4, 40))('have one order, and the bid says by which version it is judged (round %i)', async () => {
    const tender = await published(app);
    const approve = await proposed(tender);
    const [amended, ...bids] = await Promise.all([
      approve(),
      submit(app, tender, 'supplier-shenda'),
      submit(app, tender, 'supplier-hujiang'),
    ]);
    expect([amended.status, ...bids.map((one) => one.status)]).toEqual([201, 201, 201]);
    const { publishedAt } = done(await look(app, null, `${tender.path}/notices/2`)).body as unknown as { publishedAt: string };
    for (const [index, client] of ['supplier-shenda', 'supplier-hujiang'].entries()) {
      const receivedAt = bids[index]?.body['receivedAt'] as string;
      const madeUnder = receivedAt < publishedAt ? 1 : 2;
      expect(await standing(tender, client)).toMatchObject({
        madeUnder,
        answers: madeUnder,
        current: 2,
        confirmationAsked: madeUnder === 1,
      });
    }
    const rows = await app.sql<{ type: string }>(
      `SELECT type FROM audit_entries WHERE tender_id = $1 AND type IN ('bid.submitted', 'tender.amended')`,
      [tender.id],
    );
    expect(rows.map((one) => one.type).sort()).toEqual(['bid.submitted', 'bid.submitted', 'tender.amended']);
  });
});
