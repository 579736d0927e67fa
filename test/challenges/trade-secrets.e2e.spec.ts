import { offers } from '../awards/stories.js';
import {
  awardedTender,
  challenge,
  complain,
  filed,
  fullReply,
  reply,
  resultLetter,
  rulesOf,
  startDocket,
  type DocketApp,
} from './docket.js';

let app: DocketApp;
beforeAll(async () => {
  app = await startDocket();
}, 60_000);
afterAll(() => app.close());

const secret = '梯度线圈采用双层反向绕组并在零下四十度固化';
const own = '申达自有的退火曲线分为九段并充入氩气保护';
const leak = { zh: `其${secret.slice(4)}。`, en: 'It is better' };

it('what is told in a challenge and a complaint is nobody else’s trade secret (采购法 art. 53)', async () => {
  await app.setClock('2026-03-02T09:00:00+08:00');
  const marked = offers.map((one) => ({ ...one, secrets: { hujiang: [secret], shenda: [own], rheinland: [] }[one.supplier] }));
  const tender = await awardedTender(app, { offers: marked });
  const supplier = await app.as('supplier-shenda');
  const { id } = await challenge(supplier, tender.id, resultLetter);
  const [first, second] = fullReply.answers;
  const procurer = await app.as('procurer-wang');
  const send = (what: string, body: object) => procurer('post', `/v1/challenges/${id}/${what}`).send(body);
  const refused = await reply(app, id, { ...fullReply, answers: [first, { ...second, text: leak }], grounds: leak });
  expect([refused.status, rulesOf(refused)]).toEqual([422, ['challenge.trade-secret', 'challenge.trade-secret']]);
  expect(refused.body).toMatchObject({
    errors: [{ pointer: '#/answers/1/text/zh', facts: { places: [{ start: 1, number: 1 }] } }, { pointer: '#/grounds/zh' }],
  });
  expect(rulesOf(await send('messages', { text: leak }))).toEqual(['challenge.trade-secret']);
  expect(rulesOf(await send('settlement', { terms: leak }))).toEqual(['challenge.trade-secret']);
  expect(rulesOf(await send('completion-request', { missing: leak }))).toEqual(['challenge.trade-secret']);
  expect((await supplier('post', `/v1/challenges/${id}/messages`).send({ text: leak })).status).toBe(201);
  const ofOwn = { ...fullReply, grounds: { zh: `贵方的${own}已经评审`, en: 'Your own process was considered' } };
  const others = await reply(app, id, ofOwn);
  expect([others.status, rulesOf(others)]).toEqual([422, ['public-reply.trade-secret']]);
  expect(others.body).toMatchObject({ errors: [{ pointer: '#/grounds/zh', cites: { article: 60 } }] });
  expect(rulesOf(await reply(app, id, { ...ofOwn, textForOthers: { zh: `其${own}` } }))).toEqual(['public-reply.trade-secret']);
  expect((await reply(app, id, { ...ofOwn, textForOthers: { zh: '工艺条件已按评分标准评审。' } })).status).toBe(201);
  await app.drain();
  const read = await (await app.as('supplier-hujiang'))('get', `/v1/challenges/${id}/public-reply`);
  expect(read.body).toMatchObject({ answers: null, grounds: null, text: { zh: '工艺条件已按评分标准评审。' } });

  const body = { matters: [{ matter: '1' }], request: { zh: '重新评审', en: 'Evaluate again' } };
  const complaint = filed(await complain(supplier, id, body));
  const reviewer = await app.as('reviewer-xu');
  const decide = (what: string, decision: object) =>
    reviewer('post', `/v1/complaints/${complaint.id}/${what}`).set('if-match', complaint.etag).send(decision);
  const dismissal = { ground: 'inadmissible', reasons: leak };
  const stopped = await decide('dismissal', dismissal);
  expect([stopped.status, rulesOf(stopped)]).toEqual([422, ['complaint.trade-secret']]);
  expect(stopped.body).toMatchObject({ errors: [{ pointer: '#/reasons/zh', cites: { article: 60 } }] });
  const accepted = filed(await decide('acceptance', {}));
  const ruling = { outcome: 'rejected', findings: [{ matter: '1', upheld: false, reasons: leak }], reasons: leak };
  const told = await reviewer('post', `/v1/complaints/${complaint.id}/decision`).set('if-match', accepted.etag).send(ruling);
  expect(rulesOf(told)).toEqual(['complaint.trade-secret', 'complaint.trade-secret']);
});
