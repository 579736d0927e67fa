import type supertest from 'supertest';
import { newId } from '../../src/platform/unit-of-work.js';
import { startTestApp, type Caller, type TestApp } from '../app.js';
import { declaredReviewer, reviews } from '../reviewers.js';
import type { AwardsApp } from '../awards/fixture.js';
import { awardedTender as awarded, openedTender as opened, type OpenedTender } from '../awards/stories.js';

/** The demo organisations by key, as the seed registered them. */
export interface DocketApp extends TestApp {
  orgs: Record<string, string>;
}

/** The authority has one reviewer until a story says otherwise, so that the draw hits `reviewer-xu`. */
export async function startDocket(now?: string): Promise<DocketApp> {
  const app = await startTestApp(now === undefined ? {} : { now });
  const rows = await app.sql<{ id: string; subject: string }>(
    `SELECT DISTINCT ON (member.organization_id) member.organization_id AS id, person.subject FROM memberships member
       JOIN people person ON person.id = member.person_id WHERE member.organization_id IS NOT NULL ORDER BY member.organization_id, person.subject`,
  );
  const { demoClients } = await import('../../src/platform/demo-clients.js');
  await reviews(app, 'reviewer-he', false);
  const keyOf = (subject: string): string => demoClients.find((one) => one.clientId === subject)?.organization ?? subject;
  docket = { ...app, orgs: Object.fromEntries(rows.map((row) => [keyOf(row.subject), row.id])) };
  return docket;
}

/** The one of this file's stories. */
let docket: DocketApp | null = null;

/** Stories of this module begin where those of bids and awards end. */
export function openedTender(app: DocketApp, over: Parameters<typeof opened>[1] = {}): Promise<OpenedTender> {
  return opened(forAwards(app), over);
}

export function awardedTender(app: DocketApp, over: Parameters<typeof awarded>[1] = {}): ReturnType<typeof awarded> {
  return awarded(forAwards(app), over);
}

let references = 0;

/** An open tender of the hospital, published at the clock's moment, written straight into the database. */
export async function publishedTender(app: DocketApp, over: { category?: string; published?: boolean } = {}): Promise<string> {
  references += 1;
  const id = newId();
  const [author, approver] = [await personId(app, 'procurer-wang'), await personId(app, 'approver-li')];
  const at = over.published === false ? null : 'now';
  await app.sql(
    `INSERT INTO tenders (id, version, reference_number, ocid, procurer_id, created_by, state, method, category, title, description, content,
        warnings, approved_by, approved_at, published_by, published_at, documents_issued_at, bids_close_at, opens_at, due_at, search_text, created_at)
     SELECT $1, 3, $2, $2, $3, $4, $5, 'open', $6, $7, $7, '{}', '[]', $8, t, CASE WHEN $9 THEN $8::uuid END, CASE WHEN $9 THEN t END,
            CASE WHEN $9 THEN t END, CASE WHEN $9 THEN t + interval '42 days' END, CASE WHEN $9 THEN t + interval '42 days 30 seconds' END,
            CASE WHEN $9 THEN t + interval '42 days' END, '', t FROM (SELECT platform_now() AS t) AS moment`,
    [
      id,
      `SHFTZ-2026-9${String(references).padStart(5, '0')}`,
      app.orgs['hospital'],
      author,
      at === null ? 'approved' : 'open',
      over.category ?? 'goods',
      { zh: '磁共振成像系统', en: 'MRI system' },
      approver,
      at !== null,
    ],
  );
  return id;
}

export async function personId(app: TestApp, clientId: string): Promise<string> {
  return ((await app.sql<{ id: string }>('SELECT id FROM people WHERE subject = $1', [clientId]))[0] as { id: string }).id;
}

