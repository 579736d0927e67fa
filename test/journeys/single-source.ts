import { contentDigest } from '../content-digest.js';
import { mriTender } from '../../seeds/demo-data.js';
import type { TestApp } from '../app.js';
import { act, answered, done, draft, look, type Answered } from './steps.js';

/** A single-source draft: a spare coil for a scanner in use, below the open-tendering threshold. */
export const coil = {
  ...mriTender,
  method: 'single-source',
  title: { zh: '磁共振成像系统专用线圈采购', en: 'Purchase of a dedicated coil for the MRI system' },
  description: { zh: '采购在用磁共振成像系统专用头线圈一套。', en: 'One dedicated head coil for the MRI system in use.' },
  criteria: [],
  itemClass: null,
  bidsCloseAt: null,
  budget: { amount: '900000.00', currency: 'CNY' },
  valuation: { contracts: [{ base: { amount: '800000.00', currency: 'CNY' } }] },
};

/** The coil by open tendering, bids until 2026-04-13. */
export const openCoil = {
  ...coil,
  method: 'open',
  criteria: [{ id: 'price', name: { zh: '价格', en: 'Price' }, kind: 'price', weight: '100', maxScore: '100' }],
  awardMethod: 'lowest-price',
  bidsCloseAt: '2026-04-13T09:30:00+08:00',
};
export const sameRequirements = { criteria: openCoil.criteria, awardMethod: 'lowest-price' };

const justification = {
  zh: '该线圈与在用设备配套，须由原厂供应，经调研无其他供应商能够提供。',
  en: 'The coil belongs to the system in use; the survey found nobody else who can supply it.',
};

/** What each ground needs beside its documents; a failed procedure and an original contract come from the test. */
export const parts: Record<string, { kinds: string[]; more: object }> = {
  noTender: { kinds: ['openingRecord'], more: {} },
  noConformingTender: { kinds: ['evaluationReport'], more: {} },
  noQualifiedSupplier: { kinds: ['qualificationResult'], more: {} },
  collusion: { kinds: ['collusionFinding'], more: {} },
  onlySupplier: {
    kinds: ['marketResearch', 'expertOpinion'],
    more: {
      onlySupplier: {
        exclusivity: 'exclusiveRights',
        noAlternative: { zh: '线圈接口受专利保护，无替代品。', en: 'The interface is patented; there is no substitute.' },
      },
      experts: [{ name: '周明', title: '主任技师', opinion: { zh: '同意采用单一来源。', en: 'Single source is agreed to.' } }],
    },
  },
  supplementary: { kinds: ['originalContract'], more: {} },
  prototype: {
    kinds: ['researchContract', 'firstOfKindStatement'],
    more: { trial: { basis: 'commissionedResearch', noQuantityProduction: true } },
  },
  emergency: {
    kinds: ['eventRecord'],
    more: {
      emergency: {
        eventOn: '2026-02-01',
        event: { zh: '机房失火，线圈烧毁。', en: 'A fire destroyed the coil.' },
        whyNoOther: { zh: '其他供应商无现货。', en: 'Nobody else has one in stock.' },
        causedByProcurer: false,
      },
    },
  },
  other: { kinds: ['circumstances'], more: {} },
};

export async function organizationOf(app: TestApp, clientId: string): Promise<string> {
  return (done(await look(app, clientId, '/v1/me')).body['organization'] as { id: string }).id;
}

/** Adds a document to the draft and gives its id. */
export async function addEvidence(app: TestApp, path: string, name: string): Promise<string> {
  const file = Buffer.from(`%PDF-1.7 ${name} ${path}`);
  const caller = await app.as('procurer-wang');
  const answer = await caller('post', `${path}/documents`)
    .set('content-type', 'application/pdf')
    .set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}.pdf`)
    .set('content-digest', contentDigest(file))
    .send(file);
  return done(answered(answer)).body.id;
}

export interface SourceTender {
  id: string;
  path: string;
  supplierId: string;
}

/** Drafted with its evidence, not yet approved. `source` changes what the draft says of its ground. */
export async function drafted(
  app: TestApp,
  ground: string,
  { source = {}, over = {}, kinds }: { source?: object; over?: object; kinds?: string[] } = {},
): Promise<SourceTender> {
  const { id } = done(await draft(app, { ...coil, ...over })).body;
  const path = `/v1/tenders/${id}`;
  const wanted = kinds ?? parts[ground]?.kinds ?? [];
  const evidence = [];
  for (const kind of wanted) evidence.push({ kind, documentId: await addEvidence(app, path, kind) });
  const supplierId = await organizationOf(app, 'supplier-rheinland');
  const singleSource = { ground, justification, supplierId, evidence, ...parts[ground]?.more, ...source };
  done(await act(app, 'procurer-wang', 'patch', path, { singleSource }, path));
  return { id, path, supplierId };
}

export async function approve(app: TestApp, { path }: SourceTender): Promise<void> {
  done(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path));
}

export function announce(app: TestApp, { path }: SourceTender): Promise<Answered> {
  return act(app, 'approver-li', 'post', `${path}/publication`, undefined, path);
}

export async function announced(app: TestApp, ground: string, more: Parameters<typeof drafted>[2] = {}): Promise<SourceTender> {
  const tender = await drafted(app, ground, more);
  await approve(app, tender);
  done(await announce(app, tender));
  return tender;
}

export function object(app: TestApp, { path }: SourceTender, clientId = 'supplier-shenda'): Promise<Answered> {
  const reasons = { zh: '我公司可提供兼容线圈。', en: 'We can supply a compatible coil.' };
  return act(app, clientId, 'post', `${path}/objections`, { reasons, evidence: ['兼容性检测报告 2026-01'] });
}

export async function review(app: TestApp, { path }: SourceTender, objectionId: string, outcome: string): Promise<Answered> {
  const reasons = { zh: '经补充论证，兼容线圈未取得注册证。', en: 'On review, the compatible coil is not registered.' };
  const at = `${path}/objections/${objectionId}`;
  return act(app, 'procurer-wang', 'post', `${at}/review`, { outcome, reasons }, at);
}

/** `heldOn` is the day of the negotiation. */
export function directly(app: TestApp, tender: SourceTender, heldOn: string, over: object = {}): Promise<Answered> {
  return act(app, 'procurer-wang', 'post', `${tender.path}/direct-award`, directBody(tender, heldOn, over), tender.path);
}

export function directBody({ supplierId }: SourceTender, heldOn: string, over: object = {}): object {
  return {
    supplierId,
    price: { amount: '780000.00', currency: 'CNY' },
    reasons: { zh: '价格合理，条件满足需求。', en: 'The price is fair and the terms meet the need.' },
    negotiation: {
      heldOn,
      place: '医院采购科会议室',
      people: [
        { name: '王采购', title: '采购科科长', side: 'procurer' },
        { name: 'Anna Weber', title: 'Vertriebsleiterin', side: 'supplier' },
      ],
      priceComparison: { zh: '低于同类项目2025年成交价。', en: 'Below the price of the same coil in 2025.' },
      terms: { zh: '质保三年，三十日内交货。', en: 'Three years of warranty, delivery in thirty days.' },
    },
    ...over,
  };
}
