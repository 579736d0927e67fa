import { startTestApp, type TestApp } from '../app.js';
import {
  creditCode,
  draftOf,
  fenOfWanYuan,
  intentionRows,
  itemClassOf,
  organizationOf,
  rowsPath,
  yuanOfWanYuan,
  type IntentionRow,
} from './cn-rows.js';
import { isThere, report, say } from './found.js';

/** One clerk drafts for all: a person of several organisations says for which it acts. */
const clerk = 'procurer-zhao';

interface Draft {
  row: IntentionRow;
  organization: string;
  organizationId: string;
  id: string;
}

interface Finding {
  rule: string;
  facts: Record<string, unknown>;
}

const found = isThere(rowsPath);
const rows = found ? intentionRows() : [];
const drafts: Draft[] = [];
let app: TestApp;

beforeAll(async () => {
  if (!found) return;
  app = await startTestApp({ now: '2026-01-30T10:00:00+08:00' });
  const ids = new Map<string, string>();
  for (const row of rows) {
    const organization = organizationOf(row);
    if (!ids.has(organization)) ids.set(organization, await registered(organization, ids.size));
    const organizationId = ids.get(organization) as string;
    drafts.push({ row, organization, organizationId, id: await drafted(organizationId, row) });
  }
});
afterAll(() => app?.close());

describe('real rows of Chinese procurement intentions become drafts', () => {
  it('every row is a draft of its own organisation', () => {
    if (!found) return;
    expect(drafts).toHaveLength(rows.length);
    expect(new Set(drafts.map((one) => one.id)).size).toBe(rows.length);
    const organizations = new Set(drafts.map((one) => one.organization)).size;
    say(`interop cn: ${organizations} organisations registered over the API, ${drafts.length} drafts`);
    report('cn rows', { found: rows.length, executed: drafts.length, skipped: rows.length - drafts.length });
  });

  it('keeps the Chinese text to the byte', async () => {
    for (const { row, organization, organizationId, id } of drafts) {
      const { body, text } = await read(organizationId, `/v1/tenders/${id}`);
      expect(bytes(body['title'])).toEqual(bytes({ zh: row.projectName }));
      expect(bytes(body['description'])).toEqual(bytes({ zh: row.requirement }));
      expect(bytes(body['fundingPurpose'])).toEqual(bytes({ zh: row.noticeTitle }));
      expect(bytes((body['procurer'] as { name: unknown }).name)).toEqual(bytes({ zh: organization }));
      expect(Buffer.from(text, 'utf8').includes(Buffer.from(JSON.stringify(row.requirement), 'utf8'))).toBe(true);
    }
  });

  it('turns 万元 into yuan exactly', async () => {
    for (const { row, organizationId, id } of drafts) {
      const { body } = await read(organizationId, `/v1/tenders/${id}`);
      const amount = { amount: yuanOfWanYuan(row.budgetWanYuan), currency: 'CNY' };
      expect([body['budget'], body['estimatedValue']]).toEqual([amount, amount]);
    }
    if (!found) return;
    const [stored] = await app.sql<{ sum: string }>('SELECT sum(budget)::text AS sum FROM tenders');
    const fen = rows.reduce((sum, row) => sum + fenOfWanYuan(row.budgetWanYuan), 0n);
    expect(BigInt((stored as { sum: string }).sum.replace('.', ''))).toBe(fen);
    expect([yuanOfWanYuan('27.500000'), yuanOfWanYuan('75.220000'), yuanOfWanYuan('0.000001')]).toEqual([
      '275000.00',
      '752200.00',
      '0.01',
    ]);
  });

  it('keeps the reservation for small and medium-sized enterprises where the notice has one, and only there', async () => {
    const shares = [];
    for (const { row, organizationId, id } of drafts) {
      const { body } = await read(organizationId, `/v1/tenders/${id}`);
      const share = (body['smePlan'] as { reservedShare?: string } | undefined)?.reservedShare;
      expect({ project: row.projectName, share }).toEqual({
        project: row.projectName,
        share: row.smeReserved === '是' ? '1' : undefined,
      });
      shares.push(share);
    }
    if (found) say(`interop cn: ${shares.filter((one) => one === '1').length} of ${shares.length} reserved for SMEs`);
  });

  it('shows nothing of a draft to anybody else', async () => {
    for (const { id } of drafts) expect((await app.http('get', `/v1/tenders/${id}`)).status).toBe(404);
  });
});

