import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type supertest from 'supertest';
import { startTestApp, type TestApp } from '../app.js';
import { declaredReviewer } from '../reviewers.js';
import { act, audited, challenge, declare, done, look, opened, published, reasons, type Opened } from '../journeys/steps.js';

const scheme = Buffer.from(`磁共振系统技术方案\n${'梯度线圈双层反向绕组。'.repeat(5_000)}`);
const sheet = Buffer.from('%PDF-1.7 price sheet of Rheinland Imaging');
const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const attached = (...files: [name: string, content: Buffer][]): object => ({
  documents: files.map(([name, content]) => ({ name, sha256: hashOf(content), bytes: content.toString('base64') })),
});
const payloads = {
  'supplier-shenda': attached(['技术方案.pdf', scheme], ['same.pdf', scheme]),
  'supplier-rheinland': attached(['sheet.pdf', sheet]),
};

let app: TestApp;
let tender: Opened;

beforeAll(async () => {
  app = await startTestApp();
  tender = await opened(app, await published(app), payloads);
});
afterAll(() => app.close());

const pathOf = (client: string, content: Buffer, of: Pick<Opened, 'path'> = tender): string =>
  `${of.path}/opened-bids/${tender.bids[client]}/documents/${hashOf(content)}`;
const mine = (): string => pathOf('supplier-shenda', scheme);

async function file(client: string, path: string, range?: string): Promise<supertest.Response> {
  const request = (await app.as(client))('get', path);
  return (range === undefined ? request : request.set('range', range)).buffer(true).parse((answer, take) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => take(null, Buffer.concat(chunks)));
  });
}

