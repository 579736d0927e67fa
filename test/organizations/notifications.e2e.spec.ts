import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../src/app.module.js';
import { createLog } from '../../src/platform/logging.js';
import { QueueModule } from '../../src/platform/queue.module.js';
import { WorkerLoops } from '../../src/platform/worker-loops.js';
import { SendMails } from '../../src/platform/send-mails.js';
import { startTestApp, type TestApp } from '../app.js';
import { act, audited, done, look, published, rulesOf, submit, type Answered } from '../journeys/steps.js';
import { until } from '../until.js';
import { openMailbox, readable, type Mailbox } from './mailbox.js';

const path = '/v1/me/notification-settings';
const address = 'wang@hospital.example';
const all = { language: 'zh', kinds: { tender: 'inbox-and-mail' } };

@Module({})
class WorkerParts {}

let app: TestApp;
let mailbox: Mailbox;

beforeAll(async () => {
  mailbox = await openMailbox();
  app = await startTestApp({ env: { SMTP_URL: mailbox.url, MAIL_FROM: 'no-reply@procurement.example' } });
});
afterAll(async () => {
  await app.close();
  await mailbox.close();
});
beforeEach(async () => {
  await app.setClock('2026-03-02T09:00:00+08:00', true);
  await app.sql(`DELETE FROM notification_settings`);
  mailbox.received.length = 0;
  mailbox.refuse(0);
});

const send = (): Promise<boolean> => app.app.get(SendMails).sendDue();
const set = (body: object, by = 'procurer-wang'): Promise<Answered> => act(app, by, 'put', path, body, path);

async function codeSent(): Promise<string> {
  await send();
  const mail = mailbox.received.at(-1);
  if (!mail) throw new Error('no mail came');
  return /\b\d{8}\b/.exec(readable(mail).text)?.[0] ?? '';
}

async function verified(by = 'procurer-wang', email = address): Promise<void> {
  await app.sql(`UPDATE email_verifications SET requested_at = requested_at - interval '2 hours'`);
  const { id } = done(await act(app, by, 'post', '/v1/me/email-verifications', { email })).body;
  done(await act(app, by, 'post', `/v1/me/email-verifications/${id}/confirmation`, { code: await codeSent() }));
  mailbox.received.length = 0;
}

interface Item {
  topic: string;
  tenderId: string;
  mail: { state: string; tries: number; nextTryAt: string | null } | null;
}

async function inboxOf(tenderId: string, by = 'procurer-wang'): Promise<Item[]> {
  const { items } = done(await look(app, by, '/v1/me/inbox?limit=100')).body as unknown as { items: Item[] };
  return items.filter((one) => one.tenderId === tenderId);
}

describe('notification settings', () => {
  it('are the inbox alone until a person says otherwise, on the version it read', async () => {
    const unset = done(await look(app, 'procurer-wang', path));
    expect(unset.body).toMatchObject({ email: null, emailVerifiedAt: null, language: 'zh', kinds: {}, digest: 'none' });
    expect((await act(app, 'procurer-wang', 'put', path, all)).status).toBe(428);
    const kinds = { challenge: 'inbox-and-mail', 'tender.published': 'inbox' };
    const said = done(await set({ email: address, language: 'en', kinds, digest: 'daily' }));
    expect(said.body).toMatchObject({
      version: 1,
      email: address,
      emailVerifiedAt: null,
      language: 'en',
      kinds,
      digest: 'daily',
    });
    const caller = await app.as('procurer-wang');
    expect((await caller('put', path).set('if-match', '"0"').send(all)).status).toBe(412);
    expect(done(await look(app, 'procurer-zhao', path)).body).toMatchObject({ email: null });
    for (const strange of [
      { kinds: { weather: 'inbox' } },
      { kinds: { tender: 'sms' } },
      { email: 'nobody' },
      { language: 'fr' },
    ])
      expect([400, 422]).toContain((await set({ ...all, ...strange })).status);
    expect(await audited(app, 'person.notifications-set')).toBe(1);
  });

  it('of one person are changed by one of two at once', async () => {
    const tag = (await look(app, 'procurer-zhao', path)).headers['etag'] ?? '';
    const caller = await app.as('procurer-zhao');
    const both = await Promise.all([1, 2].map(() => caller('put', path).set('if-match', tag).send(all)));
    expect(both.map((one) => one.status).sort()).toEqual([200, 412]);
  });
});

