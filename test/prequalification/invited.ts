import type supertest from 'supertest';
import { contentDigest } from '../content-digest.js';
import { newId } from '../../src/platform/unit-of-work.js';
import type { TestApp } from '../app.js';
import { act, approved, done, look, publish, type Answered, type JourneyTender } from '../journeys/steps.js';

export const start = '2026-03-02T09:00:00+08:00';
/** Art. 50: 25 days after the notice of 2026-03-02. */
export const applicationsClose = '2026-03-27T09:30:00+08:00';
export const decisionDay = '2026-03-30T09:00:00+08:00';
/** Art. 51: 40 days after the invitation of 2026-03-30, and a working day. */
export const bidsClose = '2026-05-11T09:30:00+08:00';
export const opening = '2026-05-11T10:00:00+08:00';

export const applicants = ['supplier-shenda', 'supplier-hujiang', 'supplier-rheinland'] as const;

export const prequalification = {
  applicationAddress: {
    zh: '上海自贸试验区临港新片区环湖西二路1号采购科，或本平台在线提交',
    en: 'Procurement office, 1 Huanhu West 2nd Road, Lingang, or online on this platform',
  },
  requirements: [
    {
      id: 'device-licence',
      text: { zh: '具有医疗器械经营许可证或同等许可。', en: 'A medical device licence or its equivalent.' },
      licenceType: '医疗器械经营许可证',
    },
    {
      id: 'service',
      text: { zh: '在上海设有售后服务机构，24小时内到场。', en: 'After-sales service in Shanghai, on site within 24 hours.' },
    },
  ],
  limitSuppliers: false,
  selectionCriteria: [] as object[],
};

export const limited = {
  ...prequalification,
  limitSuppliers: true,
  maxSuppliers: 3,
  selectionCriteria: [
    { id: 'experience', name: { zh: '同类项目业绩', en: 'Experience with like projects' }, maxPoints: '60' },
    { id: 'maintenance', name: { zh: '维护能力', en: 'Maintenance capacity' }, maxPoints: '40' },
  ],
};

export const value = (amount: string): object => ({ contracts: [{ base: { amount, currency: 'CNY' } }] });

/** The demo's procurement by invitation, for a class of its own so that no other test adds to it. */
export function invitedDraft(over: object = {}): object {
  return {
    method: 'invited',
    bidsCloseAt: null,
    itemClass: null,
    applicationsCloseAt: applicationsClose,
    prequalification,
    ...over,
  };
}

/** Published on 2026-03-02. */
export async function prequalifying(app: TestApp, over: object = {}): Promise<JourneyTender> {
  const tender = await approved(app, invitedDraft(over));
  done(await publish(app, tender));
  return tender;
}

const licenceIds = new WeakMap<TestApp, Map<string, Promise<string>>>();

export async function organizationOf(app: TestApp, clientId: string): Promise<string> {
  const me = done(await look(app, clientId, '/v1/me')).body as unknown as { organization: { id: string } };
  return me.organization.id;
}

/** A licence of the client's organisation, added and verified once. */
export function licenceOf(app: TestApp, clientId: string): Promise<string> {
  const known = licenceIds.get(app) ?? new Map<string, Promise<string>>();
  licenceIds.set(app, known);
  const id = known.get(clientId) ?? addLicence(app, clientId);
  known.set(clientId, id);
  return id;
}

export async function addLicence(app: TestApp, clientId: string, over: object = {}): Promise<string> {
  const path = `/v1/organizations/${await organizationOf(app, clientId)}/licences`;
  const licence = {
    type: '医疗器械经营许可证',
    number: `沪药监械经营许20${clientId.length}0001号`,
    issuer: { zh: '上海市药品监督管理局', en: 'Shanghai Medical Products Administration' },
    holder: '上海医疗器械经营企业',
    validFrom: '2024-01-01',
    validTo: '2028-12-31',
    ...over,
  };
  const { id } = done(await act(app, clientId, 'post', path, licence)).body;
  done(await judgeLicence(app, `${path}/${id}`));
  return id;
}

/** What the registrar finds of the licence at that path. */
export function judgeLicence(app: TestApp, path: string, over: object = {}): Promise<Answered> {
  const basis = { zh: '与发证机关电子证照库核对', en: 'Compared with the register of the issuer' };
  return act(app, 'registrar', 'post', `${path}/verification`, { decision: 'verified', basis, ...over }, path);
}

export async function applicationBody(app: TestApp, clientId: string, over: object = {}): Promise<object> {
  return {
    statements: [
      { requirementId: 'device-licence', text: '许可证在有效期内。', licenceId: await licenceOf(app, clientId) },
      { requirementId: 'service', text: '在浦东设有服务站，承诺24小时内到场。' },
    ],
    ...over,
  };
}