describe('the compliance check on them', () => {
  it('suspects splitting exactly where one entity’s rows of one kind add up past the threshold', async () => {
    if (!found) return;
    const expected = expectedSplitting(app.config.openTenderingThreshold);
    expect(expected.size).toBeGreaterThan(0);
    for (const draft of drafts) {
      const breaches = await checked(draft);
      const splitting = breaches.find((one) => one.rule === 'valuation.splitting-suspected');
      expect({ project: draft.row.projectName, facts: splitting?.facts }).toEqual({
        project: draft.row.projectName,
        facts: expected.get(kindOf(draft)),
      });
      // Shandong is not in the zone: real rows, but no procurement of this plan.
      expect(breaches.map((one) => one.rule)).toContain('scope.not-covered');
    }
    for (const [kind, facts] of expected) say(`interop cn: valuation.splitting-suspected for ${kind}: ${JSON.stringify(facts)}`);
  });

  it('suspects none once the same rows are put out to open tendering', async () => {
    if (!found) return;
    const split = drafts.filter((one) => expectedSplitting(app.config.openTenderingThreshold).has(kindOf(one)));
    for (const { organizationId, id } of split) {
      const caller = await app.as(clerk);
      const tag = (await read(organizationId, `/v1/tenders/${id}`)).etag;
      const changed = caller('patch', `/v1/tenders/${id}`).set('acting-for', organizationId).set('if-match', tag);
      expect((await changed.send({ method: 'open' })).status).toBe(200);
    }
    for (const draft of split)
      expect((await checked(draft)).map((one) => one.rule)).not.toContain('valuation.splitting-suspected');
  });
});

/** Registered and verified by the registrar as what it is: an organisation of Shandong, outside the zone. */
async function registered(name: string, index: number): Promise<string> {
  const registrar = await app.as('registrar');
  const answer = await registrar('post', '/v1/organizations').send({
    kinds: ['procuring-entity'],
    name: { zh: name },
    scheme: 'CN-USCC',
    identifier: creditCode(index),
    country: 'CN',
    entityType: name.endsWith('局') ? 'stateOrgan' : 'publicInstitution',
    inZone: false,
  });
  expect(answer.status).toBe(201);
  const { id } = answer.body as { id: string };
  const verified = await registrar('post', `/v1/organizations/${id}/verification`)
    .set('if-match', answer.headers['etag'] as string)
    .send({ basis: { zh: '政府采购意向公告' } });
  expect(verified.status).toBe(201);
  const member = { subject: clerk, name: { zh: '赵采购', en: 'Zhao Caigou' }, roles: ['procurer'] };
  expect((await registrar('post', `/v1/organizations/${id}/members`).send(member)).status).toBe(201);
  return id;
}

async function drafted(organizationId: string, row: IntentionRow): Promise<string> {
  const answer = await (await app.as(clerk))('post', '/v1/tenders').set('acting-for', organizationId).send(draftOf(row));
  expect({ status: answer.status, body: answer.body as object }).toMatchObject({ status: 201, body: { state: 'draft' } });
  return (answer.body as { id: string }).id;
}

async function read(
  organizationId: string,
  path: string,
): Promise<{ body: Record<string, unknown>; text: string; etag: string }> {
  const answer = await (await app.as(clerk))('get', path).set('acting-for', organizationId);
  expect(answer.status).toBe(200);
  return { body: answer.body as Record<string, unknown>, text: answer.text, etag: answer.headers['etag'] as string };
}

async function checked({ organizationId, id }: Draft): Promise<Finding[]> {
  const answer = await (await app.as(clerk))('post', `/v1/tenders/${id}/compliance-check`).set('acting-for', organizationId);
  expect(answer.status).toBe(200);
  return (answer.body as { breaches: Finding[] }).breaches;
}

function bytes(value: unknown): Buffer[] {
  return Object.entries(value as Record<string, string>)
    .flat()
    .map((text) => Buffer.from(text, 'utf8'));
}

function kindOf({ organization, row }: Draft): string {
  return `${organization} ${itemClassOf(row)} ${row.expectedMonth.slice(0, 4)}`;
}

/** Added up here from the source alone: the facts that the platform's finding must state, by kind. */
function expectedSplitting(threshold: string): Map<string, object> {
  const limit = BigInt(threshold.replace('.', ''));
  const kinds = new Map<string, Draft[]>();
  for (const draft of drafts) kinds.set(kindOf(draft), [...(kinds.get(kindOf(draft)) ?? []), draft]);
  const past = [...kinds].flatMap(([kind, group]): [string, object][] => {
    const fen = group.reduce((sum, { row }) => sum + fenOfWanYuan(row.budgetWanYuan), 0n);
    if (group.length < 2 || fen <= limit) return [];
    const [first] = group as [Draft];
    const [itemClass, budgetYear] = [itemClassOf(first.row), Number(first.row.expectedMonth.slice(0, 4))];
    return [
      [
        kind,
        { itemClass, budgetYear, count: group.length, total: `${String(fen).slice(0, -2)}.${String(fen).slice(-2)}`, threshold },
      ],
    ];
  });
  return new Map(past);
}