describe('a mail address', () => {
  it('counts once its code was confirmed; the code is kept as a hash only and is in no log and no audit entry', async () => {
    const asked = done(await act(app, 'procurer-wang', 'post', '/v1/me/email-verifications', { email: address }));
    expect(asked.body).toMatchObject({ email: address, triesLeft: 5, confirmedAt: null });
    const code = await codeSent();
    expect(code).toMatch(/^\d{8}$/);
    expect(mailbox.received.at(-1)?.to).toEqual([address]);
    const one = `/v1/me/email-verifications/${asked.body.id}`;
    const kept = await app.sql<{ row: string }>('SELECT row_to_json(email_verifications)::text AS row FROM email_verifications');
    expect(kept.map((row) => row.row).join('')).not.toContain(code);
    const wrong = code === '00000000' ? '00000001' : '00000000';
    const refused = await act(app, 'procurer-wang', 'post', `${one}/confirmation`, { code: wrong });
    expect({ status: refused.status, rules: rulesOf(refused) }).toEqual({ status: 422, rules: ['notification.code-wrong'] });
    expect((await look(app, 'procurer-wang', one)).body).toMatchObject({ triesLeft: 4 });
    expect((await act(app, 'procurer-zhao', 'post', `${one}/confirmation`, { code })).status).toBe(404);
    expect((await look(app, 'procurer-zhao', one)).status).toBe(404);
    done(await act(app, 'procurer-wang', 'post', `${one}/confirmation`, { code }));
    expect((await look(app, 'procurer-wang', path)).body).toMatchObject({ email: address, emailVerifiedAt: expect.any(String) });
    expect(rulesOf(await act(app, 'procurer-wang', 'post', `${one}/confirmation`, { code }))).toEqual([
      'notification.verification-over',
    ]);
    expect(app.logged()).not.toContain(code);
    expect(app.logged()).not.toContain(address);
    const payloads = await app.sql<{ payload: string }>('SELECT payload FROM audit_payloads');
    expect(payloads.filter(({ payload }) => payload.includes(code) || payload.includes(address))).toEqual([]);
    for (const type of ['person.email-verification-requested', 'person.email-code-wrong', 'person.email-verified'])
      expect(await audited(app, type)).toBeGreaterThan(0);
  });

  it('is confirmed within half an hour, in five tries, by one of two at once, and asked for five times an hour', async () => {
    const ask = (): Promise<Answered> =>
      act(app, 'supplier-shenda', 'post', '/v1/me/email-verifications', { email: 'bid@shenda.example' });
    const confirm = (id: string, code: string): Promise<Answered> =>
      act(app, 'supplier-shenda', 'post', `/v1/me/email-verifications/${id}/confirmation`, { code });
    const late = done(await ask()).body;
    const lateCode = await codeSent();
    await app.setClock('2026-03-02T09:30:00+08:00', true);
    expect(rulesOf(await confirm(late.id, lateCode))).toEqual(['notification.verification-over']);
    await app.setClock('2026-03-02T09:29:59.999999+08:00', true);
    const tried = done(await ask()).body;
    const code = await codeSent();
    const wrong = String((Number(code) + 1) % 100_000_000).padStart(8, '0');
    for (let left = 4; left >= 0; left -= 1) expect(rulesOf(await confirm(tried.id, wrong))).toEqual(['notification.code-wrong']);
    expect(rulesOf(await confirm(tried.id, code))).toEqual(['notification.verification-over']);
    const twice = done(await ask()).body;
    const right = await codeSent();
    const both = await Promise.all([confirm(twice.id, right), confirm(twice.id, right)]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    done(await ask());
    done(await ask());
    expect((await ask()).status).toBe(429);
  });

  it('that is changed gets nothing until the new one is confirmed', async () => {
    await verified();
    done(await set({ ...all, email: 'other@hospital.example' }));
    const tender = await published(app);
    await app.drain();
    await send();
    expect(mailbox.received).toEqual([]);
    expect((await inboxOf(tender.id)).every((one) => one.mail === null)).toBe(true);
  });
});

describe('a mail', () => {
  it('is a copy of the inbox: what it is about, not what it says, in the person’s language and without a link', async () => {
    await verified();
    done(await set({ ...all, email: address }));
    const tender = await published(app);
    await app.drain();
    const waiting = (await inboxOf(tender.id)).filter((one) => one.mail !== null);
    expect(waiting.length).toBeGreaterThan(0);
    expect(waiting[0]?.mail).toMatchObject({ state: 'pending', tries: 0 });
    await send();
    expect((await inboxOf(tender.id))[0]?.mail).toMatchObject({ state: 'sent', nextTryAt: null });
    expect((await inboxOf(tender.id, 'procurer-zhao'))[0]?.mail).toBeNull();
    const { subject, text, headers } = readable(mailbox.received[0] as Mailbox['received'][number]);
    expect(subject).toContain('采购项目');
    expect(text).toContain('王采购');
    expect(text).toMatch(/SHFTZ-2026-\d{6}/);
    expect(text).toContain('上海临港公立医院');
    expect(text).not.toMatch(/https?:|www\.|磁共振|MRI/);
    expect(headers).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(headers).not.toMatch(/text\/html/);
    mailbox.received.length = 0;
    done(await set({ ...all, email: address, language: 'en' }));
    await published(app);
    await app.drain();
    await send();
    const english = readable(mailbox.received[0] as Mailbox['received'][number]);
    expect(english.subject).toContain('a procurement');
    expect(english.text).toContain('Wang Caigou');
    expect(english.text).not.toMatch(/\p{Script=Han}/u);
  });

  it('that the server refuses is tried again, later each time, and the inbox and the metrics say so', async () => {
    await verified();
    done(await set({ ...all, email: address }));
    mailbox.refuse(1000);
    const tender = await published(app);
    await app.drain();
    await send();
    const state = async (): Promise<Item['mail'] | undefined> =>
      (await inboxOf(tender.id)).find((one) => one.mail !== null)?.mail;
    expect(await state()).toEqual({ state: 'failed', tries: 1, nextTryAt: '2026-03-02T01:01:00.000000Z' });
    expect((await app.http('get', '/metrics')).text).toMatch(/mail_deliveries\{state="failed"\} [1-9]/);
    await app.setClock('2026-03-02T09:00:59.999999+08:00', true);
    await send();
    expect(await state()).toMatchObject({ tries: 1 });
    await app.setClock('2026-03-02T09:01:00+08:00', true);
    await send();
    expect(await state()).toEqual({ state: 'failed', tries: 2, nextTryAt: '2026-03-02T01:06:00.000000Z' });
    expect(mailbox.received).toEqual([]);
    mailbox.refuse(0);
    await app.setClock('2026-03-02T09:06:00+08:00', true);
    await send();
    expect(await state()).toEqual({ state: 'sent', tries: 3, nextTryAt: null });
    expect(app.logged()).not.toContain('try again later');
    expect((await look(app, 'procurer-wang', '/v1/me/inbox')).status).toBe(200);
  });

  it('is given up after ten tries, and the inbox keeps what it was about', async () => {
    await verified();
    done(await set({ ...all, email: address }));
    mailbox.refuse(1000);
    const tender = await published(app);
    await app.drain();
    for (let day = 2; day < 14; day += 1) {
      for (const hour of ['00', '06', '12', '18', '23']) {
        await app.setClock(`2026-03-${String(day + 1).padStart(2, '0')}T${hour}:00:00+08:00`, true);
        await send();
      }
    }
    const failed = (await inboxOf(tender.id)).filter((one) => one.mail !== null);
    expect(failed.map((one) => one.mail)).toEqual(failed.map(() => ({ state: 'failed', tries: 10, nextTryAt: null })));
    expect(failed.length).toBeGreaterThan(0);
  });

  it('is not lost with the process that was sending it, and not sent twice by two', async () => {
    await verified();
    done(await set({ ...all, email: address }));
    const tender = await published(app);
    await app.drain();
    const planned = (await inboxOf(tender.id)).filter((one) => one.mail !== null).length;
    await app.sql(
      `UPDATE mail_deliveries SET tries = 1, next_try_at = next_try_at + interval '1 minute' WHERE state = 'pending'`,
    );
    await send();
    expect(mailbox.received).toEqual([]);
    await app.setClock('2026-03-02T09:01:00+08:00', true);
    await Promise.all([send(), send(), send()]);
    expect(planned).toBeGreaterThan(0);
    expect(mailbox.received).toHaveLength(planned);
    const ids = mailbox.received.map((one) => /^Message-ID: (.*)$/im.exec(readable(one).headers)?.[1]);
    expect(new Set(ids).size).toBe(planned);
  });

  it('a day gathers what came until eight in the morning', async () => {
    await verified();
    done(await set({ ...all, email: address, digest: 'daily' }));
    const first = await published(app);
    await app.drain();
    await app.setClock('2026-03-02T15:00:00+08:00', true);
    const second = await published(app);
    await app.drain();
    await send();
    expect(mailbox.received).toEqual([]);
    for (const { id } of [first, second])
      expect((await inboxOf(id)).filter((one) => one.mail !== null)[0]?.mail).toMatchObject({
        state: 'pending',
        nextTryAt: '2026-03-03T00:00:00.000000Z',
      });
    await app.setClock('2026-03-03T07:59:59.999999+08:00', true);
    await send();
    expect(mailbox.received).toEqual([]);
    await app.setClock('2026-03-03T08:00:00+08:00', true);
    await send();
    expect(mailbox.received).toHaveLength(1);
    const { text } = readable(mailbox.received[0] as Mailbox['received'][number]);
    expect(text.match(/SHFTZ-2026-\d{6}/g)?.length).toBeGreaterThanOrEqual(2);
  });

  it('leaves by itself where a worker runs: event, outbox, job, inbox, mail', async () => {
    await verified();
    done(await set({ ...all, email: address }));
    const log = createLog('silent', 'test');
    const worker = await NestFactory.createApplicationContext(
      {
        module: WorkerParts,
        imports: [AppModule.with(app.config, log), QueueModule.with({ sweepIntervalMs: 50, relayIntervalMs: 50 })],
      },
      { logger: false, abortOnError: false },
    );
    try {
      await worker.get(WorkerLoops).start();
      const tender = await published(app);
      await until(async () => (await inboxOf(tender.id)).some((one) => one.mail?.state === 'sent'), 'the mail is sent');
    } finally {
      await worker.get(WorkerLoops).stop();
      await worker.close();
    }
    expect(mailbox.received.length).toBeGreaterThan(0);
  });

  it('tells nothing of what is sealed: a bid is no news', async () => {
    await verified('supplier-hujiang', 'bid@hujiang.example');
    done(
      await set(
        { language: 'zh', kinds: { other: 'inbox-and-mail', tender: 'inbox-and-mail' }, email: 'bid@hujiang.example' },
        'supplier-hujiang',
      ),
    );
    const tender = await published(app);
    done(await submit(app, tender, 'supplier-hujiang'));
    await app.drain();
    await send();
    expect(mailbox.received).toEqual([]);
  });
});

describe('without a mail server', () => {
  it('a development mailbox keeps the mails; where there is a server it is not there', async () => {
    expect((await app.http('get', '/dev/outbox')).status).toBe(404);
    const other = await startTestApp();
    try {
      done(await act(other, 'procurer-wang', 'post', '/v1/me/email-verifications', { email: address }));
      await other.app.get(SendMails).sendDue();
      const { items } = (await other.http('get', '/dev/outbox')).body as { items: { to: string; text: string }[] };
      expect(items).toMatchObject([{ to: address, text: expect.stringMatching(/\d{8}/) }]);
    } finally {
      await other.close();
    }
  });
});
