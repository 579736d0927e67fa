import { newId } from '../../src/platform/unit-of-work.js';
import type { Caller } from '../app.js';
import {
  audited,
  awardedTender,
  challenge,
  complain,
  filed,
  personId,
  reply,
  resultLetter,
  rulesOf,
  startDocket,
  undeclared,
  type DocketApp,
} from './docket.js';

const both = { zh: '评分已经复核', en: 'The scores were checked' };
const secret = '镀膜工艺参数 7.25 微米';

interface Item {
  ref: string;
  kind: string;
  confidential: boolean;
  openTo: string[];
  disclosedTo: string[];
}

describe('the case file (案卷) of a complaint', () => {
  let app: DocketApp;
  let supplier: Caller;
  let procurer: Caller;
  let xu: Caller;
  let at: string;
  let id: string;
  let bids: Record<string, string>;

  beforeAll(async () => {
    app = await startDocket('2026-06-01T09:00:00+08:00');
    [supplier, procurer, xu] = [await app.as('supplier-shenda'), await app.as('procurer-wang'), await app.as('reviewer-xu')];
    const tender = await awardedTender(app);
    bids = tender.bids;
    const { id: challengeId } = await challenge(supplier, tender.id, resultLetter);
    filed(await reply(app, challengeId));
    const body = { matters: [{ matter: '1' }], reviewBodyId: app.orgs['finance'] };
    id = filed(await complain(supplier, challengeId, body)).id;
    at = `/v1/complaints/${id}`;
  }, 90_000);
  afterAll(() => app.close());

  const items = async (by: Caller): Promise<Item[]> => ((await by('get', `${at}/file`)).body as { items: Item[] }).items;
  const report = async (): Promise<string> => (await items(xu)).find((one) => one.kind === 'report')?.ref as string;
  const accesses = async (by: Caller) =>
    ((await by('get', `${at}/accesses?limit=100`)).body as { items: { item: string; capacity: string; personId: string }[] })
      .items;

  it('has everything in one index, with who may read it, for the parties and the authority alone', async () => {
    const all = await items(xu);
    const kinds = ['assignment', 'bid', 'challenge', 'complaint', 'reply', 'report'];
    expect([...new Set(all.map((one) => one.kind))].filter((kind) => kind !== 'notice').sort()).toEqual(kinds);
    const openTo = Object.fromEntries(all.map((one) => [one.ref, one.openTo]));
    expect(openTo['complaint']).toEqual(['complainant', 'procurer', 'reviewer']);
    expect(openTo[await report()]).toEqual(['procurer', 'reviewer']);
    expect(openTo[`bid:${bids['shenda']}`]).toEqual(['complainant', 'reviewer']);
    expect(openTo[`bid:${bids['hujiang']}`]).toEqual(['reviewer']);
    for (const by of [supplier, procurer]) expect(await items(by)).toEqual(all);
    for (const client of ['supplier-hujiang', 'procurer-port', 'reviewer-health'])
      expect((await (await app.as(client))('get', `${at}/file`)).status).toBe(404);
  });

  it('opens its items to whom they are open, and each reading of a confidential one by another is on record', async () => {
    const before = (await accesses(xu)).length;
    for (const { ref, openTo } of await items(xu)) {
      for (const [by, side] of [
        [supplier, 'complainant'],
        [procurer, 'procurer'],
        [xu, 'reviewer'],
      ] as const)
        expect([ref, side, (await by('get', `${at}/file/${ref}`)).status]).toEqual([
          ref,
          side,
          openTo.includes(side) ? 200 : 404,
        ]);
    }
    const confidential = (await items(xu)).filter((one) => one.confidential);
    const read = (await accesses(xu)).slice(0, -before || undefined);
    expect(read.map((one) => [one.item, one.capacity]).sort()).toEqual(confidential.map((one) => [one.ref, 'reviewer']).sort());
    expect(JSON.stringify((await xu('get', `${at}/file/bid:${bids['hujiang']}`)).body)).toContain(secret);
    expect((await accesses(supplier)).map((one) => one.item)).toEqual([`bid:${bids['shenda']}`]);
    expect((await accesses(procurer)).map((one) => one.item)).toEqual([await report()]);
    expect(await accesses(await app.as('auditor-feng'))).toEqual(await accesses(xu));
    for (const ref of ['nothing', `bid:${newId()}`, 'bid:x']) expect((await xu('get', `${at}/file/${ref}`)).status).toBe(404);
    await expect(app.sql('DELETE FROM case_accesses WHERE complaint_id = $1', [id])).rejects.toThrow();
  });

  it('has on record what its reviewer reads of bids and report elsewhere, too', async () => {
    const before = (await accesses(xu)).length;
    expect((await xu('get', `${at}/opened-bids`)).status).toBe(200);
    expect((await xu('get', `${at}/evaluation-report`)).status).toBe(200);
    const read = (await accesses(xu)).slice(0, -before);
    expect(read.map((one) => one.item).sort()).toEqual(
      [...Object.values(bids).map((one) => `bid:${one}`), await report()].sort(),
    );
  });

  it('is disclosed by its reviewer to one party, without others’ secrets, and that party’s reading is on record', async () => {
    const item = await report();
    const disclose = (by: Caller, over: object = {}) =>
      by('post', `${at}/disclosures`).send({ item, to: 'complainant', text: both, reasons: both, ...over });
    const leak = await disclose(xu, { text: { zh: `沪江的${secret}得满分` } });
    expect([leak.status, rulesOf(leak)]).toEqual([422, ['complaint.trade-secret']]);
    expect((await disclose(xu, { item: 'complaint' })).status).toBe(422);
    expect((await disclose(procurer)).status).toBe(403);
    const told = filed(await disclose(xu));
    const seen = await supplier('get', `${at}/disclosures/${told.id}`);
    expect(seen.body).toMatchObject({ item, text: both, reasons: both });
    expect((await procurer('get', `${at}/disclosures/${told.id}`)).status).toBe(404);
    const listed = async (by: Caller) => ((await by('get', `${at}/disclosures`)).body as { items: { id: string }[] }).items;
    expect([(await listed(supplier)).length, (await listed(procurer)).length, (await listed(xu)).length]).toEqual([1, 0, 1]);
    expect((await accesses(procurer))[0]).toMatchObject({
      item,
      capacity: 'party',
      personId: await personId(app, 'supplier-shenda'),
    });
    expect((await items(xu)).find((one) => one.ref === item)?.disclosedTo).toEqual([app.orgs['shenda']]);
    expect(await audited(app, told.id)).toEqual(['case.item-disclosed']);
  });

  it('lets in a translator or an expert without a tie, to some items, after a declaration, until it is let out', async () => {
    const port = await app.as('approver-port');
    const person = await personId(app, 'approver-port');
    const letIn = (over: object = {}, by = xu) =>
      by('post', `${at}/assistants`).send({
        personId: person,
        capacity: 'expert',
        items: ['complaint', `bid:${bids['hujiang']}`],
        until: '2026-07-01T09:00:00+08:00',
        ...over,
      });
    for (const [client, tie] of [
      ['procurer-zhao', 'party'],
      ['supplier-hujiang', 'party'],
      ['reviewer-xu', 'reviews'],
    ] as const) {
      const refused = await letIn({ personId: await personId(app, client) });
      expect([client, refused.status, rulesOf(refused)]).toEqual([client, 403, ['complaint.assistant-tied']]);
      expect((refused.body as { errors: { facts: object }[] }).errors[0]?.facts).toMatchObject({ tie });
    }
    for (const over of [{ personId: newId() }, { items: ['order:x'] }, { until: '2026-05-01T09:00:00+08:00' }])
      expect((await letIn(over)).status).toBe(422);
    expect((await letIn({}, procurer)).status).toBe(403);
    const answers = await Promise.all([letIn(), letIn()]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
    const assistant = filed(answers.find((one) => one.status === 201) ?? (answers[0] as (typeof answers)[0]));
    const read = (ref: string) => port('get', `${at}/file/${ref}`);
    expect(rulesOf(await read('complaint'))).toEqual(['complaint.declaration-missing']);
    const declare = (by: Caller) => by('post', `${at}/assistants/${assistant.id}/declaration`).send({ conflict: false });
    expect((await declare(procurer)).status).toBe(404);
    const declared = filed(await declare(port));
    expect(rulesOf(await declare(port))).toEqual(['complaint.already-declared']);
    expect([(await read('complaint')).status, (await read(`bid:${bids['hujiang']}`)).status]).toEqual([200, 200]);
    expect([(await read(await report())).status, (await port('get', `${at}/file`)).status]).toEqual([404, 404]);
    expect((await accesses(xu)).slice(0, 2).map((one) => [one.item, one.capacity, one.personId])).toEqual([
      [`bid:${bids['hujiang']}`, 'expert', person],
      ['complaint', 'expert', person],
    ]);
    const out = () => xu('delete', `${at}/assistants/${assistant.id}`);
    expect([(await out()).status, (await out().set('if-match', '"9"')).status]).toEqual([428, 412]);
    const gone = await out().set('if-match', declared.etag);
    expect(gone.status).toBe(200);
    expect(rulesOf(await out().set('if-match', String(gone.headers['etag'])))).toEqual(['complaint.assistant-gone']);
    expect((await read('complaint')).status).toBe(404);
    expect(await audited(app, assistant.id)).toEqual(['assistant.let-in', 'assistant.declared', 'assistant.let-out']);
    const again = filed(await letIn());
    const conflicted = port('post', `${at}/assistants/${again.id}/declaration`).send({ conflict: true });
    expect(filed(await conflicted).body['endedAt']).not.toBeNull();
    expect((await read('complaint')).status).toBe(404);
    const tied = app.sql(
      `INSERT INTO case_assistants (id, version, complaint_id, person_id, capacity, items, until, let_in_by, let_in_at)
       VALUES ($1, 1, $2, $3, 'expert', ARRAY['complaint'], platform_now() + interval '1 day', $4, platform_now())`,
      [newId(), id, await personId(app, 'procurer-zhao'), await personId(app, 'reviewer-xu')],
    );
    await expect(tied).rejects.toThrow('complaint.assistant-tied');
    expect(((await supplier('get', `${at}/assistants`)).body as { items: unknown[] }).items).toHaveLength(2);
  });

  it('is read by its reviewer only after the declaration', async () => {
    const { id: challengeId } = await challenge(supplier, (await awardedTender(app)).id, resultLetter);
    filed(await reply(app, challengeId));
    const body = { matters: [{ matter: '1' }], reviewBodyId: app.orgs['finance'] };
    const other = filed(await undeclared(supplier, challengeId, body));
    expect(rulesOf(await xu('get', `/v1/complaints/${other.id}/file/complaint`))).toEqual(['complaint.declaration-missing']);
  });
});
