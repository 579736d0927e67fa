import { createHash } from 'node:crypto';
import { readPayload } from './bid-content.js';

const bid = { tenderId: '0192f0c1-0000-7000-8000-000000000001', supplierId: '0192f0c1-0000-7000-8000-000000000002' };
const file = Buffer.from('技术方案');
const sha256 = createHash('sha256').update(file).digest('hex');
const payload = {
  format: 'ftz-bid-1',
  tenderId: bid.tenderId,
  price: { amount: '1980000.00', currency: 'CNY' },
  offer: { zh: '磁共振成像系统一套' },
  answers: { quality: '质保五年' },
  tradeSecrets: [{ label: 'cost', text: '1200000.00' }],
  smeDeclaration: { size: 'small' },
  documents: [{ name: '方案.txt', sha256, bytes: file.toString('base64') }],
};

const read = async (text: string | Buffer): Promise<unknown> => {
  const answer = await readPayload({ ok: true, payload: Buffer.from(text) }, bid);
  return 'defect' in answer ? [answer.defect.cause, answer.defect.breach.rule] : answer;
};
const json = (changes: object): string => JSON.stringify({ ...payload, ...changes });

describe('the content of an opened bid', () => {
  it('is read with its documents, padding and all', async () => {
    const { documents: _documents, ...rest } = payload;
    expect(await read(`${JSON.stringify(payload)}   `)).toEqual({
      content: { ...rest, documents: [{ name: '方案.txt', sha256, bytes: file.length }] },
      files: [file],
    });
  });

  it('may name its bidder and leave the declaration out', async () => {
    const { smeDeclaration: _declaration, ...rest } = payload;
    expect(await read(JSON.stringify({ ...rest, supplierId: bid.supplierId }))).toHaveProperty(
      'content.supplierId',
      bid.supplierId,
    );
  });

  it.each([
    ['a ZIP file', 'PK\u0003\u0004', 'bid.content-invalid'],
    ['nothing', '', 'bid.content-invalid'],
    ['no UTF-8', Buffer.of(0xff, 0xfe), 'bid.content-invalid'],
    ['a list', '[]', 'bid.content-invalid'],
    ['null', 'null', 'bid.content-invalid'],
    [
      'two prices',
      JSON.stringify(payload).replace('"price":', '"price":{"amount":"1.00","currency":"CNY"},"price":'),
      'bid.content-invalid',
    ],
    ['another tender', json({ tenderId: bid.supplierId }), 'bid.wrong-tender'],
    ['another bidder', json({ supplierId: bid.tenderId }), 'bid.content-invalid'],
    ['another format', json({ format: 'ftz-bid-2' }), 'bid.content-invalid'],
    ['a negative price', json({ price: { amount: '-1.00', currency: 'CNY' } }), 'bid.content-invalid'],
    ['no currency', json({ price: { amount: '1.00', currency: 'XYZ' } }), 'bid.content-invalid'],
    [
      'unit prices in another currency',
      json({ items: [{ id: 'mri', unitPrice: { amount: '1.00', currency: 'EUR' } }] }),
      'bid.content-invalid',
    ],
    ['a number as price', json({ price: 1 }), 'bid.content-invalid'],
    ['no offer', json({ offer: undefined }), 'bid.content-invalid'],
    ['an unknown field', json({ discount: '1.00' }), 'bid.content-invalid'],
    ['an answer that is no text', json({ answers: { quality: 5 } }), 'bid.content-invalid'],
    ['a document that is another', json({ documents: [{ ...payload.documents[0], bytes: 'AAAA' }] }), 'bid.content-invalid'],
  ])('is defective by its bidder: %s', async (_name, text, rule) => {
    expect(await read(text)).toEqual(['bidder', rule]);
  });

  it.each([
    ['outer', 'not-age', 'bid.not-sealed'],
    ['inner', 'wrong-recipient', 'bid.recipients-wrong'],
    ['outer', 'header-damaged', 'bid.content-invalid'],
    ['inner', 'truncated-or-damaged', 'bid.content-invalid'],
  ] as const)('names the rule of a %s layer that is %s', async (layer, fault, rule) => {
    const answer = await readPayload({ ok: false, layer, fault }, bid);
    expect(answer).toMatchObject({ defect: { cause: 'bidder', breach: { rule } } });
  });
});
