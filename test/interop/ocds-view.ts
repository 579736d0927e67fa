import type { TestApp } from '../app.js';
import { does, send } from './ocds-stage.js';
import { list, pick, text } from './ocds-source.js';

/** What anybody can read about a procurement at one moment. */
export interface View {
  tender: unknown;
  /** By kind, the first of each; the address beside what stands there. */
  notices: Record<string, { path: string; notice: unknown; htmlType: string }>;
  documents: { path: string; document: unknown; content: string }[];
  minutes: unknown;
  award: unknown;
  contract: unknown;
  timeline: unknown[];
  organizations: unknown[];
}

/** Every public endpoint of one tender, without a token. */
export async function publicView(app: TestApp, tenderId: string): Promise<View> {
  const path = `/v1/tenders/${tenderId}`;
  const get = (rest: string): Promise<unknown> => does(app, null, 'get', `${path}${rest}`);
  const tender = await get('');
  const opening = await send(app, null, 'get', `${path}/opening`);
  const minutes = opening.status === 200 ? pick(opening.body, 'minutes') : null;
  const suppliers = list(minutes, 'bids').map((bid) => text(bid, 'supplierId'));
  const ids = [text(tender, 'procurer.id'), ...suppliers];
  return {
    tender,
    notices: await noticesOf(app, path),
    documents: await documentsOf(app, path),
    minutes,
    award: list(await get('/awards'), 'items')[0] ?? null,
    contract: list(await get('/contracts'), 'items')[0] ?? null,
    timeline: list(await get('/timeline?limit=100'), 'items'),
    organizations: await Promise.all(ids.map((id) => does(app, null, 'get', `/v1/organizations/${id}`))),
  };
}

async function noticesOf(app: TestApp, path: string): Promise<View['notices']> {
  const found: View['notices'] = {};
  for (const notice of list(await does(app, null, 'get', `${path}/notices`), 'items')) {
    const own = `${path}/notices/${String(pick(notice, 'version'))}`;
    const page = await send(app, null, 'get', own, { headers: { accept: 'text/html' } });
    const htmlType = page.status === 200 ? (page.headers['content-type'] ?? '') : '';
    found[text(notice, 'kind')] ??= { path: own, notice: await does(app, null, 'get', own), htmlType };
  }
  return found;
}

async function documentsOf(app: TestApp, path: string): Promise<View['documents']> {
  const found: View['documents'] = [];
  for (const document of list(await does(app, null, 'get', `${path}/documents`), 'items')) {
    const own = `${path}/documents/${text(document, 'id')}`;
    const file = await app
      .http('get', own)
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      });
    if (file.status !== 200) throw new Error(`${own}: ${file.status}`);
    found.push({ path: own, document, content: (file.body as Buffer).toString('latin1') });
  }
  return found;
}

/** An organisation by how the source names it, `GB-COH-11111111`; the buyer is whoever procures here. */
export function organizationOf(view: View, sourceId: string): unknown {
  return sourceId === 'GB-LAC-E09000003'
    ? view.organizations[0]
    : view.organizations.find((one) => `${text(one, 'scheme')}-${text(one, 'identifier')}` === sourceId);
}