describe('the documents of opened bids', () => {
  it('are hidden from an evaluator who has not declared whether it is in a conflict', async () => {
    expect((await look(app, 'evaluator-chen', mine())).status).toBe(404);
    expect(await audited(app, 'bid.document-handed-out', tender.id)).toBe(0);
  });

  it('are read by who evaluates, byte for byte and under the name that the bid gives them', async () => {
    await declare(app, tender);
    for (const client of ['evaluator-chen', 'procurer-wang', 'approver-li', 'supervisor-tang', 'auditor-feng']) {
      const answer = await file(client, mine());
      expect(answer.status).toBe(200);
      expect((answer.body as Buffer).equals(scheme)).toBe(true);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('技术方案.pdf')}`,
        'content-digest': `sha-256=:${createHash('sha256').update(scheme).digest('base64')}:`,
        'content-security-policy': 'sandbox',
        'content-length': String(scheme.length),
      });
    }
    const other = await file('evaluator-chen', pathOf('supplier-rheinland', sheet));
    expect((other.body as Buffer).equals(sheet)).toBe(true);
    const entries = await app.sql<{ person: string; payload: string }>(
      `SELECT entry.actor_person_id AS person, body.payload FROM audit_entries entry JOIN audit_payloads body ON body.entry_id = entry.id
        WHERE entry.type = 'bid.document-handed-out' AND entry.tender_id = $1`,
      [tender.id],
    );
    expect(new Set(entries.map((one) => one.person)).size).toBe(5);
    expect(entries.filter((one) => one.payload.includes(hashOf(scheme)))).toHaveLength(5);
  });

  it('are listed in the bid by the hash that reads them', async () => {
    const { items } = done(await look(app, 'evaluator-chen', `${tender.path}/opened-bids`)).body as unknown as {
      items: { id: string; content: { documents: { name: string; sha256: string; bytes: number }[] } }[];
    };
    expect(items.find((one) => one.id === tender.bids['supplier-shenda'])?.content.documents).toEqual(
      ['技术方案.pdf', 'same.pdf'].map((name) => ({ name, sha256: hashOf(scheme), bytes: scheme.length })),
    );
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=17-40', 17, 40],
    ['bytes=100001-', 100_001, scheme.length - 1],
    ['bytes=100000-999999999', 100_000, scheme.length - 1],
  ])('are read in part: %s', async (range, first, last) => {
    const answer = await file('evaluator-chen', mine(), range);
    expect(answer.status).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${first}-${last}/${scheme.length}`);
    expect((answer.body as Buffer).equals(scheme.subarray(first, last + 1))).toBe(true);
  });

  it('have no part that is not within them, and nobody is said to have had it', async () => {
    const before = await audited(app, 'bid.document-handed-out', tender.id);
    for (const range of ['bytes=999999999-', 'bytes=5-4', 'bytes=-5', 'lines=1-2'])
      expect((await file('evaluator-chen', mine(), range)).status).toBe(400);
    expect(await audited(app, 'bid.document-handed-out', tender.id)).toBe(before);
  });

  it('are of their own bid and tender, and no other', async () => {
    const paths = [
      pathOf('supplier-rheinland', scheme),
      pathOf('supplier-shenda', sheet),
      `${mine().slice(0, -1)}`,
      `${mine().slice(0, -64)}${hashOf(scheme).toUpperCase()}`,
      `${tender.path}/opened-bids/${tender.id}/documents/${hashOf(scheme)}`,
    ];
    for (const path of paths)
      expect({ path, status: (await look(app, 'auditor-feng', path)).status }).toEqual({ path, status: 404 });
  });

  it('are nobody else’s: bidders, custodians, strangers, and who is in a conflict', async () => {
    for (const client of ['supplier-shenda', 'supplier-hujiang', 'custodian-hospital', 'reviewer-xu', 'registrar'])
      expect((await look(app, client, mine())).status).toBe(403);
    expect((await look(app, 'procurer-port', mine())).status).toBe(404);
    expect((await look(app, null, mine())).status).toBe(401);
  });

  it('are given to two at once, each with an entry of its own', async () => {
    const before = await audited(app, 'bid.document-handed-out', tender.id);
    const answers = await Promise.all(['evaluator-chen', 'auditor-feng', 'procurer-wang'].map((client) => file(client, mine())));
    expect(answers.map((one) => [one.status, (one.body as Buffer).equals(scheme)])).toEqual(answers.map(() => [200, true]));
    expect(await audited(app, 'bid.document-handed-out', tender.id)).toBe(before + 3);
  });

  it('are read by the reviewer of a complaint, and by no other authority', async () => {
    const { id } = done(await challenge(app, tender, 'process')).body;
    const reply = {
      answers: [{ matter: '1', text: { zh: '程序合法。', en: 'The process was lawful.' } }],
      grounds: reasons,
      rightToComplain: true,
    };
    done(await act(app, 'procurer-wang', 'post', `/v1/challenges/${id}/reply`, reply, `/v1/challenges/${id}`));
    const reviewBodyId = (done(await look(app, 'reviewer-xu', '/v1/me')).body['organization'] as { id: string }).id;
    const complaint = { matters: [{ matter: '1', facts: reasons }], request: reasons, reviewBodyId };
    const filed = done(await act(app, 'supplier-shenda', 'post', `/v1/challenges/${id}/complaint`, complaint)).body.id;
    const path = mine().replace(tender.path, `/v1/complaints/${filed}`);
    const reviewer = await declaredReviewer(app, String(filed));
    expect(((await file(reviewer, path)).body as Buffer).equals(scheme)).toBe(true);
    expect((await look(app, 'reviewer-health', path)).status).toBe(404);
    expect((await look(app, 'procurer-wang', path)).status).toBe(403);
    expect(
      (await look(app, reviewer, pathOf('supplier-rheinland', scheme).replace(tender.path, `/v1/complaints/${filed}`))).status,
    ).toBe(404);
  });
});

describe('on the disk', () => {
  it('nothing of them can be read; what is kept is what the key in the database opens', () => {
    const folder = join(app.config.dataDir, 'blobs');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const contents = files.map((one) => readFileSync(join(one.parentPath, one.name)));
    expect(contents.some((one) => one.includes('age-encryption.org/v1'))).toBe(true);
    expect(contents.filter((one) => one.length === scheme.length)).toHaveLength(1);
    for (const told of ['技术方案', '双层反向绕组', '%PDF-1.7 price'])
      expect(contents.some((one) => one.includes(told))).toBe(false);
  });

  it('there is none of a bid that turned out to be defective, nor one of another tender', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const [listed] = (attached(['技术方案.pdf', scheme]) as { documents: object[] }).documents;
    const wrong = { documents: [listed, { ...listed, name: 'wrong.pdf', sha256: hashOf(sheet) }] };
    const second = await opened(app, await published(app), {
      'supplier-shenda': wrong,
      'supplier-rheinland': payloads['supplier-rheinland'],
    });
    const kept = await app.sql('SELECT sha256 FROM opened_documents WHERE tender_id = $1', [second.id]);
    expect(kept).toEqual([{ sha256: hashOf(sheet) }]);
    expect((await look(app, 'auditor-feng', pathOf('supplier-rheinland', sheet, second))).status).toBe(404);
    expect(readdirSync(join(app.config.dataDir, 'blobs', 'staging'))).toEqual([]);
  });
});
