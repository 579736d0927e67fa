import { pick, text } from './ocds-source.js';
import { does, type Who } from './ocds-stage.js';
import { onlyLot } from './openeu-bidding.js';
import { moved, texts, yuan } from './openeu-bodies.js';
import { people, type Act, type OpeneuStage, type Played } from './openeu-stage.js';

const { procurer, evaluator } = people;
const noAuction = 'not in part six: it knows no electronic auction';
const oneAct =
  'art. 53: an outcome is published once, whole, with its coded reason; a cancellation has no draft, and no documents of its own, to be changed step by step';

/** Opening, qualification of the three bids, and what leads to an auction there. */
export function qualifying(stage: OpeneuStage, fourth: () => Promise<Who>): Act[] {
  return [
    {
      name: 'qualifications-listing',
      counterpart: async ({ got }) => {
        await bidOfOurs(stage, await fourth());
        await stage.app.setClock(moved('2027-02-10T00:00:00+02:00'));
        await stage.open();
        return stage.play(procurer, 'get', `${stage.path}/opened-bids`, {}, (body) => [
          ['bids', (pick(got, 'bids') as unknown[]).length, ours(stage, body).length],
        ]);
      },
    },
    {
      name: 'pre-qualification-sign-doc-is-required',
      refusal: 'tender.wrong-state',
      counterpart: () => award(stage, 'second'),
    },
    {
      name: 'upload-evaluation-reports-doc',
      counterpart: async () => {
        for (const who of [evaluator, procurer])
          await does(stage.app, who, 'post', `${stage.path}/conflict-declarations`, { json: { hasConflict: false } });
        const rejection = { qualified: false, reasons: texts('不符合资格要求', 'Does not meet the qualification requirements') };
        const bids = [...stage.bidders.keys()].map((name) => ({
          bidId: stage.idOf(name),
          lotId: onlyLot,
          qualified: true,
          scores: [],
          ...(name === 'third' ? rejection : {}),
        }));
        return stage.play(evaluator, 'post', `${stage.path}/evaluations`, { json: { bids } });
      },
    },
    ...(['first', 'second'] as const).map((name, index): Act => ({
      name: `approve-qualification${index + 1}`,
      counterpart: ({ got }) =>
        report(stage, (ranked) => [['qualified', pick(got, 'qualified'), ranked.includes(stage.idOf(name))]]),
    })),
    {
      name: 'reject-qualification3',
      counterpart: ({ got }) =>
        report(stage, (ranked) => [['qualified', pick(got, 'qualified'), ranked.includes(stage.idOf('third'))]]),
    },
    {
      name: 'qualificated-bids-view',
      counterpart: ({ got }) =>
        stage.play(procurer, 'get', `${stage.path}/opened-bids`, {}, (body) => [
          ['rejected', unsuccessful(got), ours(stage, body).filter((one) => pick(one, 'state') === 'rejected').length],
        ]),
    },
    {
      name: 'rejected-bid-view',
      counterpart: ({ got }) =>
        stage.own('third', (body) => [['rejected', pick(got, 'status') === 'unsuccessful', pick(body, 'state') === 'rejected']]),
    },
    {
      name: 'pre-qualification-confirmation',
      counterpart: ({ got }) =>
        stage.play(procurer, 'get', stage.path, {}, (body) => [
          ['bids decided', text(got, 'status').endsWith('stand-still'), pick(body, 'state') === 'evaluated'],
        ]),
    },
    ...['auction-url', 'bidder-participation-url', 'bidder2-participation-url'].map((name): Act => ({ name, excuse: noAuction })),
  ];
}

