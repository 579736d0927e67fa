import { randomUUID } from 'node:crypto';
import type supertest from 'supertest';
import { contentDigest } from '../content-digest.js';
import { mriTender, offers, payloadOf } from '../../seeds/demo-data.js';
import { sealBid } from '../../src/bids/seal.js';
import type { TestApp, Verb } from '../app.js';
import { dealt, type Locked } from '../custody/ceremony.js';
import { coil, drafted as draftedSource } from '../journeys/single-source.js';
import { done, draft } from '../journeys/steps.js';
import { invitedDraft, organizationOf } from '../prequalification/invited.js';
import { textOf } from './days.js';
import type { Model, Supplier } from './tender-state.js';

/** The procurement that the application has of a model, with the names under which it knows its parts. */
export interface Subject {
  app: TestApp;
  locked: Locked;
  /** The review authority that is named in a complaint, and the supplier of a single source. */
  reviewBodyId: string;
  sourceId: string;
  path: string;
  id: string;
  etag: string;
  applications: Partial<Record<Supplier, string>>;
  objections: Partial<Record<Supplier, string>>;
  bids: Partial<Record<Supplier, string>>;
  award: string;
  contract: string;
  challenges: string[];
  complaints: string[];
}

export type Setting = Pick<Subject, 'app' | 'reviewBodyId' | 'sourceId'>;

/** The organisations that the commands of every procurement of one database name. */
export async function settingOf(app: TestApp): Promise<Setting> {
  const [reviewBodyId, sourceId] = [await organizationOf(app, 'reviewer-xu'), await organizationOf(app, 'supplier-rheinland')];
  return { app, reviewBodyId, sourceId };
}

/** Drafts at the application what the model has drafted. */
export async function draftedSubject(setting: Setting, model: Model): Promise<Subject> {
  const { app } = setting;
  await app.setClock(textOf(model.now), true);
  const id = await draftOf(app, model);
  const none = { applications: {}, objections: {}, bids: {}, award: randomUUID(), contract: '', challenges: [], complaints: [] };
  const locked = await dealt(app, id);
  return { ...setting, ...none, locked, id, path: `/v1/tenders/${id}`, etag: '' };
}

async function draftOf(app: TestApp, { method, bidsCloseAt, applicationsCloseAt }: Model): Promise<string> {
  if (method === 'single-source') return (await draftedSource(app, 'other', { over: coil })).id;
  // A class of its own for each of them: a thousand procurements of one class in one year would be one that was split.
  const over =
    method === 'open'
      ? { ...mriTender, itemClass: null, bidsCloseAt: textOf(bidsCloseAt ?? 0) }
      : invitedDraft({ applicationsCloseAt: textOf(applicationsCloseAt ?? 0) });
  return done(await draft(app, over)).body.id;
}

/** A request of a demo client; `match` is the entity tag it decides upon. */
export async function ask(
  { app }: Subject,
  clientId: string,
  verb: Verb,
  path: string,
  body?: object,
  match?: string,
): Promise<supertest.Response> {
  const request = (await app.as(clientId))(verb, path);
  if (match !== undefined) void request.set('if-match', match);
  return body === undefined ? request : request.send(body);
}

/** The entity tag that the client reads there; of what it may not read, one that fits nothing. */
export async function tagOf(subject: Subject, clientId: string, path: string): Promise<string> {
  const { headers } = await ask(subject, clientId, 'get', path);
  return (headers as Record<string, string>)['etag'] ?? '"0-none"';
}

export async function handIn(
  subject: Subject,
  supplier: Supplier,
  verb: 'post' | 'put',
  file: Buffer,
): Promise<supertest.Response> {
  return (await subject.app.as(`supplier-${supplier}`))(verb, `${subject.path}/bids${verb === 'put' ? '/mine' : ''}`)
    .set('content-type', 'application/age')
    .set('content-digest', contentDigest(file))
    .send(file);
}

/** A broken one is sealed for another procurement; a dear one is above the budget. */
export async function sealedBid({ id, locked }: Subject, supplier: Supplier, offer: 'fair' | 'dear' | 'broken'): Promise<Buffer> {
  const made = offers.find((one) => one.client === `supplier-${supplier}`) as (typeof offers)[number];
  const payload = {
    ...payloadOf(offer === 'broken' ? randomUUID() : id, made),
    ...(offer === 'dear' ? { price: { amount: '12000000.01', currency: 'CNY' } } : {}),
  };
  return Buffer.from(await sealBid(payload, locked.deals.A.recipient, locked.deals.B.recipient));
}

export function priceOf(supplier: Supplier): string {
  return offers.find((one) => one.client === `supplier-${supplier}`)?.price ?? '';
}
