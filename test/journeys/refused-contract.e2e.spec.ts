import { startTestApp, type TestApp } from '../app.js';
import { told } from '../prequalification/invited.js';
import { act, audited, awarded, done, look, opened, published, reasons, rulesOf, sign, winner } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const guarantee = {
  form: 'guarantee',
  issuer: '上海银行临港支行',
  number: '保函2026-0413',
  amount: { amount: '240000.00', currency: 'CNY' },
  validUntil: '2026-07-31',
};
const why = { zh: '中标后经两次书面催告仍不签订合同。', en: 'Asked twice in writing after the award, it does not sign.' };

/** 采购法 art. 46. */
it('a winner that does not sign loses its award and its security, and the next in rank takes the contract', async () => {
  await app.setClock('2026-03-02T09:00:00+08:00');
  const sealed = { security: guarantee };
  const all = { 'supplier-shenda': sealed, 'supplier-hujiang': sealed, [winner]: sealed };
  const terms = { tenderSecurity: { amount: guarantee.amount, forms: ['guarantee'] } };
  const tender = await opened(app, await published(app, { terms }), all);
  const awardId = await awarded(app, tender);
  const award = `/v1/awards/${awardId}`;
  const notice = { ground: 'not-signed', reasons: why, evidence: ['催告函2026-05-06', '催告函2026-05-11'] };
  const early = await act(app, 'procurer-wang', 'post', `${award}/contract-refusals`, notice, award);
  expect(rulesOf(early)).toContain('contract-refusal.time-to-sign-runs');
  await app.setClock('2026-05-15T09:00:00+08:00');
  const { id } = done(await act(app, 'procurer-wang', 'post', `${award}/contract-refusals`, notice, award)).body;
  const refusal = `/v1/contract-refusals/${id}`;
  const text = { zh: '原厂涨价，按投标价签约将亏损。', en: 'The maker raised its prices; at the bid price it would lose.' };
  done(await act(app, winner, 'post', `${refusal}/statement`, { text }));
  done(await act(app, 'approver-li', 'post', `${refusal}/decision`, { refused: true, reasons: why }, refusal));
  expect((await look(app, null, tender.path)).body).toMatchObject({ state: 'evaluated' });
  expect(await audited(app, 'contract-refusal.confirmed', tender.id)).toBe(1);
  await app.drain();
  for (const client of Object.keys(all)) expect(await told(app, tender, 'contract-refusal.confirmed', client)).toBe(1);

  const { items } = done(await look(app, winner, `${tender.path}/securities`)).body as unknown as { items: { id: string }[] };
  const security = `/v1/securities/${items[0]?.id}`;
  const keeping = { ground: 'contract-refused', reasons: why, evidence: [`contract-refusal:${id}`] };
  const kept = done(await act(app, 'procurer-wang', 'post', `${security}/forfeitures`, keeping, security)).body.id;
  await app.setClock('2026-05-25T09:00:00+08:00');

  const body = (client: string) => ({ bidId: tender.bids[client], reasons });
  const again = await act(app, 'procurer-wang', 'post', `${tender.path}/awards`, body(winner), tender.path);
  expect(rulesOf(again)).toEqual(['award.winner-refused']);
  const next = done(await act(app, 'procurer-wang', 'post', `${tender.path}/awards`, body('supplier-shenda'), tender.path)).body;
  expect(next).toMatchObject({ state: 'active', standstill: { derivation: { article: 60 } } });
  const forfeiture = `/v1/forfeitures/${kept}`;
  done(await act(app, 'approver-li', 'post', `${forfeiture}/decision`, { forfeit: true, reasons: why }, forfeiture));
  expect(rulesOf(await sign(app, tender, next.id, '9800000.00'))).toEqual(['contract.standstill-running']);
  await app.setClock('2026-06-15T09:00:00+08:00');
  expect(done(await sign(app, tender, next.id, '9800000.00')).body).toMatchObject({ state: 'signed', awardId: next.id });
  expect((await look(app, null, award)).body).toMatchObject({ state: 'refused' });
});