/** The award of the source goes to the second bidder at 499; it is cancelled afterwards. */
export function deciding(stage: OpeneuStage): Act[] {
  return [
    { name: 'unsuccessful-qualified-award', refusal: 'award.not-best', counterpart: () => award(stage, 'first') },
    { name: 'activate-non-qualified-award', refusal: 'award.not-best', counterpart: () => award(stage, 'third') },
    {
      name: 'award-unsuccessful-notice-document-required',
      refusal: 'award.not-best',
      counterpart: () => award(stage, 'ours'),
    },
    {
      name: 'award-notice-document-required',
      refusal: 'award.reasons-missing',
      counterpart: () => award(stage, 'second', null),
    },
    {
      name: 'award-add-notice-document',
      excuse:
        'art. 53: the notice of an award is written by the platform from the decision and signed with it; no file is uploaded for it',
    },
    {
      name: 'confirm-qualification',
      counterpart: ({ got }) =>
        award(stage, 'second', undefined, (body) => [
          ['value', yuan(pick(got, 'value.amount')), pick(body, 'awards.0.amount')],
          ['bid', stage.idOf('second'), pick(body, 'awards.0.bidId')],
          ['lot', onlyLot, pick(body, 'awards.0.lotId')],
        ]),
    },
    ...[
      'prepare-cancellation',
      'update-cancellation-reasonType',
      'upload-cancellation-doc',
      'patch-cancellation',
      'update-cancellation-doc',
      'upload-cancellation-report-doc',
    ].map((name): Act => ({ name, excuse: oneAct })),
    {
      name: 'cancellation-sign-doc-is-required',
      refusal: 'tender.cancellation-reason-missing',
      counterpart: () => cancel(stage, {}),
    },
    {
      name: 'pending-cancellation',
      counterpart: ({ got }) => cancel(stage, { code: 'tch-pr-error', reason: texts(pick(got, 'reason')) }),
    },
    {
      name: 'active-cancellation',
      counterpart: ({ got }) =>
        stage.play(null, 'get', stage.path, {}, (body) => [
          ['cancelled', pick(got, 'status') === 'active', pick(body, 'state') === 'cancelled'],
        ]),
    },
  ];
}

/** Three valid bids are the least (采购法36); the source has two, so that one bidder of ours stands in. */
async function bidOfOurs(stage: OpeneuStage, who: Who): Promise<void> {
  const lots = [{ id: onlyLot, price: yuan(500) }];
  const { said } = await stage.bid('ours', who, { ...stage.bidder('third').payload, price: yuan(500), lots, items: undefined });
  if (said.status !== 201) throw new Error(`the stand-in bid was refused: ${JSON.stringify(said.body)}`);
}

function award(
  stage: OpeneuStage,
  name: string,
  reasons: object | null = texts('评标价最低', 'The lowest evaluated price'),
  agrees?: (body: unknown) => Played['agrees'],
): Promise<Played> {
  const json = { lots: [{ lotId: onlyLot, bidId: stage.idOf(name), ...(reasons === null ? {} : { reasons }) }] };
  return stage.play(procurer, 'post', `${stage.path}/awards`, { json, tagged: stage.path }, agrees);
}

function cancel(stage: OpeneuStage, json: object): Promise<Played> {
  return stage.play(procurer, 'post', `${stage.path}/cancellation`, { json, tagged: stage.path });
}

/** The evaluation report's line on whether a bid was found qualified. */
function report(stage: OpeneuStage, agrees: (ranked: string[]) => Played['agrees']): Promise<Played> {
  return stage.play(procurer, 'get', `${stage.path}/evaluation-report`, {}, (body) =>
    agrees((pick(body, 'report.lots.0.ranked') as unknown[]).map((one) => text(one, 'bidId'))),
  );
}

/** Opened bids without the one that stands in. */
function ours(stage: OpeneuStage, body: unknown): unknown[] {
  return (pick(body, 'items') as unknown[]).filter((one) => pick(one, 'id') !== stage.ids.get('ours'));
}

function unsuccessful(got: unknown): number {
  return (got as unknown[]).filter((one) => pick(one, 'status') === 'unsuccessful').length;
}
