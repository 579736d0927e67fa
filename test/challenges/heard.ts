import type { Caller, TestApp } from '../app.js';

/** Everybody who was told of the complaint (its id or path) explains itself, and the complainant waives its reply: what comes before a decision. */
export async function heard(app: TestApp, complaint: string): Promise<void> {
  const complaintId = complaint.split('/').at(-1) as string;
  const told = await app.sql<{ id: string }>(
    'SELECT organization_id AS id FROM complaint_respondents WHERE complaint_id = $1 ORDER BY id',
    [complaintId],
  );
  const path = `/v1/complaints/${complaintId}`;
  for (const { id } of told)
    await made(
      (await memberOf(app, id))('post', `${path}/explanations`)
        .set('acting-for', id)
        .send({ text: { zh: '评审符合公告的标准。' } }),
    );
  const [filed] = await app.sql<{ id: string }>('SELECT complainant_id AS id FROM complaints WHERE id = $1', [complaintId]);
  const complainant = String(filed?.id);
  const waiver = (await memberOf(app, complainant))('post', `${path}/rejoinder`).set('acting-for', complainant);
  await made(waiver.send({ waived: true }));
}

/** Somebody of the organisation who may speak for it. */
export async function memberOf(app: TestApp, organizationId: string): Promise<Caller> {
  const [person] = await app.sql<{ subject: string }>(
    `SELECT person.subject FROM memberships member JOIN people person ON person.id = member.person_id
      WHERE member.organization_id = $1 AND member.roles && ARRAY['procurer', 'supplier'] AND member.until IS NULL ORDER BY person.subject DESC`,
    [organizationId],
  );
  return app.asSubject(String(person?.subject), 'procurer', 'supplier');
}

async function made(request: PromiseLike<{ status: number; text: string }>): Promise<void> {
  const answer = await request;
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
}
