import { pick, text } from './ocds-source.js';

import { documentOf, draftOf, itemOf, moved, movedDay, requirementsOf, texts, yuan } from './openeu-bodies.js';
import { people, type Act, type OpeneuStage, type Played } from './openeu-stage.js';

const { procurer } = people;

/** From the empty list to the published tender and its documents. */
export function drafting(stage: OpeneuStage): Act[] {
  const patch = (json: object, agrees?: (body: unknown) => Played['agrees']): Promise<Played> =>
    stage.play(procurer, 'patch', stage.path, { json, tagged: stage.path }, agrees);
  return [
    {
      name: 'tender-listing-no-auth',
      counterpart: ({ got }) =>
        stage.play(null, 'get', '/v1/tenders', {}, (body) => [['tenders listed', got, pick(body, 'items')]]),
    },
    {
      name: 'tender-post-attempt-json-data',
      counterpart: async ({ sent, got }) => {
        const played = await stage.play(procurer, 'post', '/v1/tenders', { json: draftOf(sent) }, (body) => [
          ['state', pick(got, 'status'), pick(body, 'state')],
          ['title', pick(got, 'title'), pick(body, 'title.zh')],
          ['items', (pick(got, 'items') as unknown[]).length, (pick(body, 'items') as unknown[]).length],
          ['value', yuan(pick(got, 'value.amount')), pick(body, 'budget')],
        ]);
        stage.id = text(played.said.body, 'id');
        return played;
      },
    },
    {
      name: 'blank-tender-view',
      counterpart: ({ got }) =>
        stage.play(procurer, 'get', stage.path, {}, (body) => [
          ['state', pick(got, 'status'), pick(body, 'state')],
          ['title', pick(got, 'title'), pick(body, 'title.zh')],
          ['deadline', Date.parse(moved(text(got, 'tenderPeriod.endDate'))), Date.parse(text(body, 'bidsCloseAt'))],
        ]),
    },
    {
      name: 'tender-add-lot',
      counterpart: ({ sent, got }) =>
        patch({ lots: [{ id: 'lot-1', title: texts(pick(sent, 'title')), value: yuan(pick(sent, 'value.amount')) }] }, (body) => [
          ['lot', pick(got, 'title'), pick(body, 'lots.0.title.zh')],
          ['its value', yuan(pick(got, 'value.amount')), pick(body, 'lots.0.value')],
        ]),
    },
    {
      name: 'tender-add-relatedLot-to-item',
      counterpart: ({ sent, got }) => {
        const items = (pick(sent, 'items') as unknown[]).map((one, index) => ({
          ...itemOf(one, `item-${index + 1}`),
          lotId: 'lot-1',
        }));
        return patch({ items }, (body) => [
          [
            'items of the lot',
            (pick(got, 'items') as unknown[]).filter((one) => pick(one, 'relatedLot') !== undefined).length,
            (pick(body, 'items') as unknown[]).filter((one) => pick(one, 'lotId') === 'lot-1').length,
          ],
        ]);
      },
    },
    {
      name: 'add-exclusion-criteria',
      counterpart: ({ sent, got }) =>
        patch({ qualificationRequirements: requirementsOf(sent) }, (body) => [
          [
            'requirements',
            (got as unknown[]).map((one) => pick(one, 'title')),
            text(body, 'qualificationRequirements.zh')
              .split('\n')
              .map((line) => line.split('：')[0]),
          ],
        ]),
    },
    {
      // The period stays as it is; here it is written while the tender is a draft, since afterwards it only grows.
      name: 'patch-items-value-periods',
      counterpart: ({ sent, got }) =>
        patch({ bidsCloseAt: moved(text(sent, 'tenderPeriod.endDate')) }, (body) => [
          ['deadline', Date.parse(moved(text(got, 'tenderPeriod.endDate'))), Date.parse(text(body, 'bidsCloseAt'))],
        ]),
    },
    {
      // 8 USD there, of a value of 500: the security is money of the tender here, 1.6 % of the budget.
      name: 'set-bid-guarantee',
      counterpart: ({ sent, got }) => {
        const amount = yuan(pick(sent, 'guarantee.amount'));
        const validUntil = movedDay('2027-06-01T00:00:00+02:00');
        stage.security = { form: 'guarantee', issuer: 'Bank', number: 'G-1', amount, validUntil };
        return patch({ terms: { tenderSecurity: { amount, forms: ['guarantee'] } } }, (body) => [
          ['amount', yuan(pick(got, 'guarantee.amount')), pick(body, 'terms.tenderSecurity.amount')],
        ]);
      },
    },
    {
      name: 'notice-document-required',
      refusal: 'tender.approval-missing',
      counterpart: () => stage.publish(),
    },
    {
      name: 'add-notice-document',
      counterpart: async () => {
        await stage.lock();
        return stage.approve();
      },
    },
    {
      name: 'tender-activating',
      counterpart: ({ got }) =>
        stage.publish((body) => [
          ['open for bids', pick(got, 'status') === 'active.tendering', pick(body, 'state') === 'open'],
          ['deadline', Date.parse(moved(text(got, 'tenderPeriod.endDate'))), Date.parse(text(body, 'bidsCloseAt'))],
        ]),
    },
    { name: 'active-tender-listing-no-auth', counterpart: ({ got }) => listed(stage, got) },
    { name: 'tender-listing-after-patch', counterpart: ({ got }) => listed(stage, got) },
    { name: 'upload-tender-notice', counterpart: ({ sent }) => upload(stage, sent, 'notice') },
    {
      name: 'tender-documents',
      counterpart: ({ got }) =>
        stage.play(procurer, 'get', `${stage.path}/documents`, {}, (body) => [
          ['the document', pick(got, 'title'), names(body).find((name) => name === pick(got, 'title'))],
        ]),
    },
    { name: 'upload-award-criteria', counterpart: ({ sent }) => upload(stage, sent, 'criteria') },
    { name: 'tender-documents-2', counterpart: ({ got }) => documents(stage, got, true) },
  ];
}

/** The tender of the source is alone in its list, and so is ours. */
function listed(stage: OpeneuStage, got: unknown): Promise<Played> {
  return stage.play(null, 'get', '/v1/tenders', {}, (body) => [
    ['tenders listed', (got as unknown[]).length, (pick(body, 'items') as unknown[]).length],
    ['the tender', stage.id, pick(body, 'items.0.id')],
  ]);
}

async function upload(stage: OpeneuStage, sent: unknown, as: string): Promise<Played> {
  const played = await stage.play(procurer, 'post', `${stage.path}/documents`, documentOf(sent), (body) => [
    ['name', pick(sent, 'title'), pick(body, 'name')],
  ]);
  stage.keep(as, played);
  return played;
}

/** What the source uploaded in this flow; its proforma and signature came with the tender and with its approval. */
export function documents(stage: OpeneuStage, got: unknown, asOwner: boolean): Promise<Played> {
  const theirs = (got as unknown[]).map((one) => text(one, 'title')).filter((name) => name.endsWith('.pdf'));
  return stage.play(asOwner ? procurer : null, 'get', `${stage.path}/documents`, {}, (body) => [
    ['documents', [...theirs].sort(), [...new Set(names(body))].sort()],
  ]);
}

function names(body: unknown): string[] {
  return (pick(body, 'items') as unknown[]).map((one) => text(one, 'name'));
}
