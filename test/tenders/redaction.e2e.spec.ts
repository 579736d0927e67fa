import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type supertest from 'supertest';
import { startTestApp, type TestApp } from '../app.js';
import { addDocument, bundleOf } from '../archive/bundles.js';
import { contentDigest } from '../content-digest.js';
import { programAt } from '../programs.js';
import { act, approved, audited, done, look, opened, publish, rulesOf, type JourneyTender } from '../journeys/steps.js';
import { madePdf } from './made-pdf.js';

const secret = '最高限价九百八十万元';
const original = madePdf({ text: `采购需求：3.0T磁共振成像系统。${secret}` });
const redacted = madePdf({ text: '采购需求：3.0T磁共振成像系统。（略）' });
const reason = { zh: '含商业秘密', en: 'It has a trade secret' };

let app: TestApp;
let tender: JourneyTender;
let documentId: string;
let id: string;

beforeAll(async () => {
  app = await startTestApp();
  tender = await approved(app, {}, async (path) => {
    documentId = await addDocument(app, path, '采购需求.pdf', original);
  });
  done(await publish(app, tender));
}, 300_000);
afterAll(() => app.close());

async function propose(file: Buffer, client = 'procurer-wang', header: object | string = { texts: [secret], reason }) {
  const request = (await app.as(client))('post', `${tender.path}/documents/${documentId}/redactions`)
    .set('content-type', 'application/pdf')
    .set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent('采购需求（公开版）.pdf')}`)
    .set('content-digest', contentDigest(file));
  if (header !== '') void request.set('redaction', Buffer.from(JSON.stringify(header)).toString('base64'));
  const answer = await request.send(file);
  return { status: answer.status, body: answer.body as { id: string }, headers: answer.headers as Record<string, string> };
}

async function file(client: string | null, path = `${tender.path}/documents/${documentId}`): Promise<Buffer> {
  const request = client === null ? app.http('get', path) : (await app.as(client))('get', path);
  const answer: supertest.Response = await request.buffer(true).parse((incoming, take) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => take(null, Buffer.concat(chunks)));
  });
  return answer.body as Buffer;
}

describe('a redacted document (T24)', () => {
  it('is refused while the text is in it, without repeating it', async () => {
    const refused = await propose(original);
    expect(rulesOf(refused as never)).toEqual(['redaction.text-remains']);
    expect(JSON.stringify(refused.body)).not.toContain(secret);
    expect(rulesOf((await propose(madePdf({ text: '略', script: true }))) as never)).toEqual(['redaction.file-unfit']);
  });

  it('needs a reason in both languages and the texts, and is the own entity’s to make', async () => {
    expect((await propose(redacted, 'procurer-wang', '')).status).toBe(400);
    expect((await propose(redacted, 'procurer-wang', { texts: [secret], reason: { zh: '商业秘密' } })).status).toBe(422);
    expect((await propose(redacted, 'procurer-wang', { texts: [], reason })).status).toBe(422);
    expect((await propose(redacted, 'supplier-shenda')).status).toBe(403);
  });

  it('is nobody’s before another person approves, and then everybody’s but the entity’s', async () => {
    const made = await propose(redacted);
    expect(made.status).toBe(201);
    ({ id } = made.body);
    expect((await file(null)).equals(original)).toBe(true);
    expect((await file('approver-li', `${tender.path}/redactions/${id}`)).equals(redacted)).toBe(true);
    const approval = `${tender.path}/redactions/${id}/approval`;
    const both = await Promise.all([act(app, 'approver-li', 'post', approval), act(app, 'approver-li', 'post', approval)]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(await audited(app, 'redaction.approved', tender.id)).toBe(1);
    for (const client of [null, 'supplier-shenda', 'auditor-feng']) expect((await file(client)).equals(redacted)).toBe(true);
    expect((await file('procurer-wang')).equals(original)).toBe(true);
    expect(rulesOf((await propose(redacted)) as never)).toEqual(['redaction.stands']);
  });

  it('leaves the secret nowhere that the public can look', async () => {
    const public_ = await file(null);
    if (programAt('PDFTOTEXT', 'pdftotext') !== null) readByPoppler(public_);
    expect((public_.toString('latin1').match(/%%EOF/g) ?? []).length).toBe(1);
    const listed = done(await look(app, null, `${tender.path}/documents`)).body as unknown as { items: { sha256: string }[] };
    const [{ sha256 } = { sha256: '' }] = listed.items;
    const paths = [
      tender.path,
      `${tender.path}/documents`,
      `${tender.path}/notices`,
      `${tender.path}/notices/1`,
      `${tender.path}/timeline`,
      `/v1/tenders?q=${encodeURIComponent(secret)}`,
      `${tender.path}/documents/${sha256}`,
      `${tender.path}/redactions/${id}`,
    ];
    for (const path of paths)
      for (const language of ['zh-CN', 'en']) {
        const answer = await app.http('get', path).set('accept-language', language);
        expect({ path, language, text: answer.text.includes(secret) }).toEqual({ path, language, text: false });
      }
    for (const table of ['audit_payloads', 'outbox', 'document_redactions', 'deliveries', 'idempotency_keys'])
      expect(await app.sql(`SELECT 1 FROM ${table} one WHERE one::text LIKE '%' || $1 || '%'`, [secret])).toEqual([]);
    expect(app.logged()).not.toContain(secret);
  });

  it('is in the bundle beside its original', async () => {
    await opened(app, tender);
    await app.drain();
    const { tar } = await bundleOf(app, tender.id);
    for (const one of [original, redacted]) expect(tar.includes(one)).toBe(true);
  });
});

/** What the tools of Poppler find in the redacted file, and that they find the secret in the original. */
function readByPoppler(shown: Buffer): void {
  const folder = mkdtempSync(join(tmpdir(), 'ftz-redacted-'));
  writeFileSync(join(folder, 'a.pdf'), shown);
  expect(execFileSync('pdftotext', ['a.pdf', '-'], { cwd: folder, encoding: 'utf8' })).not.toContain(secret);
  expect(execFileSync('pdfinfo', ['a.pdf'], { cwd: folder, encoding: 'utf8' })).not.toContain(secret);
  expect(execFileSync('pdfdetach', ['-list', 'a.pdf'], { cwd: folder, encoding: 'utf8' })).toContain('0 embedded');
  writeFileSync(join(folder, 'o.pdf'), original);
  expect(execFileSync('pdftotext', ['o.pdf', '-'], { cwd: folder, encoding: 'utf8' })).toContain(secret);
  rmSync(folder, { recursive: true });
}
