import { pick, text } from './ocds-source.js';
import { does, type Who } from './ocds-stage.js';
import { bidders, offerOf } from './openeu-bidding.js';
import { draftOf, itemOf, moved, requirementsOf, texts, yuan } from './openeu-bodies.js';
import { people, type Act, type OpeneuStage, type Played } from './openeu-stage.js';

const { procurer, evaluator } = people;

/** Two lots, two bidders, one lot changed while bids lie sealed. */
export function lots(stage: OpeneuStage): Act[] {
  const patch = (json: object, agrees?: (body: unknown) => Played['agrees']): Promise<Played> =>
    stage.play(procurer, 'patch', stage.path, { json, tagged: stage.path }, agrees);
  return [
    {
      name: 'tender-post-attempt-json-data',
      counterpart: async ({ sent, got }) => {
        const played = await stage.play(procurer, 'post', '/v1/tenders', { json: draftOf(sent) }, (body) => [
          ['state', pick(got, 'status'), pick(body, 'state')],
          ['title', pick(got, 'title'), pick(body, 'title.zh')],
        ]);
        stage.id = text(played.said.body, 'id');
        return played;
      },
    },
    {
      name: 'tender-add-lot',
      counterpart: ({ sent, got }) => {
        const lot = (id: string, title: unknown): object => ({
          id,
          title: texts(title),
          value: yuan(pick(sent, 'value.amount')),
        });
        return patch({ lots: [lot('lot-1', pick(sent, 'title')), lot('lot-2', 'Лот №2')] }, (body) => [
          ['lot', pick(got, 'title'), pick(body, 'lots.0.title.zh')],
          ['its value', yuan(pick(got, 'value.amount')), pick(body, 'lots.0.value')],
        ]);
      },
    },
    {
      name: 'tender-add-relatedLot-to-item',
      counterpart: ({ sent, got }) => {
        const items = (pick(sent, 'items') as unknown[]).map((one, index) => ({
          ...itemOf(one, `item-${index + 1}`),
          lotId: `lot-${index + 1}`,
        }));
        (pick(got, 'lots') as unknown[]).forEach((one, index) => stage.ids.set(text(one, 'id'), `lot-${index + 1}`));
        return patch({ items }, (body) => [
          ['lots of the items', lotNumbers(got, 'relatedLot'), lotNumbers(body, 'lotId')],
          ['lots', titles(got, 'title'), titles(body, 'title.zh')],
        ]);
      },
    },
    {
      name: 'tender-add-criteria',
      counterpart: ({ sent, got }) =>
        patch({ qualificationRequirements: requirementsOf(sent) }, (body) => [
          ['requirements', (got as unknown[]).length, text(body, 'qualificationRequirements.zh').split('\n').length],
        ]),
    },
    {
      name: 'activating-tender',
      counterpart: async ({ got }) => {
        await stage.lock();
        await stage.approve();
        return stage.publish((body) => [
          ['open for bids', pick(got, 'status') === 'active.tendering', pick(body, 'state') === 'open'],
          ['deadline', Date.parse(moved(text(got, 'tenderPeriod.endDate'))), Date.parse(text(body, 'bidsCloseAt'))],
        ]);
      },
    },
    {
      name: 'tender-listing-no-auth',
      counterpart: ({ got }) =>
        stage.play(null, 'get', '/v1/tenders?state=open', {}, (body) => [
          ['tenders listed', (got as unknown[]).length, (pick(body, 'items') as unknown[]).length],
        ]),
    },
    {
      name: 'tender-view',
      counterpart: ({ got }) =>
        stage.play(null, 'get', stage.path, {}, (body) => [
          ['lots', titles(got, 'title'), titles(body, 'title.zh')],
          ['their values', values(got), values(body)],
        ]),
    },
    { name: 'bid-lot1', counterpart: ({ sent }) => stage.bid('first', bidders.first, lotOfferOf(stage, sent)) },
    { name: 'bid-lot2', counterpart: ({ sent }) => stage.bid('second', bidders.second, lotOfferOf(stage, sent)) },
    {
      name: 'tender-invalid-all-bids',
      counterpart: ({ sent, got }) => {
        const lot = (id: string, title: string, value: unknown): object => ({ id, title: texts(title), value: yuan(value) });
        const changes = { lots: [lot('lot-1', 'Лот №1', 500), lot('lot-2', 'Лот №2', pick(sent, 'value.amount'))] };
        return stage.amend({ changes }, (body) => [
          ['value of the lot', yuan(pick(got, 'value.amount')), pick(body, 'lots.1.value')],
        ]);
      },
    },
    {
      name: 'bid-lot1-invalid-view',
      counterpart: ({ got }) =>
        stage.own('first', (body) => [
          ['asks to be confirmed', pick(got, 'status') === 'invalid', pick(body, 'notices.confirmationAsked')],
        ]),
    },
    { name: 'bid-lot1-update-view', counterpart: ({ sent }) => stage.bid('first', bidders.first, lotOfferOf(stage, sent)) },
    { name: 'bid-lot2-update-view', counterpart: ({ sent }) => stage.bid('second', bidders.second, lotOfferOf(stage, sent)) },
  ];
}

