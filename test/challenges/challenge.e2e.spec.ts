import { freshKey } from '../app.js';
import {
  audited,
  challenge,
  filed,
  fullReply,
  letter,
  openedTender,
  publishedTender,
  reply,
  resultLetter,
  rulesOf,
  standing,
  startDocket,
  type DocketApp,
} from './docket.js';
import { rounds, tellCounts } from '../prove.js';

tellCounts(`races of challenge: ${rounds(1, 25).length} round(s) each`);

const lastMoment = '2026-03-19T23:59:59.999999+08:00';
const tooLate = '2026-03-20T00:00:00.000000+08:00';
const nobody = '0190a0a0-0000-7000-8000-000000000000';

describe('a challenge (质疑)', () => {
  let app: DocketApp;

  beforeAll(async () => {
    app = await startDocket();
  }, 60_000);
  afterAll(() => app.close());
  beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

  describe('its window', () => {
    it('is told to everybody with its derivation, and is not begun for a stage that still runs', async () => {
      const id = await publishedTender(app);
      const answer = await app.http('get', `/v1/tenders/${id}/challenge-window`);
      expect(answer.status).toBe(200);
      const { windows } = answer.body as { windows: Record<string, Record<string, unknown> | null> };
      expect(windows['documents']).toMatchObject({
        basis: 'documentsNoticeEnded',
        startsOn: '2026-03-09',
        lastDay: '2026-03-19',
        open: true,
      });
      expect(windows['documents']?.['derivation']).toMatchObject({ article: 61, result: '2026-03-19' });
      expect(windows['process']).toMatchObject({ basis: 'notBegun', lastDay: null, open: true });
      expect(windows['process']?.['pending']).toBeUndefined();
      expect(windows['result']).toBeNull();
    });

    it('is not told of a draft', async () => {
      const id = await publishedTender(app, { published: false });
      expect((await app.http('get', `/v1/tenders/${id}/challenge-window`)).status).toBe(404);
      expect((await app.http('get', '/v1/tenders/nonsense/challenge-window')).status).toBe(404);
    });

    it('takes a challenge in its last microsecond, and refuses and records it one microsecond later', async () => {
      const id = await publishedTender(app);
      const supplier = await app.as('supplier-shenda');
      await app.setClock(lastMoment, true);
      const taken = await challenge(supplier, id);
      expect(taken.body).toMatchObject({ state: 'submitted', provisional: false, window: { lastDay: '2026-03-19' } });
      expect(taken.body['receivedAt']).toBe('2026-03-19T15:59:59.999999Z');
      await app.setClock(tooLate, true);
      const late = await supplier('post', `/v1/tenders/${id}/challenges`).send(letter);
      expect([late.status, rulesOf(late)]).toEqual([422, ['challenge.out-of-time']]);
      const [error] = (late.body as { errors: { derivation: unknown }[] }).errors;
      expect(error?.derivation).toMatchObject({ from: '2026-03-09', result: '2026-03-19' });
      const stored = await app.sql('SELECT id FROM challenges WHERE tender_id = $1', [id]);
      expect(stored).toHaveLength(1);
      const refused = await app.sql<{ payload: string }>(
        `SELECT payload FROM audit_entries entry JOIN audit_payloads ON entry_id = entry.id WHERE tender_id = $1 AND type = 'challenge.refused'`,
        [id],
      );
      expect(refused[0]?.payload).toContain('challenge.out-of-time');
    });

    it('is provisional while the calendar of its year is missing, and the reply has no date yet', async () => {
      await app.setClock('2026-12-28T09:00:00+08:00');
      const id = await publishedTender(app);
      await app.setClock('2027-03-01T09:00:00+08:00');
      const { body } = await challenge(await app.as('supplier-shenda'), id);
      expect(body).toMatchObject({ provisional: true, replyDueOn: null, pending: ['calendarYearMissing'] });
      expect(await standing(app, id)).toEqual([{ kind: 'contract', cause: 'challenge', endsOn: null }]);
    });

    it('counts the day the supplier learned only for the process, after the stage has ended', async () => {
      const id = await publishedTender(app);
      const supplier = await app.as('supplier-shenda');
      await app.setClock('2026-05-06T09:00:00+08:00');
      const known = { ...letter, knownOn: '2026-05-05' };
      expect(rulesOf(await supplier('post', `/v1/tenders/${id}/challenges`).send(known))).toEqual(['challenge.out-of-time']);
      const ofProcess = { ...letter, subject: 'process', stage: 'bidding' };
      expect(rulesOf(await supplier('post', `/v1/tenders/${id}/challenges`).send(ofProcess))).toEqual(['challenge.out-of-time']);
      const learned = await challenge(supplier, id, { ...ofProcess, knownOn: '2026-05-05' });
      expect(learned.body).toMatchObject({ window: { basis: 'stated', startsOn: '2026-05-05' }, knownOn: '2026-05-05' });
      const future = await supplier('post', `/v1/tenders/${id}/challenges`).send({ ...ofProcess, knownOn: '2026-05-07' });
      expect([future.status, rulesOf(future)]).toEqual([422, ['invalid']]);
    });

    it('of the result needs a result', async () => {
      const id = await publishedTender(app);
      const answer = await (await app.as('supplier-shenda'))('post', `/v1/tenders/${id}/challenges`).send(resultLetter);
      expect(rulesOf(answer)).toEqual(['tender.wrong-state']);
    });
  });

  describe('its receipt', () => {
    it('holds the contract, tells the procuring entity and says when the reply is due', async () => {
      const id = await publishedTender(app);
      const { id: challengeId, body, etag } = await challenge(await app.as('supplier-shenda'), id);
      expect(body).toMatchObject({ replyDueOn: '2026-03-11', complaintLastDay: '2026-04-01', warnings: [], complaintId: null });
      expect(etag).toBe('"1-submitted"');
      expect(await standing(app, id)).toEqual([{ kind: 'contract', cause: 'challenge', endsOn: null }]);
      expect(await audited(app, challengeId)).toEqual(['challenge.submitted']);
      const told = await app.sql<{ body: { tell: string[] } }>(
        `SELECT message.body FROM outbox message JOIN audit_entries entry ON entry.id = message.entry_id WHERE entry.subject_id = $1`,
        [challengeId],
      );
      expect(told[0]?.body.tell).toEqual([app.orgs['hospital']]);
    });

    it('is not refused for what the letter lacks', async () => {
      const id = await publishedTender(app);
      const bare = { subject: 'documents', matters: [{ statement: { zh: '要求过高' } }] };
      const { body } = await challenge(await app.as('supplier-shenda'), id, bare);
      expect(body['warnings']).toMatchObject([
        { rule: 'challenge.incomplete', severity: 'warning', facts: { names: ['contact', 'requests', 'remedies', 'facts'] } },
      ]);
    });

    it('happens once for one key, and once each for two suppliers at once', async () => {
      const id = await publishedTender(app);
      const [shenda, hujiang] = [await app.as('supplier-shenda'), await app.as('supplier-hujiang')];
      const key = freshKey();
      const first = filed(await shenda('post', `/v1/tenders/${id}/challenges`, key).send(letter));
      const again = filed(await shenda('post', `/v1/tenders/${id}/challenges`, key).send(letter));
      expect(again.id).toBe(first.id);
      const both = await Promise.all([challenge(shenda, id), challenge(hujiang, id)]);
      expect(new Set(both.map((one) => one.id)).size).toBe(2);
      expect(await standing(app, id)).toHaveLength(3);
    });

    it('is for suppliers, in a published tender, and after the opening for bidders', async () => {
      const id = await publishedTender(app);
      const procurer = await app.as('procurer-wang');
      expect((await procurer('post', `/v1/tenders/${id}/challenges`).send(letter)).status).toBe(403);
      const supplier = await app.as('supplier-shenda');
      expect((await supplier('post', `/v1/tenders/${nobody}/challenges`).send(letter)).status).toBe(404);
      const opened = await openedTender(app, { offers: [{ supplier: 'shenda', price: '1000000.00' }] });
      const stranger = await (
        await app.as('supplier-hujiang')
      )('post', `/v1/tenders/${opened.id}/challenges`).send({
        ...letter,
        subject: 'process',
      });
      expect([stranger.status, rulesOf(stranger)]).toEqual([403, ['challenge.not-participant']]);
      expect((await challenge(supplier, opened.id, { ...letter, subject: 'process' })).body['window']).toMatchObject({
        basis: 'stageEnded',
      });
    });

    it.each([
      ['an unknown subject', { ...letter, subject: 'price' }],
      ['no matter', { ...letter, matters: [] }],
      ['an unknown field', { ...letter, secret: true }],
      ['a matter without Chinese', { ...letter, matters: [{ statement: { en: 'only English' } }] }],
      ['a day that is none', { ...letter, knownOn: '2026-02-30' }],
      ['a text where an object belongs', { ...letter, request: 'amend' }],
      ['evidence that is no list', { ...letter, matters: [{ statement: { zh: '一' }, evidence: 'x' }] }],
    ])('refuses %s with a pointer', async (_, body) => {
      const id = await publishedTender(app);
      const answer = await (await app.as('supplier-shenda'))('post', `/v1/tenders/${id}/challenges`).send(body);
      expect(answer.status).toBe(422);
      expect((answer.body as { errors: { pointer: string }[] }).errors[0]?.pointer).toMatch(/^#\//);
    });
  });

  describe('its file', () => {
    it('is read by the two sides and nobody else', async () => {
      const id = await publishedTender(app);
      const { id: challengeId } = await challenge(await app.as('supplier-shenda'), id);
      const statusFor = async (client: string) => (await (await app.as(client))('get', `/v1/challenges/${challengeId}`)).status;
      expect(await statusFor('supplier-shenda')).toBe(200);
      expect(await statusFor('procurer-wang')).toBe(200);
      expect(await statusFor('supplier-hujiang')).toBe(404);
      expect(await statusFor('procurer-port')).toBe(404);
      expect(await statusFor('reviewer-xu')).toBe(404);
      expect((await app.http('get', `/v1/challenges/${challengeId}`)).status).toBe(401);
    });

    it('is acted on by the right side only', async () => {
      const id = await publishedTender(app);
      const { id: challengeId } = await challenge(await app.as('supplier-shenda'), id);
      const tries: [string, string, object][] = [
        ['procurer-port', 'reply', fullReply],
        ['supplier-hujiang', 'withdrawal', {}],
        ['supplier-hujiang', 'messages', { text: { zh: '你好' } }],
        ['procurer-port', 'settlement', { terms: { zh: '和解' } }],
        ['procurer-port', 'completion-request', { missing: { zh: '事实依据' } }],
        ['supplier-hujiang', 'completion', {}],
      ];
      for (const [client, path, body] of tries)
        expect([path, (await (await app.as(client))('post', `/v1/challenges/${challengeId}/${path}`).send(body)).status]).toEqual(
          [path, 404],
        );
      expect(await audited(app, challengeId)).toEqual(['challenge.submitted']);
    });
  });

  describe('its reply', () => {
    it('answers every matter, tells of the right to complain, and keeps the hold to the last day of the complaint', async () => {
      const id = await publishedTender(app);
      const { id: challengeId } = await challenge(await app.as('supplier-shenda'), id);
      const half = await reply(app, challengeId, { answers: fullReply.answers.slice(0, 1) });
      expect([half.status, rulesOf(half)]).toEqual([422, ['challenge.reply-incomplete']]);
      const [first, second] = fullReply.answers;
      for (const third of [first, { ...second, matter: '3' }]) {
        const wrong = await reply(app, challengeId, { ...fullReply, answers: [first, second, third] });
        expect([wrong.status, wrong.body]).toMatchObject([422, { errors: [{ pointer: '#/answers/2/matter' }] }]);
      }
      const answer = filed(await reply(app, challengeId));
      expect(answer.body).toMatchObject({ state: 'answered', reply: { warnings: [] }, complaintLastDay: '2026-04-01' });
      expect(await standing(app, id)).toEqual([{ kind: 'contract', cause: 'challenge', endsOn: '2026-04-01' }]);
      await app.setClock('2026-04-02T00:00:00+08:00', true);
      expect(await standing(app, id)).toEqual([]);
      expect(await audited(app, challengeId)).toEqual(['challenge.submitted', 'challenge.answered', 'challenge.reply-published']);
    });

    it.each(rounds(1, 25))('is given once, also by two at once (round %i)', async () => {
      const id = await publishedTender(app);
      const { id: challengeId } = await challenge(await app.as('supplier-shenda'), id);
      const answers = await Promise.all([reply(app, challengeId), reply(app, challengeId)]);
      expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
      expect(answers.filter((one) => one.status === 409).map(rulesOf)).toEqual([['challenge.already-answered']]);
    });

    it('is overdue by the clock alone, is written down by the sweeper once, and may still come with a warning', async () => {
      const id = await publishedTender(app);
      const supplier = await app.as('supplier-shenda');
      const { id: challengeId } = await challenge(supplier, id);
      await app.setClock('2026-03-11T23:59:59.999999+08:00', true);
      expect((await supplier('get', `/v1/challenges/${challengeId}`)).body).toMatchObject({ state: 'submitted' });
      await app.setClock('2026-03-12T00:00:00+08:00', true);
      const seen = await supplier('get', `/v1/challenges/${challengeId}`);
      expect([seen.body, seen.headers['etag']]).toMatchObject([{ state: 'overdue' }, '"1-overdue"']);
      await app.drain();
      await app.drain();
      expect(await audited(app, challengeId)).toEqual(['challenge.submitted', 'challenge.lapsed', 'deadline.overdue']);
      const late = filed(await reply(app, challengeId));
      expect(late.body).toMatchObject({
        state: 'answered',
        reply: { warnings: [{ rule: 'challenge.reply-late', severity: 'warning' }] },
      });
    });

    it('writes down the lapse before a late reply where the sweeper had not come by', async () => {
      const id = await publishedTender(app);
      const { id: challengeId } = await challenge(await app.as('supplier-shenda'), id);
      await app.setClock('2026-03-12T00:00:00+08:00', true);
      filed(await reply(app, challengeId));
      expect(await audited(app, challengeId)).toEqual([
        'challenge.submitted',
        'challenge.lapsed',
        'deadline.overdue',
        'challenge.answered',
        'challenge.reply-published',
      ]);
    });
  });

  describe('its completion', () => {
    it('is asked for once; the time to reply counts from what completed it', async () => {
      const id = await publishedTender(app);
      const [supplier, procurer] = [await app.as('supplier-shenda'), await app.as('procurer-wang')];
      const bare = { subject: 'documents', matters: [{ statement: { zh: '要求过高' } }] };
      const { id: challengeId } = await challenge(supplier, id, bare);
      const ask = () =>
        procurer('post', `/v1/challenges/${challengeId}/completion-request`).send({ missing: { zh: '事实依据' } });
      expect((await ask()).body).toMatchObject({ state: 'completing' });
      await app.setClock('2026-03-04T09:00:00+08:00');
      const unknown = await supplier('post', `/v1/challenges/${challengeId}/completion`).send({ matters: [{ matter: '2' }] });
      expect(unknown.status).toBe(422);
      const twice = await supplier('post', `/v1/challenges/${challengeId}/completion`).send({
        matters: [
          { matter: '1', facts: { zh: '见附件一' } },
          { matter: '1', facts: { zh: '见附件二' } },
        ],
      });
      expect([twice.status, twice.body]).toMatchObject([422, { errors: [{ pointer: '#/matters/1/matter' }] }]);
      const completed = await supplier('post', `/v1/challenges/${challengeId}/completion`).send({
        matters: [{ matter: '1', facts: { zh: '见附件' } }],
        request: { zh: '修改' },
      });
      expect(completed.body).toMatchObject({
        state: 'submitted',
        replyDueOn: '2026-03-13',
        matters: [{ facts: { zh: '见附件' } }],
      });
      expect(rulesOf(await ask())).toEqual(['challenge.completion-once']);
    });
  });

  describe('consultation', () => {
    it('goes back and forth, page by page, until it is settled by the same terms from both sides', async () => {
      const id = await publishedTender(app);
      const [supplier, procurer] = [await app.as('supplier-shenda'), await app.as('procurer-wang')];
      const { id: challengeId } = await challenge(supplier, id);
      for (const one of [supplier, procurer, supplier])
        expect(
          (await one('post', `/v1/challenges/${challengeId}/messages`).send({ text: { zh: '请说明', en: 'Please explain' } }))
            .status,
        ).toBe(201);
      const page = await procurer('get', `/v1/challenges/${challengeId}/messages?limit=2`);
      const { items, next } = page.body as { items: { organizationId: string }[]; next: string };
      expect(items.map((one) => one.organizationId)).toEqual([app.orgs['shenda'], app.orgs['hospital']]);
      const rest = await procurer('get', `/v1/challenges/${challengeId}/messages?limit=2&after=${next}`);
      expect((rest.body as { items: unknown[] }).items).toHaveLength(1);
      const settle = (caller: typeof supplier, zh: string) =>
        caller('post', `/v1/challenges/${challengeId}/settlement`).send({ terms: { zh } });
      expect((await settle(supplier, '修改第3.2条')).body).toMatchObject({ state: 'submitted' });
      expect((await settle(supplier, '修改第3.2条')).body).toMatchObject({ state: 'submitted' });
      expect((await settle(procurer, '不修改')).body).toMatchObject({ state: 'submitted' });
      expect((await settle(supplier, '不修改')).body).toMatchObject({
        state: 'settled',
        settlement: { agreedBy: app.orgs['shenda'] },
      });
      expect(await standing(app, id)).toEqual([]);
      expect(rulesOf(await settle(procurer, '不修改'))).toEqual(['challenge.wrong-state']);
      const word = await supplier('post', `/v1/challenges/${challengeId}/messages`).send({ text: { zh: '谢谢' } });
      expect(rulesOf(word)).toEqual(['challenge.wrong-state']);
    });

    it('ends with a withdrawal, which releases the hold; nothing opens the file again', async () => {
      const id = await publishedTender(app);
      const supplier = await app.as('supplier-shenda');
      const { id: challengeId } = await challenge(supplier, id);
      const withdraw = () => supplier('post', `/v1/challenges/${challengeId}/withdrawal`).send();
      const both = await Promise.all([withdraw(), withdraw()]);
      expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
      expect(await standing(app, id)).toEqual([]);
      expect(rulesOf(await reply(app, challengeId))).toEqual(['challenge.wrong-state']);
      await expect(
        app.sql(`UPDATE challenges SET state = 'submitted', closed_at = NULL WHERE id = $1`, [challengeId]),
      ).rejects.toThrow('challenge.wrong-state');
    });
  });
});
