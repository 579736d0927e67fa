import { createHash } from 'node:crypto';
import { pick, text } from './ocds-source.js';
import type { Who } from './ocds-stage.js';
import { documentOf, moved, priceOf, sealedDocumentOf, sizeOf, texts, yuan } from './openeu-bodies.js';
import { documents } from './openeu-drafting.js';
import { ageFile, people, type Act, type OpeneuStage, type Played } from './openeu-stage.js';

const { procurer } = people;
export const bidders: Record<'first' | 'second' | 'third', Who> = {
  first: { client: 'supplier-shenda' },
  second: { client: 'supplier-rheinland' },
  third: { client: 'supplier-hujiang' },
};

/** Corrected documents, a question and its answer. */
export function asking(stage: OpeneuStage): Act[] {
  return [
    {
      name: 'update-award-criteria',
      counterpart: async ({ sent }) => {
        await stage.amend({ documents: [stage.ids.get('notice'), stage.ids.get('criteria')] });
        const query = `?replaces=${stage.ids.get('criteria') ?? ''}`;
        const version = await stage.play(procurer, 'post', `${stage.path}/documents${query}`, documentOf(sent, 2), (body) => [
          ['name', pick(sent, 'title'), pick(body, 'name')],
        ]);
        stage.keep('criteria', version);
        await stage.amend({ documents: [stage.ids.get('criteria')] });
        return version;
      },
    },
    { name: 'tender-documents-3', counterpart: ({ got }) => documents(stage, got, false) },
    {
      name: 'ask-question',
      counterpart: async ({ sent, got }) => {
        const json = { text: texts(`${text(sent, 'title')}。${text(sent, 'description')}`) };
        const played = await stage.play(bidders.second, 'post', `${stage.path}/enquiries`, { json }, (body) => [
          ['the question', `${text(got, 'title')}。${text(got, 'description')}`, pick(body, 'text.zh')],
          ['author named', pick(got, 'author.name') !== undefined, 'author' in (body as object)],
        ]);
        stage.keep('enquiry', played);
        return played;
      },
    },
    {
      name: 'answer-question',
      counterpart: ({ sent, got }) => {
        const path = enquiry(stage);
        const json = { text: texts(pick(sent, 'answer')) };
        return stage.play(procurer, 'post', `${path}/answer`, { json, tagged: path }, (body) => [
          ['the answer', pick(got, 'answer'), pick(body, 'answer.text.zh')],
        ]);
      },
    },
    {
      name: 'list-question',
      counterpart: ({ got }) =>
        stage.play(null, 'get', `${stage.path}/enquiries`, {}, (body) => [
          ['questions', (got as unknown[]).length, (pick(body, 'items') as unknown[]).length],
          ['answer', pick(got, '0.answer'), pick(body, 'items.0.answer.text.zh')],
        ]),
    },
    {
      name: 'get-answer',
      counterpart: ({ got }) =>
        stage.play(null, 'get', enquiry(stage), {}, (body) => [
          ['answer', pick(got, 'answer'), pick(body, 'answer.text.zh')],
          ['author named', pick(got, 'author.name') !== undefined, 'author' in (body as object)],
        ]),
    },
  ];
}

/** One bidder's offer, built up part by part as the source does: each part is a new sealed file that replaces the one before. */
export function bidding(stage: OpeneuStage): Act[] {
  const add = (name: string, sent: unknown): Promise<Played> => {
    const had = stage.bidder(name).payload['documents'] as object[];
    return stage.bid(name, bidders.first, { documents: [...had, sealedDocumentOf(sent, sha256)] });
  };
  const adding = (name: string): Act => ({ name, counterpart: ({ sent }) => add('first', sent) });
  return [
    { name: 'register-bidder', counterpart: ({ sent }) => stage.bid('first', bidders.first, offerOf(sent)) },
    {
      name: 'add-requirement-responses-to-bidder',
      counterpart: ({ sent }) => {
        const all = pick(sent, 'requirementResponses') as unknown[];
        const answers = all.map((one) => [
          text(one, 'requirement.id'),
          JSON.stringify(pick(one, 'value') ?? pick(one, 'values')),
        ]);
        return stage.bid('first', bidders.first, { answers: Object.fromEntries(answers) as object });
      },
    },
    {
      name: 'activate-bidder-without-proposal',
      refusal: 'bid.not-sealed',
      counterpart: () => stage.play(bidders.second, 'post', `${stage.path}/bids`, ageFile(Buffer.alloc(0))),
    },
    adding('upload-bid-proposal'),
    {
      name: 'activate-bidder-without-sign',
      refusal: 'bid.not-sealed',
      counterpart: () => {
        const open = Buffer.from(JSON.stringify(stage.bidder('first').payload));
        return stage.play(bidders.second, 'post', `${stage.path}/bids`, ageFile(open));
      },
    },
    { name: 'activate-bidder', counterpart: () => submitted(stage, 'first') },
    {
      name: 'patch-pending-bid',
      counterpart: ({ sent }) => stage.bid('first', bidders.first, { smeDeclaration: { size: sizeOf(sent) } }),
    },
    adding('upload-bid-private-proposal'),
    {
      name: 'mark-bid-doc-private',
      counterpart: ({ sent }) =>
        stage.bid('first', bidders.first, {
          tradeSecrets: [{ label: 'Proposal_top_secrets.pdf', text: text(sent, 'confidentialityRationale') }],
        }),
    },
    adding('upload-bid-financial-document-proposal'),
    adding('upload-bid-eligibility-document-proposal'),
    adding('upload-bid-qualification-document-proposal'),
    ...['bidder-documents', 'bidder-financial-documents', 'bidder-view-financial-documents'].map((name): Act => ({
      name,
      counterpart: () => stage.own('first'),
    })),
  ];
}

