import { createHash } from 'node:crypto';
import pg from 'pg';
import { contentDigest } from '../content-digest.js';
import { sessionOptions } from '../../src/platform/database.js';
import { startTestApp, type TestApp } from '../app.js';
import {
  answered,
  approved,
  audited,
  challenge,
  done,
  draft,
  look,
  publish,
  rulesOf,
  type Answered,
  type JourneyTender,
} from '../journeys/steps.js';
import { prequalifying } from '../prequalification/invited.js';
import { docx, eicar, odt, pdf, withMacros, zip } from './files.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterAll(() => app.close());

interface File {
  content: Buffer | string;
  name?: string;
  type?: string;
}

async function upload(
  path: string,
  { content, name = '招标文件.pdf', type = 'application/octet-stream' }: File,
  client = 'procurer-wang',
): Promise<Answered> {
  const bytes = Buffer.from(content);
  const headers = {
    'content-type': type,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-digest': contentDigest(bytes),
  };
  return answered(await (await app.as(client))('post', path).set(headers).send(bytes));
}

const drafted = async (): Promise<string> => `/v1/tenders/${done(await draft(app)).body.id}`;
const refused = (one: Answered): [number, string[]] => [one.status, rulesOf(one)];

describe('a document', () => {
  it('is served as what is in it, whatever was declared, and never opened in the browser', async () => {
    const path = await drafted();
    for (const [content, name, type, served] of [
      [docx, '要求.docx', 'application/octet-stream', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
      [odt, '说明.odt', 'application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.text'],
      ['<!doctype html><title>公告</title>', '公告.html', 'text/html', 'text/html'],
      ['名称,数量', '清单.csv', 'text/csv', 'text/csv'],
    ] as const) {
      const { body } = done(await upload(`${path}/documents`, { content, name, type }));
      expect(body).toMatchObject({ mediaType: served, name });
      const { headers } = done(await look(app, 'procurer-wang', `${path}/documents/${body.id}`));
      expect(headers).toMatchObject({
        'content-type': served,
        'x-content-type-options': 'nosniff',
        'content-security-policy': 'sandbox',
        'content-disposition': expect.stringMatching(/^attachment;/) as string,
      });
    }
  });

  it.each<[string, File, string]>([
    ['a program', { content: Buffer.from('4d5a900003', 'hex'), name: '安装.exe' }, 'documents.type-refused'],
    ['a page that runs', { content: '<html><script>', name: '公告.html' }, 'documents.type-refused'],
    ['a false declaration', { content: pdf, type: 'image/png' }, 'documents.type-mismatch'],
    ['a false name', { content: pdf, name: '招标文件.docx' }, 'documents.type-mismatch'],
    ['two files in one', { content: Buffer.concat([pdf, zip([{ name: 'a.txt' }])]) }, 'documents.two-types'],
    ['macros', { content: withMacros, name: '要求.docx' }, 'documents.macros'],
    [
      'a bomb',
      { content: zip([{ name: 'a.txt', data: Buffer.alloc(4 * 1024 ** 2) }]), name: '图纸.zip' },
      'documents.archive-unsafe',
    ],
    ['the scanners’ test', { content: eicar, name: '说明.txt' }, 'documents.test-virus'],
  ])('with %s is refused by its rule, and nothing is kept', async (_, file, rule) => {
    const path = await drafted();
    const answer = await upload(`${path}/documents`, file);
    expect(refused(answer)).toEqual([422, [rule]]);
    expect(done(await look(app, 'procurer-wang', `${path}/documents`)).body['items']).toEqual([]);
    expect(await audited(app, 'document.added', path.split('/').at(-1))).toBe(0);
  });

  it.each(['..\u002fetc', 'a\u202efdp.exe', 'NUL.pdf', 'a\u200b.pdf', `${'长'.repeat(90)}.pdf`])(
    'called %j is refused',
    async (name) => {
      expect((await upload(`${await drafted()}/documents`, { content: pdf, name })).status).toBe(400);
    },
  );

  it('called with dots at its end is called without them', async () => {
    const { body } = done(await upload(`${await drafted()}/documents`, { content: pdf, name: ' 招标文件.pdf. .' }));
    expect(body['name']).toBe('招标文件.pdf');
  });

  it('is refused where there are too many or too much', async () => {
    const [many, much] = [await drafted(), await drafted()];
    const insert = `INSERT INTO tender_documents (id, tender_id, name, media_type, bytes, sha256, added_by, added_at)
      SELECT gen_random_uuid(), tenders.id, number::text, 'application/pdf', $2, repeat('0', 64), created_by, platform_now()
        FROM tenders, generate_series(1, $3) number WHERE tenders.id = $1`;
    await app.sql(insert, [many.split('/').at(-1), 1, 199]);
    done(await upload(`${many}/documents`, { content: pdf }));
    expect(refused(await upload(`${many}/documents`, { content: pdf }))).toEqual([409, ['documents.too-many']]);
    await app.sql(insert, [much.split('/').at(-1), 2 * 1024 ** 3 - pdf.length, 1]);
    done(await upload(`${much}/documents`, { content: pdf }));
    expect(refused(await upload(`${much}/documents`, { content: pdf }))).toEqual([409, ['documents.too-big-together']]);
  });
});

describe('a file of an application', () => {
  it('is judged in the same way', async () => {
    const tender = await prequalifying(app);
    const path = `${tender.path}/applications/mine/documents`;
    const send = (file: File): Promise<Answered> => upload(path, file, 'supplier-shenda');
    expect(done(await send({ content: docx, name: '业绩.docx' })).body['mediaType']).toContain('wordprocessingml');
    expect(refused(await send({ content: withMacros, name: '业绩.docx' }))).toEqual([422, ['documents.macros']]);
    expect((await send({ content: pdf, name: 'CON.pdf' })).status).toBe(400);
    await app.sql(
      `INSERT INTO application_documents (id, tender_id, supplier_id, name, media_type, bytes, sha256, added_by)
       SELECT gen_random_uuid(), tender_id, supplier_id, number::text, media_type, 1, sha256, added_by
         FROM application_documents, generate_series(2, 50) number WHERE tender_id = $1`,
      [tender.id],
    );
    expect(refused(await send({ content: pdf }))).toEqual([409, ['documents.too-many']]);
  });
});

describe('the documents of a published tender', () => {
  it('are free: anybody reads them without signing in', async () => {
    const tender = await approved(app, {}, async (path) => void done(await upload(`${path}/documents`, { content: pdf })));
    done(await publish(app, tender));
    const [document] = done(await look(app, null, `${tender.path}/documents`)).body['items'] as { id: string }[];
    const { status, headers } = await look(app, null, `${tender.path}/documents/${document?.id}`);
    expect([status, headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(done(await look(app, null, `${tender.path}/notices/1`)).body['content']).not.toHaveProperty('documentFee');
    expect(done(await look(app, null, `${tender.path}/documents`)).body['documentFee']).toBeNull();
  });

  it('cost something only for a reason, which the notice shows', async () => {
    const fee = { amount: '300.00', currency: 'CNY' };
    expect(rulesOf(await publish(app, await approved(app, { documentFee: fee })))).toContain('documents.fee-unjustified');
    const documentFee = { ...fee, reason: '大幅面图纸的印制工本费' };
    const tender = await approved(app, { documentFee });
    done(await publish(app, tender));
    expect(done(await look(app, null, `${tender.path}/notices/1`)).body['content']).toMatchObject({ documentFee });
    expect(done(await look(app, null, tender.path)).body).toMatchObject({ documentFee });
    expect(done(await look(app, null, `${tender.path}/documents`)).body).toMatchObject({ documentFee });
  });
});

describe('a download', () => {
  interface Window {
    windows: { documents: { basis: string; startsOn: string; lastDay: string; derivation: { parts: object[] } } };
  }

  /** Published on 2026-03-02 with one document. */
  async function withDocument(over: object = {}): Promise<{ id: string; path: string; file: string }> {
    const tender = await approved(app, over, async (path) => void done(await upload(`${path}/documents`, { content: pdf })));
    done(await publish(app, tender));
    const [document] = done(await look(app, 'procurer-wang', `${tender.path}/documents`)).body['items'] as { id: string }[];
    return { id: tender.id, path: tender.path, file: `${tender.path}/documents/${document?.id}` };
  }

  const windowOf = async (client: string | null, path: string): Promise<Window['windows']['documents']> =>
    (done(await look(app, client, `${path}/challenge-window`)).body as unknown as Window).windows.documents;
  const recorded = (tenderId: string): Promise<{ organization_id: string; sha256: string }[]> =>
    app.sql('SELECT organization_id, sha256, downloaded_at FROM document_downloads WHERE tender_id = $1', [tenderId]);

  it('of a supplier that is signed in is on record once, whole or in ranges, and sealed', async () => {
    const { id, file } = await withDocument();
    const caller = await app.as('supplier-shenda');
    const ranged = await caller('get', file).set('range', 'bytes=0-3').buffer(true).responseType('blob');
    expect([ranged.status, String(ranged.body), ranged.headers['etag']]).toMatchObject([206, '%PDF', expect.any(String)]);
    await Promise.all([caller('get', file), caller('get', file).set('range', 'bytes=4-')]);
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    expect(await recorded(id)).toMatchObject([{ sha256 }]);
    expect(await app.sql(`SELECT sealed FROM audit_entries WHERE tender_id = $1 AND type = 'document.downloaded'`, [id])).toEqual(
      [{ sealed: true }],
    );
  });

  it('of anybody else, a question about the file and a range that it does not have are not', async () => {
    const { id, file } = await withDocument();
    expect((await app.http('get', file)).status).toBe(200);
    for (const client of ['procurer-wang', 'auditor-feng', 'procurer-port']) done(await look(app, client, file));
    const caller = await app.as('supplier-shenda');
    expect((await caller('get', file).set('range', 'bytes=99999-')).status).toBe(400);
    const head = await caller('head' as 'get', file);
    expect([head.status, head.headers['content-length'], head.headers['accept-ranges']]).toEqual([
      200,
      String(pdf.length),
      'bytes',
    ]);
    expect(await recorded(id)).toEqual([]);
  });

  it('tells nobody who is interested: the service cannot read the list, and no answer has it', async () => {
    const [{ id, path, file }, other] = [await withDocument(), await withDocument()];
    done(await look(app, 'supplier-shenda', file));
    await app.drain();
    const service = new pg.Client({ connectionString: app.database.appUrl, options: sessionOptions });
    await service.connect();
    await expect(service.query('SELECT count(*) FROM document_downloads')).rejects.toMatchObject({ code: '42501' });
    expect((await service.query('SELECT 1 FROM audit_entries WHERE tender_id = $1 AND sealed', [id])).rowCount).toBe(0);
    await service.end();
    const seen = async (one: { id: string; path: string }, client: string, part: string): Promise<number> =>
      (done(await look(app, client, `${one.path}${part}`)).body['items'] as unknown[]).length;
    for (const client of ['procurer-wang', 'auditor-feng', 'supplier-hujiang'])
      for (const part of ['/timeline', '/documents', '/notices'])
        expect(await seen({ id, path }, client, part)).toBe(await seen(other, client, part));
    expect(await windowOf('procurer-wang', path)).toEqual(await windowOf('procurer-wang', other.path));
  });

  it('is the day from which its own supplier may challenge the documents, where it came before the end of their notice', async () => {
    const { path, file } = await withDocument();
    await app.setClock('2026-03-04T09:00:00+08:00');
    done(await look(app, 'supplier-shenda', file));
    expect(await windowOf('supplier-shenda', path)).toMatchObject({
      basis: 'downloaded',
      startsOn: '2026-03-04',
      lastDay: '2026-03-16',
    });
    for (const client of [null, 'supplier-hujiang'])
      expect(await windowOf(client, path)).toMatchObject({
        basis: 'documentsNoticeEnded',
        startsOn: '2026-03-09',
        lastDay: '2026-03-19',
        derivation: { parts: [{ from: '2026-03-02', result: '2026-03-09' }, {}, {}] },
      });
    await app.setClock('2026-03-17T09:00:00+08:00');
    const tender = { path } as JourneyTender;
    expect(refused(await challenge(app, tender, 'documents', 'supplier-shenda'))).toEqual([422, ['challenge.out-of-time']]);
    done(await look(app, 'supplier-hujiang', file));
    expect(done(await challenge(app, tender, 'documents', 'supplier-hujiang')).body).toMatchObject({
      window: { basis: 'documentsNoticeEnded', lastDay: '2026-03-19' },
    });
  });
});
