import type { BidsApp, Box } from './box.js';

/** What a bid is asked in the tenders that are bid for from outside: two criteria, two items, a lot of each. */
const content = {
  purpose: 'publicService',
  contractForm: 'ordinary',
  byContract: true,
  specifications: [],
  criteria: [
    { id: 'price', name: { zh: '价格', en: 'Price' }, kind: 'price', weight: '40', maxScore: '100' },
    { id: 'quality', name: { zh: '技术性能', en: 'Technical merit' }, kind: 'quality', weight: '60', maxScore: '100' },
  ],
  awardMethod: 'weighted-score',
  reductions: [],
  lots: [
    { id: 'mri', title: { zh: '磁共振', en: 'MRI' } },
    { id: 'coils', title: { zh: '线圈', en: 'Coils' } },
  ],
  items: [
    { id: 'system', lotId: 'mri', description: { zh: '主机', en: 'System' }, quantity: '1', unit: '套' },
    { id: 'coil', lotId: 'coils', description: { zh: '头线圈', en: 'Head coil' }, quantity: '2.5', unit: '个' },
  ],
};

/** An open tender with lots, items and criteria; `more` is laid over its content. */
export async function sealable(app: BidsApp, more: object = {}): Promise<Box> {
  const tender = await app.tender({ published: false });
  await app.sql('UPDATE tenders SET content = $2 WHERE id = $1', [tender.id, JSON.stringify({ ...content, ...more })]);
  await app.sql(
    `UPDATE tenders SET state = 'open', published_by = approved_by, published_at = timestamptz '2026-03-02T01:00:00Z',
       bids_close_at = timestamptz '2026-04-13T01:00:00Z', opens_at = timestamptz '2026-04-13T01:00:30Z',
       documents_issued_at = timestamptz '2026-03-02T01:00:00Z', due_at = timestamptz '2026-04-13T01:00:00Z' WHERE id = $1`,
    [tender.id],
  );
  return tender;
}