/** After the deadline: both bids are looked at, lot by lot. */
export function lotDecisions(stage: OpeneuStage): Act[] {
  return [
    {
      name: 'tender-view-pre-qualification',
      counterpart: async ({ got }) => {
        await stage.app.setClock(moved('2027-02-02T00:00:00+02:00'));
        await stage.open();
        return stage.play(procurer, 'get', stage.path, {}, (body) => [
          ['in qualification', pick(got, 'status') === 'active.pre-qualification', pick(body, 'state') === 'opened'],
          ['values of the lots', values(got), values(body)],
        ]);
      },
    },
    {
      name: 'qualifications-view',
      counterpart: ({ got }) =>
        stage.play(procurer, 'get', `${stage.path}/opened-bids`, {}, (body) => [
          ['bids to decide on', (got as unknown[]).length, (pick(body, 'items') as unknown[]).length],
        ]),
    },
    {
      name: 'pre-qualification-sign-doc-is-required',
      refusal: 'tender.wrong-state',
      counterpart: () => {
        const reasons = texts('评标价最低', 'The lowest evaluated price');
        const lots = lotsBidFor(stage, 'first').map((lotId) => ({ lotId, bidId: stage.idOf('first'), reasons }));
        const json = { lots };
        return stage.play(procurer, 'post', `${stage.path}/awards`, { json, tagged: stage.path });
      },
    },
    {
      name: 'upload-evaluation-reports-doc',
      counterpart: async () => {
        for (const who of [evaluator, procurer] as Who[])
          await does(stage.app, who, 'post', `${stage.path}/conflict-declarations`, { json: { hasConflict: false } });
        const bids = ['first', 'second'].flatMap((name) =>
          lotsBidFor(stage, name).map((lotId) => ({ bidId: stage.idOf(name), lotId, qualified: true, scores: [] })),
        );
        return stage.play(evaluator, 'post', `${stage.path}/evaluations`, { json: { bids } });
      },
    },
    {
      name: 'tender-activate-qualifications',
      counterpart: ({ got }) =>
        stage.play(procurer, 'get', `${stage.path}/opened-bids`, {}, (body) => [
          [
            'qualified',
            pick(got, 'qualified'),
            (pick(body, 'items') as unknown[]).every((one) => pick(one, 'state') === 'opened'),
          ],
        ]),
    },
    {
      name: 'tender-view-pre-qualification-stand-still',
      counterpart: ({ got }) =>
        stage.play(procurer, 'get', stage.path, {}, (body) => [
          ['bids decided', text(got, 'status').endsWith('stand-still'), pick(body, 'state') === 'evaluated'],
        ]),
    },
  ];
}

/** The lots of the source by their order; what a bid asks for each of them. */
function lotOfferOf(stage: OpeneuStage, sent: unknown): Record<string, unknown> {
  const lots = (pick(sent, 'lotValues') as unknown[]).map((one) => ({
    id: stage.ids.get(text(one, 'relatedLot')),
    price: yuan(pick(one, 'value.amount')),
  }));
  return { ...offerOf(sent), lots };
}

function lotsBidFor(stage: OpeneuStage, name: string): string[] {
  return (stage.bidder(name).payload['lots'] as { id: string }[]).map(({ id }) => id);
}

function titles(body: unknown, at: string): unknown[] {
  return (pick(body, 'lots') as unknown[]).map((one) => pick(one, at));
}

function values(body: unknown): string[] {
  return (pick(body, 'lots') as unknown[]).map((one) => Number(pick(one, 'value.amount')).toFixed(2));
}

/** Which lot each item is of, as the lots' order. */
function lotNumbers(body: unknown, at: string): number[] {
  const ids = (pick(body, 'lots') as unknown[]).map((one) => pick(one, 'id'));
  return (pick(body, 'items') as unknown[]).map((one) => ids.indexOf(pick(one, at)));
}
