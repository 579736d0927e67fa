import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { includes } from '../../src/platform/merkle.js';
import { leafHashOf } from '../../src/platform/audit-leaf.js';
import { startTestApp, type TestApp } from '../app.js';
import { fulfil } from '../awards/stories.js';
import { contentDigest } from '../content-digest.js';
import { foundIn, foundInFolder, needlesOf } from '../faults/scan.js';
import {
  act,
  answered,
  approved,
  audited,
  awarded,
  done,
  look,
  opened,
  publish,
  sign,
  type JourneyTender,
} from '../journeys/steps.js';
import { dumped } from './dump.js';
import { approvedDisposal, secondAuditor } from './ended.js';

const own = Buffer.from('%PDF-1.7 绿松石方案招标文件');
const shared = Buffer.from('%PDF-1.7 通用合同条款');
const paper = Buffer.from('技术方案：绿松石梯度线圈');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What only this procurement says: in its notice, its documents, a bid, a bid's document. */
const said = ['绿松石磁共振采购项目', '绿松石方案招标文件', '绿松石三年全保', '绿松石梯度线圈'];
const title = { zh: '绿松石磁共振采购项目', en: 'Turquoise MRI procurement' };

interface Entry {
  index: number;
  type: string;
  leaf: string;
  leafHash: string;
  payload: string | null;
  salt: string | null;
  proof: string[];
}

