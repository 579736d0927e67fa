import { usccCheckCharacter } from '../../src/rules/uscc.js';
import type { Deal } from '../../src/custody/deal-lock.js';
import type { TestApp } from '../app.js';
import { act, answered, done, look, type JourneyTender } from '../journeys/steps.js';
import { licenceOf, organizationOf } from '../prequalification/invited.js';
import { principalOf } from './access-requests.js';
import { setPeople } from './access-people.js';
import { setProcedures } from './access-procedures.js';
import type { CallerName } from './access-table.js';

/** Parts of an address by name; where a passing cell uses one up, a list with one for each. */
export type Ids = Record<string, string | string[]>;

export interface Stage {
  /** Where the service listens. */
  address: string;
  /** Their tokens; null for whoever brings none. */
  tokens: Record<CallerName, string | null>;
  /** What the rows of the table act on, by the name they give it. */
  subjects: Record<string, Ids>;
  /** What bodies have to name. */
  facts: {
    deal: Deal;
    open: JourneyTender;
    licences: Partial<Record<CallerName, string>>;
    bids: Record<string, string>;
    sourceId: string;
    exclusion: { applicationId: string; breachId: string };
  };
}

const scopes = [
  'procurer',
  'approver',
  'supplier',
  'evaluator',
  'custodian',
  'reviewer',
  'supervisor',
  'auditor',
  'registrar',
] as const;

/** The subject of each caller's token. Every token carries every scope: what a caller may do is the database's to say. */
const people: Record<Exclude<CallerName, 'nobody'>, string> = {
  procurerOwn: 'procurer-wang',
  procurerOther: 'procurer-port',
  approverOwn: 'approver-only-hospital',
  approverOther: 'approver-only-port',
  supplierOwn: 'supplier-shenda',
  supplierOther: 'supplier-pudong',
  supplierUnverified: 'supplier-unverified',
  evaluatorOwn: 'evaluator-chen',
  evaluatorOther: 'evaluator-port',
  custodianNamed: 'custodian-hospital',
  custodianOther: 'custodian-port',
  reviewerOfCase: 'reviewer-xu',
  reviewerOther: 'reviewer-health',
  supervisor: 'supervisor-tang',
  auditor: 'auditor-feng',
  registrar: 'registrar',
  newcomer: 'newcomer-unknown',
  suspended: 'procurer-gone',
};

/** The people of the table, their organisations, and every procedure that a route needs. */
export async function setStage(app: TestApp): Promise<Stage> {
  const [hospital, port] = [await organizationOf(app, 'procurer-wang'), await organizationOf(app, 'procurer-port')];
  await member(app, hospital, people.approverOwn, 'approver');
  await member(app, port, people.approverOther, 'approver');
  await member(app, port, people.evaluatorOther, 'evaluator');
  await member(app, port, people.custodianOther, 'custodian');
  const gone = await member(app, hospital, people.suspended, 'procurer');
  done(answered(await (await app.as('registrar'))('delete', `/v1/organizations/${hospital}/members/${gone}`)));
  const pudong = await supplier(app, people.supplierOther, '浦东医疗设备有限公司', 1);
  await supplier(app, people.supplierUnverified, '外高桥医疗设备有限公司', 2);
  const verification = { basis: { zh: '营业执照', en: 'Business licence' } };
  done(
    await act(app, 'registrar', 'post', `/v1/organizations/${pudong}/verification`, verification, `/v1/organizations/${pudong}`),
  );
  const spare = [await member(app, hospital, 'spare-1', 'procurer'), await member(app, hospital, 'spare-2', 'procurer')];
  const stranger = 'asking-in';
  const requester = await app.asSubject(stranger, ...scopes);
  const asked = await requester('post', `/v1/organizations/${hospital}/membership-requests`).send({
    applicant: { name: { zh: '何申请', en: 'He Shenqing' } },
    roles: ['procurer'],
    statement: { zh: '新入职采购员', en: 'New officer' },
  });
  const requestId = done(answered(asked)).body.id;
  const bidder = await organizationOf(app, 'supplier-shenda');
  const organizations = {
    hospital: { id: hospital, membershipId: spare, requestId },
    bidder: { id: bidder },
    pudong: { id: pudong, phone: contact.phone },
  };
  const between = await setPeople(app, { hospital, bidder, stranger });
  const procedures = await setProcedures(app);
  await app.drain();
  const inbox = done(await look(app, 'procurer-wang', '/v1/me/inbox')).body as unknown as { items: { id: string }[] };
  const delivery = { id: (inbox.items[0] as { id: string }).id };
  const licences = await licencesOf(app, pudong);
  const licence = { id: bidder, licenceId: licences.supplierOwn ?? '' };
  const principal = { id: bidder, principalId: await principalIn(app, bidder) };
  const plain = { licence, principal, none: {}, law: { number: '53', year: '2026' }, tile: { level: '0', a: 'x000', b: 'x000', c: 'x000', d: '000' }, delivery };
  return {
    address: app.address,
    tokens: await tokensOf(app),
    subjects: { ...plain, ...organizations, ...between, ...procedures.subjects },
    facts: { ...procedures.facts, licences },
  };
}

async function tokensOf(app: TestApp): Promise<Stage['tokens']> {
  const made = Object.entries(people).map(async ([name, subject]) => [name, await app.tokenOf(subject, ...scopes)] as const);
  return { nobody: null, ...Object.fromEntries(await Promise.all(made)) } as Stage['tokens'];
}

async function member(app: TestApp, organizationId: string, subject: string, role: string): Promise<string> {
  const body = { subject, name: { zh: subject, en: subject }, roles: [role] };
  return done(await act(app, 'registrar', 'post', `/v1/organizations/${organizationId}/members`, body)).body.id;
}

const contact = { name: '投标部', phone: '021-55550000' };

async function supplier(app: TestApp, subject: string, name: string, number: number): Promise<string> {
  const first17 = `91310115MA1K7700${number}`;
  const caller = await app.asSubject(subject, ...scopes);
  const answer = await caller('post', '/v1/organizations').send({
    kinds: ['supplier'],
    name: { zh: name, en: subject },
    scheme: 'CN-USCC',
    identifier: `${first17}${usccCheckCharacter(first17)}`,
    country: 'CN',
    applicant: { name: { zh: name, en: subject } },
    contact,
  });
  return done(answered(answer)).body.id;
}

async function principalIn(app: TestApp, organizationId: string): Promise<string> {
  const path = `/v1/organizations/${organizationId}/principals`;
  return done(await act(app, 'registrar', 'post', path, principalOf('11010519491231002X'))).body.id;
}

async function licencesOf(app: TestApp, pudong: string): Promise<Stage['facts']['licences']> {
  const caller = await app.asSubject(people.supplierOther, ...scopes);
  const answer = await caller('post', `/v1/organizations/${pudong}/licences`).send({
    type: '医疗器械经营许可证',
    number: '沪浦药监械经营许20240002号',
    issuer: { zh: '上海市药品监督管理局' },
    holder: '浦东医疗设备有限公司',
    validFrom: '2024-01-01',
    validTo: '2028-12-31',
  });
  return { supplierOwn: await licenceOf(app, 'supplier-shenda'), supplierOther: done(answered(answer)).body.id };
}
