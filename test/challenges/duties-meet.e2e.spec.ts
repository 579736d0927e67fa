import { newId } from '../../src/platform/unit-of-work.js';
import type { Caller } from '../app.js';
import { reviews } from '../reviewers.js';
import { answered } from './case.js';
import {
  audited,
  complain,
  filed,
  personId,
  publishedTender,
  rulesOf,
  startDocket,
  undeclared,
  type DocketApp,
} from './docket.js';

const ofMatters = { matters: [{ matter: '1' }] };

describe('review meets procurement, evaluation and custody for the same entity in nobody (art. 60)', () => {
  let app: DocketApp;
  let supplier: Caller;
  let registrar: Caller;

  beforeAll(async () => {
    app = await startDocket();
    [supplier, registrar] = [await app.as('supplier-shenda'), await app.as('registrar')];
  }, 60_000);
  afterAll(() => app.close());
  beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

  const named = () => ({ ...ofMatters, reviewBodyId: app.orgs['finance'] });
  const appoint = (subject: string, organization: string, role: string) =>
    registrar('post', `/v1/organizations/${app.orgs[organization]}/members`).send({
      subject,
      name: { zh: '徐审查', en: 'Xu Shencha' },
      roles: [role],
    });

  async function leave(client: string, organization: string): Promise<void> {
    await app.sql(`UPDATE memberships SET until = '2026-01-01T00:00:00Z' WHERE person_id = $1 AND organization_id = $2`, [
      await personId(app, client),
      app.orgs[organization],
    ]);
  }

  it('who reviews a case about an entity, open or decided, is appointed to no such duty of it', async () => {
    const { challengeId } = await answered(app);
    const { id } = filed(await complain(supplier, challengeId, named()));
    const before = await app.sql('SELECT 1 FROM memberships');
    for (const role of ['procurer', 'approver', 'evaluator', 'custodian']) {
      const refused = await appoint('reviewer-xu', 'hospital', role);
      expect([role, refused.status, rulesOf(refused)]).toEqual([role, 403, ['reviewer.duties-meet']]);
    }
    expect(await app.sql('SELECT 1 FROM memberships')).toHaveLength(before.length);
    filed(await supplier('post', `/v1/complaints/${id}/withdrawal`).send({}));
    expect(rulesOf(await appoint('reviewer-xu', 'hospital', 'procurer'))).toEqual(['reviewer.duties-meet']);
    expect((await appoint('reviewer-he', 'hospital', 'procurer')).status).toBe(201);
    await leave('reviewer-he', 'hospital');
    expect((await appoint('reviewer-xu', 'port', 'procurer')).status).toBe(201);
    await leave('reviewer-xu', 'port');
  });

  it('nor drawn to evaluate for it, nor given a share of its locks, by the database', async () => {
    const { tenderId, challengeId } = await answered(app);
    filed(await complain(supplier, challengeId, named()));
    const later = await publishedTender(app, { published: false });
    const xu = await personId(app, 'reviewer-xu');
    const committee = newId();
    await app.sql(
      `INSERT INTO committees (id, tender_id, round, size, session_at, draw, drawn_by, drawn_at)
       VALUES ($1, $2, 1, 3, platform_now(), '{}', $3, platform_now())`,
      [committee, tenderId, xu],
    );
    const seat = app.sql(
      `INSERT INTO committee_members (id, version, committee_id, tender_id, round, person_id, kind, entry, state, called_at)
       VALUES ($1, 1, $2, $3, 1, $4, 'expert', '{}', 'called', platform_now())`,
      [newId(), committee, tenderId, xu],
    );
    await expect(seat).rejects.toThrow('reviewer.duties-meet');
    await expect(deal(later, 'reviewer-xu', 'finance')).rejects.toThrow('reviewer.duties-meet');
  });

  it('who belongs to the entity, or keeps a lock of another procurement of it, is left out of the draw', async () => {
    const other = await publishedTender(app, { published: false });
    await deal(other, 'reviewer-he', 'notary');
    await reviews(app, 'reviewer-he', true);
    const { challengeId } = await answered(app);
    const { id } = filed(await complain(supplier, challengeId, named()));
    const { items } = (await supplier('get', `/v1/complaints/${id}/assignments`)).body as {
      items: { draw: { leftOut: unknown[] } }[];
    };
    expect(items[0]?.draw.leftOut).toEqual([{ personId: await personId(app, 'reviewer-he'), ties: ['serves'] }]);
    await reviews(app, 'reviewer-he', false);
  });

  it('an authority that keeps a lock of the procurement reviews nothing in it, by the rule and by the database', async () => {
    const tenderId = await publishedTender(app, { published: false });
    await deal(tenderId, 'reviewer-he', 'finance');
    await app.sql(
      `UPDATE tenders SET state = 'open', published_by = approved_by, published_at = platform_now(), documents_issued_at = platform_now(),
              bids_close_at = platform_now() + interval '42 days', opens_at = platform_now() + interval '42 days 30 seconds' WHERE id = $1`,
      [tenderId],
    );
    const { challengeId } = await answered(app, { tenderId });
    const refused = await undeclared(supplier, challengeId, named());
    expect([refused.status, rulesOf(refused)]).toEqual([403, ['complaint.reviewer-not-independent']]);
    expect(refused.text).toContain('it keeps a lock of this procurement');
    const insert = app.sql(
      `INSERT INTO complaints (id, version, challenge_id, tender_id, procurer_id, complainant_id, review_body_id, filed_by, state, matters,
         received_at, time_limit, provisional, warnings, completions_requested)
       SELECT $1, 1, id, tender_id, procurer_id, supplier_id, $3, filed_by, 'filed', '[]', platform_now(), '{}', false, '[]', 0
         FROM challenges WHERE id = $2`,
      [newId(), challengeId, app.orgs['finance']],
    );
    await expect(insert).rejects.toThrow('complaint.reviewer-not-independent');
  });

  it('an appointment and a draw at once: one of them comes first, and the other sees it', async () => {
    for (let round = 0; round < 3; round += 1) {
      await app.sql('UPDATE memberships SET until = $1 WHERE person_id = $2 AND organization_id = $3', [
        '2026-01-01T00:00:00Z',
        await personId(app, 'reviewer-he'),
        app.orgs['port'],
      ]);
      const { challengeId } = await answered(app);
      await app.sql(
        `INSERT INTO people (id, subject, name, created_at) VALUES ($1, $2, '{"zh": "新审查", "en": "New"}', platform_now())`,
        [newId(), `reviewer-new-${round}`],
      );
      await reviews(app, 'reviewer-xu', false);
      expect((await appoint(`reviewer-new-${round}`, 'finance', 'reviewer')).status).toBe(201);
      const [complaint, member] = await Promise.all([
        undeclared(supplier, challengeId, named()),
        appoint(`reviewer-new-${round}`, 'hospital', 'evaluator'),
      ]);
      const { id, reviewerId } = filed(complaint).body as { id: string; reviewerId: string | null };
      expect([201, 403]).toContain(member.status);
      expect(reviewerId !== null).toBe(member.status === 403);
      expect(await audited(app, id)).toEqual(['complaint.filed']);
      await app.sql(
        `UPDATE memberships SET until = '2026-01-01T00:00:00Z' WHERE person_id = (SELECT id FROM people WHERE subject = $1)`,
        [`reviewer-new-${round}`],
      );
      await reviews(app, 'reviewer-xu', true);
    }
  });

  /** A lock of the tender, dealt by the person for the organisation. */
  async function deal(tenderId: string, dealer: string, organization: string): Promise<void> {
    const recipient = (mark: string): string => `age1${mark.repeat(58)}`;
    await app.sql(
      `INSERT INTO lock_deals (id, tender_id, envelope, lock, recipient, rehearsal_recipient, threshold, dealer_id, organization_id, dealt_at)
       VALUES ($1, $2, 'bid', 'B', $3, $4, 2, $5, $6, platform_now())`,
      [newId(), tenderId, recipient('q'), recipient('p'), await personId(app, dealer), app.orgs[organization]],
    );
  }
});
