import type { TestApp } from './app.js';

/** The client of the reviewer whom the draw assigned to the complaint: its id or its path. */
export async function assignedReviewer(app: Pick<TestApp, 'sql'>, complaint: string): Promise<string> {
  const rows = await app.sql<{ subject: string }>(
    'SELECT person.subject FROM complaints JOIN people person ON person.id = complaints.reviewer_id WHERE complaints.id = $1',
    [complaint.split('/').at(-1)],
  );
  if (!rows[0]) throw new Error(`nobody is assigned to ${complaint}`);
  return rows[0].subject;
}

/** The same, having declared that there is no conflict of interest. */
export async function declaredReviewer(app: Pick<TestApp, 'sql' | 'as'>, complaint: string): Promise<string> {
  const client = await assignedReviewer(app, complaint);
  const id = String(complaint.split('/').at(-1));
  const answer = await (await app.as(client))('post', `/v1/complaints/${id}/declaration`).send({ conflict: false });
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return client;
}

/** Whether the person of the client reviews for its authority from now on; nobody else leaves it. */
export async function reviews(app: Pick<TestApp, 'sql'>, client: string, does: boolean): Promise<void> {
  await app.sql(
    `UPDATE memberships SET until = CASE WHEN $2 THEN NULL ELSE timestamptz '2026-01-01T00:00:00Z' END
      WHERE roles = ARRAY['reviewer'] AND person_id = (SELECT id FROM people WHERE subject = $1)`,
    [client, does],
  );
}
