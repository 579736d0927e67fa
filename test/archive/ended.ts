import type { TestApp } from '../app.js';
import { act, answered, done, look, type Answered } from '../journeys/steps.js';
import { newId } from '../../src/platform/unit-of-work.js';

export const reason = { zh: '保存期满', en: 'The period is over' };

let references = 0;

/** A tender of the hospital that was completed on a day, written straight into the database: what comes before is shown elsewhere. */
export async function endedTender(app: TestApp, endedOn = '2026-03-02', retainUntil = '2041-03-02'): Promise<string> {
  references += 1;
  const id = newId();
  await app.sql(
    `INSERT INTO tenders (id, version, reference_number, ocid, procurer_id, created_by, state, method, category, title, description, content,
        warnings, ended_on, retain_until, search_text, created_at)
     SELECT $1, 1, $2, $2, member.organization_id, person.id, 'completed', 'open', 'goods', $3, $3, '{}', '[]', $4, $5, '影像设备', platform_now()
       FROM people person JOIN memberships member ON member.person_id = person.id WHERE person.subject = 'procurer-wang'`,
    [id, `SHFTZ-2026-8${String(references).padStart(5, '0')}`, { zh: '影像设备', en: 'Imaging equipment' }, endedOn, retainUntil],
  );
  return id;
}

/** A second auditor, beside the demo's auditor and supervisor: three people are needed to destroy anything. */
export async function secondAuditor(app: TestApp): Promise<void> {
  const rows = await app.sql<{ id: string }>(
    `SELECT member.organization_id AS id FROM memberships member JOIN people person ON person.id = member.person_id WHERE person.subject = 'auditor-feng'`,
  );
  const body = { subject: 'auditor-lu', name: { zh: '陆审计', en: 'Lu Shenji' }, roles: ['auditor'] };
  done(await act(app, 'registrar', 'post', `/v1/organizations/${rows[0]?.id}/members`, body));
}

/** As `act`, of the second auditor. */
export async function luActs(app: TestApp, path: string, body: object, etag?: string): Promise<Answered> {
  const request = (await app.asSubject('auditor-lu', 'auditor'))('post', path);
  if (etag !== undefined) void request.set('if-match', etag);
  return answered(await request.send(body));
}

export const tagOfDisposal = async (app: TestApp, id: string): Promise<string> =>
  (await look(app, 'auditor-feng', `/v1/archive/disposals/${id}`)).headers['etag'] ?? '';

/** Proposed by the auditor, approved by the supervisor and the second auditor. Gives the disposal's id. */
export async function approvedDisposal(app: TestApp, tenderId: string): Promise<string> {
  const { id } = done(await act(app, 'auditor-feng', 'post', `/v1/archive/tenders/${tenderId}/disposals`, { reason })).body;
  const path = `/v1/archive/disposals/${id}`;
  done(await act(app, 'supervisor-tang', 'post', `${path}/approvals`, {}, path));
  done(await luActs(app, `${path}/approvals`, {}, await tagOfDisposal(app, id)));
  return id;
}