/** T22: afterwards payload and salt are gone from everywhere, and every proof holds. */
describe('the record of a procurement whose time is over (art. 57)', () => {
  let app: TestApp;
  let gone: JourneyTender;
  let kept: JourneyTender;
  let disposal: string;
  let salts: string[];
  let before: string[];

  const blob = (bytes: Buffer): boolean =>
    existsSync(join(app.config.dataDir, 'blobs', 'sha256', sha256(bytes).slice(0, 2), sha256(bytes)));
  const archive = async (
    tender: JourneyTender,
  ): Promise<{ items: Entry[]; log: { size: number; root: string }; retainUntil: string }> =>
    done(await look(app, 'auditor-feng', `/v1/archive/tenders/${tender.id}?limit=100`)).body as never;

  async function upload(path: string, bytes: Buffer): Promise<void> {
    const headers = {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('文件.pdf')}`,
      'content-digest': contentDigest(bytes),
    };
    done(answered(await (await app.as('procurer-wang'))('post', `${path}/documents`).set(headers).send(bytes)));
  }

  /** The last step fails the first time, when the files are gone and nothing of it is committed. */
  const breakOnce = (): Promise<unknown> =>
    app.sql(`
      CREATE SEQUENCE faults;
      GRANT USAGE ON SEQUENCE faults TO ftz_app;
      CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('faults') = 1 THEN RAISE EXCEPTION 'a fault on purpose'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER fail_once BEFORE UPDATE ON disposals FOR EACH ROW WHEN (NEW.state = 'executed') EXECUTE FUNCTION fail_once();`);

  beforeAll(async () => {
    app = await startTestApp();
    await secondAuditor(app);
    kept = await approved(app, {}, (path) => upload(path, shared));
    const drafted = await approved(app, { title, itemClass: 'A02320100' }, async (path) => {
      await upload(path, own);
      await upload(path, shared);
    });
    done(await publish(app, drafted));
    const inBid = { name: '技术方案.pdf', sha256: sha256(paper), bytes: paper.toString('base64') };
    const bid = { offer: { zh: '绿松石三年全保', en: 'Turquoise' }, documents: [inBid] };
    const tender = await opened(app, drafted, { 'supplier-rheinland': bid });
    gone = tender;
    const awardId = await awarded(app, tender);
    await app.setClock('2026-04-28T09:00:00+08:00');
    const contract = `/v1/contracts/${done(await sign(app, tender, awardId)).body.id}`;
    await app.setClock('2026-12-31T09:00:00+08:00');
    await fulfil(app, contract, { on: '2026-12-31', amount: '10400000.00' });
    done(await act(app, 'procurer-wang', 'post', `${contract}/completion`, { kind: 'acceptance', on: '2026-12-31' }, contract));
    await app.drain();
    salts = (await archive(gone)).items.map((one) => one.salt as string);
    before = foundIn(await dumped(app), needlesOf(said), 0);
    await app.setClock('2042-01-01T09:00:00+08:00');
    disposal = await approvedDisposal(app, gone.id);
    await app.drain();
    await app.setClock('2042-01-01T09:11:00+08:00');
    await breakOnce();
    await expect(app.drain()).rejects.toThrow('due row');
    await app.drain();
  }, 300_000);
  afterAll(() => app.close());

  it('was there before', () => {
    expect(before.some((one) => one.includes('绿松石磁共振采购项目'))).toBe(true);
    expect(before.some((one) => one.includes('绿松石三年全保'))).toBe(true);
    expect(salts.length).toBeGreaterThan(15);
  });

  it('was done though its last step failed once', async () => {
    expect(await app.sql('SELECT last_value > 1 AS failed FROM faults')).toEqual([{ failed: true }]);
  });

  it('is executed, and says of what, by which law, approved by whom', async () => {
    const { body } = done(await look(app, 'auditor-feng', `/v1/archive/disposals/${disposal}`));
    expect(body).toMatchObject({
      state: 'executed',
      retainedUntil: '2041-12-31',
      tombstone: { referenceNumber: expect.any(String) as string },
    });
    expect(await audited(app, 'disposal.executed', gone.id)).toBe(1);
    const { items } = await archive(gone);
    const last = items.find((one) => one.type === 'disposal.executed') as Entry;
    const { payload } = JSON.parse(last.payload as string) as { payload: Record<string, unknown> };
    expect(payload).toMatchObject({ law: '国发〔2023〕23号 第57条', endedOn: '2026-12-31', retainedUntil: '2041-12-31' });
    expect(new Set(payload['approvedBy'] as string[]).size).toBe(2);
    expect(payload['approvedBy']).not.toContain(payload['proposedBy']);
    expect(payload['files']).toEqual(
      expect.arrayContaining([
        { sha256: sha256(own), outcome: 'removed' },
        { sha256: sha256(shared), outcome: 'kept' },
      ]),
    );
  });

  it('is gone from every table, every file and every log, with its salts (T22)', async () => {
    const needles = needlesOf([...said, ...salts.slice(0, 20)]);
    expect(foundIn(await dumped(app), needles, 0)).toEqual([]);
    expect(foundInFolder(app.config.dataDir, needles)).toEqual([]);
    expect(foundIn(Buffer.from(app.logged()), needles, 0)).toEqual([]);
    expect([blob(own), blob(shared)]).toEqual([false, true]);
    const left = await app.sql<{ type: string }>(
      `SELECT entry.type FROM audit_payloads JOIN audit_entries entry ON entry.id = entry_id WHERE entry.tender_id = $1`,
      [gone.id],
    );
    expect(left.filter((one) => !one.type.startsWith('disposal.'))).toEqual([]);
  });

  it('is not found, listed or downloaded any more', async () => {
    expect((await look(app, null, gone.path)).status).toBe(404);
    expect((await look(app, 'procurer-wang', `${gone.path}/documents`)).status).toBe(404);
    const { items } = done(await look(app, null, `/v1/tenders?q=${encodeURIComponent('绿松石')}`)).body as unknown as {
      items: unknown[];
    };
    expect(items).toEqual([]);
  });

  it('is proved all the same: its own leaves, the tombstone and its neighbours', async () => {
    for (const tender of [gone, kept]) {
      const { items, log } = await archive(tender);
      expect(items.length).toBeGreaterThan(3);
      for (const { index, leaf, leafHash, proof } of items) {
        expect(leafHashOf(leaf).toString('hex')).toBe(leafHash);
        const steps = proof.map((one) => Buffer.from(one, 'hex'));
        expect(includes(index, log.size, Buffer.from(leafHash, 'hex'), steps, Buffer.from(log.root, 'hex'))).toBe(true);
      }
    }
    const { items } = await archive(gone);
    const withBody = items.filter((one) => one.payload !== null).map((one) => one.type);
    expect(withBody.every((one) => one.startsWith('disposal.'))).toBe(true);
    expect((await archive(kept)).items.every((one) => one.payload !== null)).toBe(true);
  });

  it('still says how long it was kept', async () => {
    const told = done(await look(app, 'auditor-feng', `/v1/archive/tenders/${gone.id}/retention`)).body;
    expect(told).toMatchObject({ endedOn: '2026-12-31', retainUntil: '2041-12-31', disposal: { state: 'executed' } });
    expect((await archive(gone)).retainUntil).toBe('2041-12-31');
  });
});
