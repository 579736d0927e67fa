import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { openSealed, SealFault } from '../../src/bids/seal.js';
import { sealText } from '../../src/custody/age-text.js';
import { splitLock, type HeldShare } from '../../src/custody/deal-lock.js';
import type { SessionOf } from '../../src/custody/held-share.js';
import { newId } from '../../src/platform/unit-of-work.js';
import { callersAt, startBeside } from '../app.js';
import { hand, opensAt, ruleOf, sealedFor, startBids, type BidsApp, type Box } from '../bids/box.js';
import { until } from '../until.js';
import { begin, freshRecipient, handInShare, openTogether, say, shareBody, type Said } from './ceremony.js';

/** T2, T3 and T9: who opens, with what, and when. */
describe('the quorum of an opening (art. 58)', () => {
  let app: BidsApp;
  let tender: Box;
  let session: SessionOf;

  beforeAll(async () => {
    app = await startBids();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.setClock('2026-04-12T01:00:00Z');
    tender = await app.tender();
    await hand(await app.as('supplier-shenda'), 'post', tender, await sealedFor(tender));
    await app.setClock(opensAt);
    session = await begin(app, tender.locked);
  });

  const path = (): string => `/v1/tenders/${tender.id}/opening/shares`;
  const handIn = (lock: 'A' | 'B', index: number, to = session): Promise<Said> =>
    handInShare(app, tender.locked, lock, index, to);
  const isOpen = async (): Promise<boolean> =>
    (await app.sql('SELECT FROM tenders WHERE id = $1 AND opened_at IS NOT NULL', [tender.id])).length > 0;
  const refusalsOf = (type = 'opening.share-refused'): Promise<object[]> =>
    app.sql(
      `SELECT payload::jsonb -> 'payload' ->> 'custodian' AS custodian, payload::jsonb #>> '{payload,rules,0}' AS rule
         FROM audit_entries entry JOIN audit_payloads ON entry_id = entry.id WHERE tender_id = $1 AND type = $2 ORDER BY inserted`,
      [tender.id, type],
    );
  /** A share as its holder would hand it in, but of these bytes. */
  const forged = async (lock: 'A' | 'B', index: number, bytes: (held: HeldShare) => Uint8Array, by?: string): Promise<Said> => {
    const { client, body } = await shareBody(tender.locked, lock, index, session);
    const held = tender.locked.held[lock][index - 1] as HeldShare;
    return say(app, by ?? client, 'post', path(), { ...body, sealedShare: await sealText(session.recipient, bytes(held)) });
  };
  const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');

  it.each([
    [
      'one share of A and all of B',
      [
        ['B', 1],
        ['B', 2],
        ['A', 1],
      ],
    ],
    [
      'all of A and one share of B',
      [
        ['A', 1],
        ['A', 2],
        ['B', 2],
      ],
    ],
    [
      'one share of each',
      [
        ['A', 2],
        ['B', 1],
      ],
    ],
    [
      'all of one lock',
      [
        ['A', 1],
        ['A', 2],
      ],
    ],
  ] as const)('opens nothing with %s, and then with the rest', async (_, first) => {
    for (const [lock, index] of first) expect(await handIn(lock, index)).toMatchObject({ status: 201, body: { opened: false } });
    expect(await isOpen()).toBe(false);
    const given = first.map(([lock, index]) => `${lock}${index}`);
    const rest = (['A', 'B'] as const)
      .flatMap((lock) => [1, 2].map((index) => ({ lock, index })))
      .filter((one) => !given.includes(`${one.lock}${one.index}`));
    for (const { lock, index } of rest) expect((await handIn(lock, index)).status).toBe(201);
    expect(await isOpen()).toBe(true);
  });

  it('opens nothing for the dealer of one lock alone, who knows its whole key', async () => {
    const file = await sealedFor(tender);
    for (const key of [tender.keys.A, tender.keys.B]) {
      const parts = openSealed(Readable.from([file]), key, key);
      await expect(parts.next()).rejects.toBeInstanceOf(SealFault);
    }
    expect(ruleOf(await forged('A', 1, () => Buffer.from(tender.keys.A)))).toBe('opening.share-mismatch');
    expect(await isOpen()).toBe(false);
    expect(await refusalsOf()).toEqual([{ custodian: await app.person('custodian-hospital'), rule: 'opening.share-mismatch' }]);
  });

  it.each<[string, (held: HeldShare, another: Uint8Array) => Uint8Array]>([
    ['forged', () => randomBytes(75)],
    ['corrupt by one bit', (held) => flipped(bytesOf(held.share))],
    ['cut short', (held) => bytesOf(held.share).subarray(0, 74)],
    ['empty', () => new Uint8Array()],
    ["of another tender's key", (_, another) => another],
    ['of the rehearsal', (held) => bytesOf(held.rehearsalShare)],
  ])('refuses a share that is %s before it is combined, names its custodian, and opens all the same', async (_, change) => {
    const another = (await splitLock(2, 2)).shares[0] as Uint8Array;
    for (const [lock, index] of [
      ['A', 1],
      ['B', 1],
      ['B', 2],
    ] as const)
      await handIn(lock, index);
    const refused = await forged('A', 2, (held) => change(held, another));
    expect([refused.status, ruleOf(refused)]).toEqual([422, 'opening.share-mismatch']);
    expect(refused.body['errors']).toMatchObject([{ facts: { lock: 'A', index: 2 } }]);
    expect(await refusalsOf()).toEqual([{ custodian: await app.person('custodian-exchange'), rule: 'opening.share-mismatch' }]);
    expect(await isOpen()).toBe(false);
    expect((await handIn('A', 2)).body).toMatchObject({ opened: true });
  });

  const flipped = (bytes: Buffer): Buffer => {
    const copy = Buffer.from(bytes);
    copy[20] = (copy[20] as number) ^ 1;
    return copy;
  };

  it('refuses what is sealed for another session, a share twice, and the share of somebody else', async () => {
    const other = await begin(app, tender.locked, undefined, 'custodian-notary');
    const { body } = await shareBody(tender.locked, 'A', 1, other);
    expect(ruleOf(await say(app, 'custodian-hospital', 'post', path(), { ...body, session: session.id }))).toBe(
      'opening.share-mismatch',
    );
    expect((await handIn('A', 1)).status).toBe(201);
    expect(ruleOf(await handIn('A', 1))).toBe('opening.share-repeated');
    const first = await shareBody(tender.locked, 'A', 1, session);
    for (const by of ['custodian-exchange', 'custodian-notary', 'custodian-hospital-wu'])
      expect(ruleOf(await say(app, by, 'post', path(), first.body))).toBe('opening.custodian-unknown');
    expect(ruleOf(await forged('A', 2, () => bytesOf(''), 'custodian-exchange'))).toBe('opening.share-mismatch');
    const held = tender.locked.held.A[0] as HeldShare;
    expect(ruleOf(await forged('A', 2, () => bytesOf(held.share)))).toBe('opening.share-mismatch');
    expect((await say(app, 'procurer-wang', 'post', path(), first.body)).status).toBe(403);
    expect(await refusalsOf()).toHaveLength(7);
    expect(await isOpen()).toBe(false);
  });

  it.each([
    ['a lock that is none', { lock: 'C' }],
    ['an index that is none', { index: 0 }],
    ['no session', { session: 'none' }],
    ['no base64', { sealedShare: '~' }],
    ['a whole key', { identity: 'AGE-SECRET-KEY-1' }],
  ])('does not understand %s', async (_, over) => {
    const { client, body } = await shareBody(tender.locked, 'A', 1, session);
    expect((await say(app, client, 'post', path(), { ...body, ...over })).status).toBe(422);
  });

  it('begins at the moment and not a microsecond before', async () => {
    await app.setClock('2026-04-13T01:00:29.999999Z', true);
    const early = await say(app, 'custodian-hospital', 'post', `/v1/tenders/${tender.id}/opening/sessions`, {});
    expect([early.status, ruleOf(early)]).toEqual([409, 'opening.too-early']);
    expect(ruleOf(await handIn('A', 1))).toBe('opening.too-early');
    expect(await refusalsOf('opening.session-refused')).toMatchObject([{ rule: 'opening.too-early' }]);
    await app.setClock(opensAt, true);
    expect(await openTogether(app, tender.locked)).toMatchObject({ opened: true });
  });

  it('is not two people of one organisation, even where the rows were made to say so', async () => {
    await app.sql('ALTER TABLE lock_shares DISABLE TRIGGER USER');
    await app.sql(
      `UPDATE lock_shares SET person_id = $2, organization_id = $3
        WHERE index = 2 AND deal_id = (SELECT id FROM lock_deals WHERE tender_id = $1 AND lock = 'A')`,
      [tender.id, await app.person('custodian-hospital-wu'), app.organizations['hospital']],
    );
    for (const trigger of ['append_only_rows', 'append_only_table'])
      await app.sql(`ALTER TABLE lock_shares ENABLE ALWAYS TRIGGER ${trigger}`);
    await handIn('A', 1);
    const { body } = await shareBody(tender.locked, 'A', 2, session);
    const refused = await say(app, 'custodian-hospital-wu', 'post', path(), body);
    expect([refused.status, ruleOf(refused)]).toEqual([403, 'opening.one-organization']);
    expect(await refusalsOf('opening.refused')).toMatchObject([{ rule: 'opening.one-organization' }]);
    expect(await isOpen()).toBe(false);
  });

  it('is of no use where the dealer committed itself to shares of another key than it registered', async () => {
    await app.sql('ALTER TABLE lock_deals DISABLE TRIGGER USER');
    await app.sql(`UPDATE lock_deals SET recipient = $2 WHERE tender_id = $1 AND lock = 'B'`, [
      tender.id,
      await freshRecipient(),
    ]);
    await app.sql('ALTER TABLE lock_deals ENABLE ALWAYS TRIGGER locks_stand_after_publication');
    for (const [lock, index] of [
      ['A', 1],
      ['A', 2],
      ['B', 1],
    ] as const)
      await handIn(lock, index);
    const refused = await handIn('B', 2);
    expect([refused.status, ruleOf(refused)]).toEqual([409, 'opening.key-mismatch']);
    expect(await refusalsOf('opening.refused')).toMatchObject([{ rule: 'opening.key-mismatch' }]);
    expect(await isOpen()).toBe(false);
  });

  it('leaves out who has declared a conflict of interest', async () => {
    await app.sql(
      `INSERT INTO conflict_declarations (id, tender_id, person_id, has_conflict, declared_at) VALUES ($1, $2, $3, true, platform_now())`,
      [newId(), tender.id, await app.person('custodian-exchange')],
    );
    const refused = await handIn('A', 2);
    expect([refused.status, ruleOf(refused)]).toEqual([403, 'opening.conflict-declared']);
    expect((await handIn('A', 1)).status).toBe(201);
  });

  it('is over after fifteen minutes', async () => {
    await handIn('A', 1);
    await app.setClock('2026-04-13T01:20:00Z');
    expect(ruleOf(await handIn('A', 2))).toBe('opening.session-over');
    expect(await openTogether(app, tender.locked)).toMatchObject({ opened: true });
  });

  it('answers a repeated request as the first', async () => {
    const { client, body } = await shareBody(tender.locked, 'A', 1, session);
    const caller = await app.as(client);
    const answers = [
      await caller('post', path(), `again-${tender.id}`).send(body),
      await caller('post', path(), `again-${tender.id}`).send(body),
    ];
    expect(answers.map((one) => [one.status, (one.body as Said['body'])['taken']])).toEqual([
      [201, 'accepted'],
      [201, 'accepted'],
    ]);
    const begun = await app.as('custodian-hospital');
    const sessions = `/v1/tenders/${tender.id}/opening/sessions`;
    const [one, two] = [
      await begun('post', sessions, `s-${tender.id}`).send({}),
      await begun('post', sessions, `s-${tender.id}`).send({}),
    ];
    expect(two.body).toEqual(one.body);
  });

  describe('at two processes', () => {
    let beside: Awaited<ReturnType<typeof startBeside>>;
    let elsewhere: BidsApp;
    beforeEach(async () => {
      beside = await startBeside(app);
      elsewhere = { ...app, ...callersAt(beside.address) };
    });
    afterEach(() => beside.close());

    it('shares come in at any, and the one that has the key opens', async () => {
      for (const [lock, index] of [
        ['A', 1],
        ['B', 1],
      ] as const)
        await handIn(lock, index);
      for (const [lock, index] of [
        ['A', 2],
        ['B', 2],
      ] as const)
        expect((await handInShare(elsewhere, tender.locked, lock, index, session)).body).toMatchObject({ taken: 'received' });
      await until(isOpen, 'the opening by shares from elsewhere');
    });

    it('a forged share from elsewhere is refused by the one that has the key', async () => {
      const { client, body } = await shareBody(tender.locked, 'A', 1, session);
      const sealedShare = await sealText(session.recipient, randomBytes(75));
      expect((await say(elsewhere, client, 'post', path(), { ...body, sealedShare })).body).toMatchObject({ taken: 'received' });
      await until(async () => (await refusalsOf()).length > 0, 'the refusal of the forged share');
      expect(await refusalsOf()).toEqual([{ custodian: await app.person(client), rule: 'opening.share-mismatch' }]);
      expect((await handIn('A', 1)).body).toMatchObject({ taken: 'accepted' });
      const custodian = await app.as('custodian-notary');
      const sessionPath = `/v1/tenders/${tender.id}/opening/sessions/${session.id}`;
      expect((await custodian('get', sessionPath)).body).toMatchObject({
        id: session.id,
        opened: false,
        shares: [
          { lock: 'A', index: 1, taken: 'refused' },
          { lock: 'A', index: 1, taken: 'accepted' },
        ],
      });
      expect((await custodian('get', sessionPath.replace(session.id, tender.id))).status).toBe(404);
      const stranger = await app.as('custodian-notary-zheng');
      expect(ruleOf(await stranger('get', sessionPath))).toBe('opening.custodian-unknown');
    });

    it('a process that ends takes its session with it, and the box stays sealed until a new one', async () => {
      const lost = await begin(elsewhere, tender.locked);
      await handInShare(elsewhere, tender.locked, 'A', 1, lost);
      await beside.close();
      for (const [lock, index] of [
        ['A', 2],
        ['B', 1],
        ['B', 2],
      ] as const)
        expect((await handIn(lock, index, lost)).body).toMatchObject({ taken: 'received', opened: false });
      expect(await isOpen()).toBe(false);
      beside = await startBeside(app);
      expect(await openTogether(app, tender.locked)).toMatchObject({ opened: true });
    });
  });
});