export async function apply(
  app: TestApp,
  tender: JourneyTender,
  clientId: string,
  over: object = {},
  verb: 'post' | 'put' = 'post',
): Promise<Answered> {
  const path = `${tender.path}/applications${verb === 'put' ? '/mine' : ''}`;
  return act(app, clientId, verb, path, await applicationBody(app, clientId, over));
}

/** An application of a further, verified supplier whom nobody acts for over HTTP; the database dates it as any other. Gives its id. */
export async function applyAsStranger(app: TestApp, tender: JourneyTender, name: string): Promise<string> {
  const [supplier, application] = [newId(), newId()];
  await app.sql(
    `INSERT INTO organizations (id, version, kinds, name, scheme, identifier, country, in_zone, verification, verified_at, verified_by, created_by, created_at)
     SELECT $1, 1, ARRAY['supplier'], jsonb_build_object('zh', $2::text), 'XX-test', $2, 'CN', true, 'verified', platform_now(), id, id, platform_now()
       FROM people WHERE subject = 'registrar'`,
    [supplier, name],
  );
  await app.sql(
    `WITH applicant AS (INSERT INTO people (id, subject, name, created_at)
       VALUES ($4, $5, jsonb_build_object('zh', $6::text), platform_now()) RETURNING id)
     INSERT INTO applications (id, tender_id, supplier_id, person_id, action, version, statements)
     SELECT $1, $2, $3, id, 'submission', 1, '[]' FROM applicant`,
    [application, tender.id, supplier, newId(), application, name],
  );
  return application;
}

/** The applications' ids by client, as the procuring entity reads them after the deadline. */
export async function received(app: TestApp, tender: JourneyTender): Promise<Record<string, string>> {
  const { items } = done(await look(app, 'procurer-wang', `${tender.path}/applications?limit=100`)).body as unknown as {
    items: { id: string; supplier: { id: string } }[];
  };
  const ids: Record<string, string> = {};
  for (const client of applicants) {
    const own = await organizationOf(app, client);
    const found = items.find((one) => one.supplier.id === own);
    if (found) ids[client] = found.id;
  }
  return ids;
}

export const reasons = { zh: '材料齐全，符合公告要求。', en: 'Complete, and meets the notice.' };
export const unmet = { zh: '上海无售后服务机构。', en: 'No after-sales service in Shanghai.' };
export const points = (experience: string, maintenance: string): object[] => [
  { criterionId: 'experience', points: experience },
  { criterionId: 'maintenance', points: maintenance },
];

export function decide(
  app: TestApp,
  tender: JourneyTender,
  applicationId: string,
  over: object = {},
  by = 'procurer-wang',
): Promise<Answered> {
  const path = `${tender.path}/applications/${applicationId}`;
  return act(app, by, 'post', `${path}/decision`, { outcome: 'qualified', reasons, ...over }, path);
}

export async function declareNone(app: TestApp, tender: JourneyTender, by = 'procurer-wang'): Promise<void> {
  done(await act(app, by, 'post', `${tender.path}/conflict-declarations`, { hasConflict: false }));
}

export function shortlist(app: TestApp, tender: JourneyTender, body: object = {}): Promise<Answered> {
  return act(app, 'procurer-wang', 'post', `${tender.path}/shortlist`, body, tender.path);
}

export function invite(app: TestApp, tender: JourneyTender, bidsCloseAt = bidsClose): Promise<Answered> {
  return act(app, 'procurer-wang', 'post', `${tender.path}/invitation`, { bidsCloseAt }, tender.path);
}

/** All three of the demo have applied; it is the day of the decisions, and the officer has declared no conflict. */
export async function applied(app: TestApp, over: object = {}): Promise<JourneyTender> {
  await app.setClock(start);
  const tender = await prequalifying(app, over);
  for (const client of applicants) done(await apply(app, tender, client));
  await app.setClock(decisionDay);
  await declareNone(app, tender);
  return tender;
}

/** All three qualify and are on the shortlist. */
export async function shortlisted(app: TestApp, over: object = {}): Promise<JourneyTender> {
  const tender = await applied(app, over);
  for (const id of Object.values(await received(app, tender))) done(await decide(app, tender, id));
  done(await shortlist(app, tender));
  return tender;
}

export async function upload(
  app: TestApp,
  clientId: string,
  path: string,
  file: Buffer,
  name = '资格证明.pdf',
): Promise<supertest.Response> {
  return (await app.as(clientId))('post', path)
    .set('content-type', 'application/pdf')
    .set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .set('content-digest', contentDigest(file))
    .send(file);
}

/** How many deliveries of a topic an organisation has for the tender. */
export async function told(app: TestApp, tender: JourneyTender, topic: string, clientId: string): Promise<number> {
  const rows = await app.sql<{ count: string }>(
    'SELECT count(*) FROM deliveries WHERE tender_id = $1 AND topic = $2 AND organization_id = $3',
    [tender.id, topic, await organizationOf(app, clientId)],
  );
  return Number(rows[0]?.count);
}