/** A change in the middle of it, and the bids that come after. */
export function changing(stage: OpeneuStage): Act[] {
  const change = (sent: unknown): object => ({
    budget: yuan(pick(sent, 'value.amount')),
    valuation: { contracts: [{ base: yuan(pick(sent, 'value.amount')) }] },
  });
  return [
    {
      name: 'update-tender-after-enqiery',
      refusal: 'tender.extension-needed',
      counterpart: async ({ sent }) => {
        await stage.app.setClock(moved('2027-01-23T00:00:00+02:00'));
        return stage.amend({ changes: change(sent) });
      },
    },
    {
      name: 'update-tender-after-enqiery-with-update-periods',
      counterpart: ({ sent, got }) =>
        stage.amend({ changes: change(sent), bidsCloseAt: moved('2027-02-09T00:00:00+02:00') }, (body) => [
          ['open for bids', pick(got, 'status') === 'active.tendering', pick(body, 'state') === 'open'],
          ['value', yuan(pick(sent, 'value.amount')), pick(body, 'budget')],
        ]),
    },
    {
      name: 'bidder-after-changing-tender',
      counterpart: ({ got }) =>
        stage.own('first', (body) => [
          ['asks to be confirmed', pick(got, 'status') === 'invalid', pick(body, 'notices.confirmationAsked')],
        ]),
    },
    {
      name: 'bidder-activate-after-changing-tender',
      counterpart: async ({ got }) => {
        const { body } = (await stage.own('first')).said;
        const json = { noticeVersion: pick(body, 'notices.current') };
        return stage.play(bidders.first, 'post', `${stage.path}/bids/mine/confirmations`, { json }, () => [
          ['stands', pick(got, 'status') === 'pending', true],
        ]);
      },
    },
    {
      name: 'ask-question-after-enquiry-period',
      refusal: 'enquiry.too-late',
      counterpart: async ({ sent }) => {
        await stage.app.setClock(moved('2027-02-08T12:00:00+02:00'));
        const json = { text: texts(pick(sent, 'description')) };
        return stage.play(bidders.second, 'post', `${stage.path}/enquiries`, { json });
      },
    },
    { name: 'register-2nd-bidder', counterpart: ({ sent }) => stage.bid('second', bidders.second, offerOf(sent)) },
    { name: 'register-3rd-bidder', counterpart: ({ sent }) => stage.bid('third', bidders.third, offerOf(sent)) },
  ];
}

/** The tutorial has one lot. */
export const onlyLot = 'lot-1';

/** What a bid of the source offers; a later change of it names no tenderer again. */
export function offerOf(sent: unknown): Record<string, unknown> {
  const subcontractor = pick(sent, 'subcontractingDetails') ?? pick(sent, 'lotValues.0.subcontractingDetails');
  const said = [pick(sent, 'tenderers.0.name'), subcontractor].filter((one) => typeof one === 'string').join('; ');
  return {
    price: priceOf(sent),
    lots: [{ id: onlyLot, price: priceOf(sent) }],
    items: (pick(sent, 'items') as unknown[]).map((one, index) => ({
      id: `item-${index + 1}`,
      unitPrice: yuan(pick(one, 'unit.value.amount')),
    })),
    ...(said === '' ? {} : { offer: texts(said) }),
    ...(pick(sent, 'tenderers') === undefined ? {} : { smeDeclaration: { size: sizeOf(sent) } }),
  };
}

function submitted(stage: OpeneuStage, name: string): Promise<Played> {
  return stage.own(name, (body) => [['handed in', 'submitted', pick(body, 'state')]]);
}

function enquiry(stage: OpeneuStage): string {
  return `${stage.path}/enquiries/${stage.ids.get('enquiry') ?? ''}`;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
