import type { TestApp } from '../app.js';
import { heard } from '../challenges/heard.js';
import { act, challenge, done, tagOf, type JourneyTender } from '../journeys/steps.js';
import type { Ids } from './access-stage.js';

const reasons = { zh: '公告未载明评分权重。', en: 'The notice does not say how the scores weigh.' };

/** A complaint on the tender that is decided and contested elsewhere, and a finding on its complainant. `complained` files it. */
export async function decidedCase(
  app: TestApp,
  tender: JourneyTender,
  complained: (app: TestApp, challengeId: string) => Promise<string>,
): Promise<Record<'decided' | 'flag', Ids>> {
  const id = await complained(app, done(await challenge(app, tender, 'documents')).body.id);
  const path = `/v1/complaints/${id}`;
  const tag = (): Promise<string> => tagOf(app, 'reviewer-xu', path);
  done(await act(app, 'reviewer-xu', 'post', `${path}/acceptance`, {}, await tag()));
  await heard(app, path);
  const findings = [{ matter: '1', upheld: true, irregularity: 'ncompl-awcrit', reasons }];
  const ruling = { outcome: 'upheld', findings, remedies: [{ kind: 'clarification' }], reasons };
  done(await act(app, 'reviewer-xu', 'post', `${path}/decision`, ruling, await tag()));
  const proceeding = {
    kind: 'litigation',
    authority: { zh: '上海市第三中级人民法院' },
    reference: '（2026）沪03行初12号',
    filedOn: '2026-04-28',
    evidence: ['受理通知书'],
  };
  done(await act(app, 'supplier-shenda', 'post', `${path}/outside-proceedings`, proceeding));
  const [flag] = await app.sql<{ id: string }>(
    `INSERT INTO complainant_flags (id, version, supplier_id, review_body_id, complaint_ids, state, raised_at)
     SELECT gen_random_uuid(), 1, complainant_id, review_body_id, ARRAY[id], 'open', platform_now() FROM complaints WHERE id = $1 RETURNING id`,
    [id],
  );
  return { decided: { id, number: '1' }, flag: { id: String(flag?.id) } };
}
