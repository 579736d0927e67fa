import { createHash } from 'node:crypto';
import { newId } from '../../src/platform/unit-of-work.js';
import type { Role } from '../../src/platform/actor.js';
import type { AwardsApp } from './fixture.js';
import { etagOfTender, openedTender, type OpenedTender } from './stories.js';

export interface PoolExpert {
  subject: string;
  expertId: string;
  personId: string;
}

let made = 0;

/** So many experts of goods, registered over HTTP by the registrar; `at` sets the clock meanwhile, since who comes after an opening stands last. */
export async function experts(
  app: AwardsApp,
  count: number,
  {
    at = '2026-05-01T09:00:00+08:00',
    now = '2026-06-01T09:00:00+08:00',
    body = {},
  }: { at?: string; now?: string; body?: object } = {},
): Promise<PoolExpert[]> {
  await app.setClock(at);
  const registrar = await app.as('registrar');
  const pool: PoolExpert[] = [];
  for (let index = 0; index < count; index += 1) {
    made += 1;
    const subject = `expert-${made}`;
    const name = { zh: `专家${made}`, en: `Expert ${made}` };
    const answer = await registrar('post', '/v1/experts').send({ subject, name, categories: ['goods'], ...body });
    if (answer.status !== 201) throw new Error(answer.text);
    const { id, personId } = answer.body as { id: string; personId: string };
    pool.push({ subject, expertId: id, personId });
  }
  await app.setClock(now);
  return pool;
}

export const evaluator: Role[] = ['evaluator'];

/** Draws the committee of a tender by its procuring entity. */
export async function draw(app: AwardsApp, tender: { id: string }, body: object = {}, client = 'procurer-wang') {
  const caller = await app.as(client);
  return caller('post', `/v1/tenders/${tender.id}/committee`)
    .set('if-match', await etagOfTender(app, tender.id))
    .send({ sessionAt: '2026-06-01T10:00:00+08:00', representatives: [], ...body });
}

export interface Seat {
  id: string;
  personId: string;
  kind: string;
  state: string;
  calledFor: string | null;
  leftGround: string | null;
}

export interface Shown {
  members: Seat[];
  draw: {
    secret: string;
    commitment: string;
    seed: string;
    bids: string[];
    pool: { expertId: string; key: string; late: boolean; barred: boolean; ties?: string[] }[];
  };
}

export async function committee(app: AwardsApp, tenderId: string, client = 'procurer-wang'): Promise<Shown> {
  const answer = await (await app.as(client))('get', `/v1/tenders/${tenderId}/committee`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body as Shown;
}

export async function personIdOf(app: AwardsApp, subject: string): Promise<string> {
  const [row] = await app.sql<{ id: string }>('SELECT id FROM people WHERE subject = $1', [subject]);
  return row?.id as string;
}

/** The subject behind a seat. */
export async function subjectOf(app: AwardsApp, personId: string): Promise<string> {
  const [row] = await app.sql<{ subject: string }>('SELECT subject FROM people WHERE id = $1', [personId]);
  return row?.subject as string;
}

/** A caller who is an evaluator of the platform. */
export function asExpert(app: AwardsApp, subject: string) {
  return app.asSubject(subject, ...evaluator);
}

/** A tender of five with its committee drawn from `pool`. */
export async function drawnTender(
  app: AwardsApp,
  over: Parameters<typeof openedTender>[1] = {},
): Promise<OpenedTender & { sitting: string[] }> {
  const tender = await openedTender(app, { ...over, content: { evaluators: 5, ...over.content } });
  const answer = await draw(app, tender);
  if (answer.status !== 201) throw new Error(answer.text);
  const { members } = await committee(app, tender.id);
  const sitting = await Promise.all(members.map((one) => subjectOf(app, one.personId)));
  return { ...tender, sitting };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A membership of a person, as the registrar would have made it. */
export async function joined(app: AwardsApp, personId: string, organization: string, until: string | null = null): Promise<void> {
  await app.sql(`INSERT INTO memberships VALUES ($1, $2, $3, '{supplier}', platform_now() - interval '5 years', $4)`, [
    newId(),
    personId,
    app.organizations[organization],
    until,
  ]);
}