export const letter = {
  subject: 'documents',
  matters: [
    {
      statement: { zh: '技术参数指向特定品牌', en: 'The specifications point to one brand' },
      facts: { zh: '第3.2条的孔径只有一家满足', en: 'Only one maker meets the bore of clause 3.2' },
      evidence: ['第3.2条'],
    },
    { statement: { zh: '资格条件与项目规模无关' }, facts: { zh: '要求注册资本一亿元' } },
  ],
  request: { zh: '修改第3.2条', en: 'Amend clause 3.2' },
  requestedRemedies: ['documents-changed'],
  contact: { name: '沈达', phone: '021-00000001' },
};

export const resultLetter = { ...letter, subject: 'result' };

export const fullReply = {
  answers: [
    { matter: '1', text: { zh: '参数有三家满足', en: 'Three makers meet it' } },
    { matter: '2', text: { zh: '该条件已删除', en: 'The condition is gone' } },
  ],
  grounds: { zh: '市场调查报告；政府采购法第22条', en: 'Market survey; Procurement Law art. 22' },
  rightToComplain: true,
};

export interface Filed {
  id: string;
  etag: string;
  body: Record<string, unknown>;
}

/** Files and expects 201. */
export async function challenge(supplier: Caller, tenderId: string, body: object = letter): Promise<Filed> {
  return filed(await supplier('post', `/v1/tenders/${tenderId}/challenges`).send(body));
}

export async function reply(app: DocketApp, challengeId: string, body: object = fullReply): Promise<supertest.Response> {
  return (await app.as('procurer-wang'))('post', `/v1/challenges/${challengeId}/reply`).send(body);
}

/** Where it was filed, its reviewer says at once that it has no conflict. */
export async function complain(supplier: Caller, challengeId: string, body: object): Promise<supertest.Response> {
  const answer = await undeclared(supplier, challengeId, body);
  const { id, reviewerId } = answer.body as { id: string; reviewerId?: string | null };
  if (docket && answer.status === 201 && reviewerId) await declared(docket, id);
  return answer;
}

/** The same, and nobody has declared yet. */
export async function undeclared(supplier: Caller, challengeId: string, body: object): Promise<supertest.Response> {
  return supplier('post', `/v1/challenges/${challengeId}/complaint`).send(body);
}

/** The reviewer whom the draw hit says that it has no conflict. */
export async function declared(app: TestApp, complaintId: string): Promise<Caller> {
  return app.as(await declaredReviewer(app, complaintId));
}

/** What was created; throws the answer where it was refused. */
export function filed(answer: supertest.Response): Filed {
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  const body = answer.body as Record<string, unknown>;
  return { id: String(body['id']), etag: String(answer.headers['etag']), body };
}

/** Rule ids of a problem, or its code where it is no refusal of the law. */
export function rulesOf(answer: { body: unknown }): string[] {
  const { type = '', errors = [] } = answer.body as { type?: string; errors?: { rule?: string }[] };
  const named = errors.flatMap((one) => one.rule ?? []);
  return named.length ? named : [type.replace('urn:ftz:problem:', '')];
}

export async function audited(app: TestApp, subjectId: string): Promise<string[]> {
  const rows = await app.sql<{ type: string }>('SELECT type FROM audit_entries WHERE subject_id = $1 ORDER BY inserted', [
    subjectId,
  ]);
  return rows.map((one) => one.type);
}

/** Holds that still stand at the clock's moment, by cause. */
export async function standing(
  app: TestApp,
  tenderId: string,
): Promise<{ kind: string; cause: string; endsOn: string | null }[]> {
  return app.sql(
    `SELECT kind, cause_kind AS cause, ends_on::text AS "endsOn" FROM procedure_holds WHERE tender_id = $1 AND released_at IS NULL
        AND (ends_on IS NULL OR (platform_now() AT TIME ZONE 'Asia/Shanghai')::date <= ends_on) ORDER BY cause_kind, kind`,
    [tenderId],
  );
}

/** The stories of awards name the organisations differently. */
function forAwards(app: DocketApp): AwardsApp {
  return { ...app, organizations: app.orgs } as unknown as AwardsApp;
}
