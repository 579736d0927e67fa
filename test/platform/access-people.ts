import { EmbeddedIssuer } from '../../src/platform/embedded-issuer.js';
import type { TestApp } from '../app.js';
import { act, done, look } from '../journeys/steps.js';
import { organizationId, paper, year } from '../organizations/delegated.js';
import type { Ids } from './access-stage.js';

interface Parties {
  hospital: string;
  bidder: string;
  /** The subject of a person who belongs to no organisation. */
  stranger: string;
}

/** What stands between people and organisations: a mandate, a power of attorney, a lost account, a deputy, an address to be confirmed, an outage. */
export async function setPeople(app: TestApp, { hospital, bidder, stranger }: Parties): Promise<Record<string, Ids>> {
  const agencyId = await organizationId(app, '上海浦江招标代理有限公司');
  const mandateId = await made(app, 'procurer-wang', `/v1/organizations/${hospital}/mandates`, {
    agencyId,
    scope: 'all',
    ...year,
  });
  const power = { subject: stranger, acts: ['bid'], scope: 'all', ...year, evidence: paper };
  const granted = done(await act(app, 'supplier-shenda', 'post', `/v1/organizations/${bidder}/powers-of-attorney`, power)).body;
  const person = granted['personId'] as string;
  const recovery = {
    newSubject: 'another-subject',
    issuer: app.app.get(EmbeddedIssuer).issuer,
    evidence: [{ sha256: 'ef'.repeat(32), title: { zh: '身份证复印件', en: 'Copy of the identity card' } }],
    reason: { zh: '原手机号已注销，无法登录。', en: 'The old phone number is gone.' },
  };
  const proposed = { subject: 'registrar-to-be', name: { zh: '待任登记员', en: 'Registrar To Be' } };
  const colleague = await personOf(app, 'procurer-zhao');
  const leave = { deputyPersonId: colleague, from: '2026-12-01', to: '2026-12-11' };
  const outage = {
    from: '2026-02-28T01:00:00+08:00',
    to: '2026-02-28T02:00:00+08:00',
    kind: 'power',
    description: { zh: '主机房断电，平台无法访问。', en: 'Power failed in the main machine room.' },
  };
  return {
    mandate: { id: hospital, mandateId },
    power: { id: bidder, powerId: granted.id },
    person: { id: person },
    recovery: { id: await made(app, 'registrar-ye', `/v1/people/${person}/access-recoveries`, recovery) },
    requested: { id: await made(app, 'registrar', `/v1/people/${colleague}/access-recoveries`, recovery) },
    registrarProposal: { id: await made(app, 'registrar-ye', '/v1/registrars', proposed) },
    deputy: { id: await made(app, 'procurer-wang', '/v1/me/deputies', leave) },
    address: { id: await made(app, 'procurer-wang', '/v1/me/email-verifications', { email: 'wang@hospital.example' }) },
    outage: { id: await made(app, 'registrar-ye', '/v1/outages', outage) },
  };
}

async function made(app: TestApp, by: string, path: string, body: object): Promise<string> {
  return done(await act(app, by, 'post', path, body)).body.id;
}

async function personOf(app: TestApp, clientId: string): Promise<string> {
  return (done(await look(app, clientId, '/v1/me')).body['person'] as { id: string }).id;
}
