import { newId } from '../../src/platform/unit-of-work.js';
import type { TestApp } from '../app.js';
import { endedTender, reason } from '../archive/ended.js';
import { act, done } from '../journeys/steps.js';
import type { Ids } from './access-stage.js';

/** A record under a hold, and one whose time is over and whose disposal is proposed. */
export async function setArchive(app: TestApp): Promise<Record<'legalHold' | 'disposal' | 'redFlag', Ids>> {
  const held = await endedTender(app);
  const order = { reason: { zh: '刑事侦查' }, authority: { zh: '上海市公安局浦东分局' }, reference: '沪公浦〔2026〕12号' };
  done(await act(app, 'auditor-feng', 'post', `/v1/archive/tenders/${held}/holds`, order));
  const over = await endedTender(app, '2005-03-02', '2020-03-02');
  const { id } = done(await act(app, 'auditor-feng', 'post', `/v1/archive/tenders/${over}/disposals`, { reason })).body;
  const flag = newId();
  await app.sql(
    `INSERT INTO red_flags (id, version, tender_id, kind, key, facts, text, found_at) VALUES ($1, 1, $2, 'single-bidder', 'x', '{}', '{}', platform_now())`,
    [flag, held],
  );
  return { legalHold: { id: held, number: '1' }, disposal: { id }, redFlag: { id: flag } };
}
