import { createHash } from 'node:crypto';
import { jsonBytesMax, readPayload, type DocumentSink, type ReadPayload, type Taken } from './bid-content.js';
import { SealFault } from './seal.js';
import { tarBytes, tarOf } from './tar-writer.js';

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

interface Kept extends Taken {
  content: Buffer;
  dropped: boolean;
}

/** A sink that remembers. */
function memory(): { sink: DocumentSink<Kept>; kept: Kept[] } {
  const kept: Kept[] = [];
  const take = async (content: AsyncIterable<Uint8Array>): Promise<Kept> => {
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(part);
    const bytes = Buffer.concat(parts);
    const file = { content: bytes, sha256: hashOf(bytes), bytes: bytes.length, dropped: false };
    kept.push(file);
    return file;
  };
  const drop = (one: Kept): Promise<void> => {
    one.dropped = true;
    return Promise.resolve();
  };
  return { sink: { take, drop }, kept };
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

const taken = async (bytes: Buffer, size = 1000): Promise<ReadPayload<Kept>> => {
  const { sink, kept } = memory();
  const answer = await readPayload(inParts(bytes, size), bid, sink);
  // Nothing of a defective bid is left behind.
  expect('defect' in answer && kept.some((one) => !one.dropped)).toBe(false);
  return answer;
};
const verdictOf = (answer: ReadPayload<Kept>): unknown =>
  'defect' in answer
    ? [answer.defect.cause, answer.defect.breach.rule]
    : { content: answer.content, files: answer.files.map((one) => one.content) };
const read = async (text: string | Buffer): Promise<unknown> => verdictOf(await taken(Buffer.from(text)));
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
    async function* damaged(): AsyncGenerator<Uint8Array> {
      throw await Promise.resolve(new SealFault(layer, fault));
    }
    const answer = await readPayload(damaged(), bid, memory().sink);
    expect(answer).toMatchObject({ defect: { cause: 'bidder', breach: { rule } } });
  });

  it('says what it is where the JSON is too long', async () => {
    expect(reasonOf(await taken(Buffer.alloc(jsonBytesMax + 2, `${JSON.stringify(payload)} `), 1 << 20))).toContain('8 MiB');
  });
});

const reasonOf = (answer: ReadPayload<Kept>): string => {
  if (!('defect' in answer)) return 'read';
  const { zh, en } = answer.defect.breach.detail;
  expect(zh).toMatch(/\p{Script=Han}/u);
  return en;
};

const documents = [
  { name: '方案.txt', content: file },
  { name: 'a very long name '.repeat(10), content: Buffer.alloc(20_000, 'x') },
  { name: 'empty.pdf', content: Buffer.alloc(0) },
];
const listed = documents.map(({ name, content }) => ({ name, sha256: hashOf(content), bytes: content.length }));
const sheet = { ...payload, documents: listed };

interface Member {
  name: string;
  content: Buffer;
}

async function tar(members: readonly Member[], padding = 0): Promise<Buffer> {
  const files = members.map(({ name, content }) => ({ name, bytes: content.length, content: [content] }));
  const parts: Uint8Array[] = [];
  for await (const part of tarOf(files, tarBytes(files) + padding)) parts.push(part);
  return Buffer.concat(parts);
}

const bidJson = (json: object = sheet): Member => ({ name: 'bid.json', content: Buffer.from(JSON.stringify(json)) });

/** A bid whose documents are these, whatever is listed. */
const bidOf = (members: readonly Member[], list: readonly object[] = listed): Promise<Buffer> =>
  tar([bidJson({ ...payload, documents: list }), ...members]);

describe('a bid as a tar', () => {
  it.each([97, 511, 512, 513, 65_536])('is read with its documents in parts of %i bytes, padding and all', async (size) => {
    const answer = verdictOf(await taken(await tar([bidJson(), ...documents], 70_000), size));
    expect(answer).toEqual({ content: { ...payload, documents: listed }, files: documents.map((one) => one.content) });
  });

  it('may be without documents', async () => {
    expect(await read(await tar([bidJson({ ...payload, documents: [] })]))).toMatchObject({ files: [] });
  });

  const [first, second, third] = documents as [Member, Member, Member];
  const one = { name: 'a.txt', content: file };
  const is = (name: string, changes: object = {}): object => ({ name, sha256: hashOf(file), bytes: file.length, ...changes });
  const named = (name: string): Promise<Buffer> => bidOf([{ name, content: file }], [is(name)]);

  it.each<[string, () => Promise<Buffer>, string]>([
    ['documents in another order', () => bidOf([second, first, third]), 'lists there'],
    ['a document too many', () => bidOf([...documents, one]), 'lists there'],
    ['a document too few', () => bidOf([first, second]), 'is missing'],
    ['a document that is another', () => bidOf([first, { ...second, content: Buffer.alloc(20_000, 'y') }, third]), 'digest'],
    ['a document of another length', () => bidOf([{ ...first, content: Buffer.from('x') }, second, third]), 'length'],
    ['no bid.json first', () => tar([...documents, bidJson()]), 'not bid.json'],
    ['an empty archive', () => tar([]), 'not bid.json'],
    ['bid.json twice', () => bidOf([bidJson()], [is('bid.json')]), 'nearly so'],
    ['documents in base64', () => bidOf([], payload.documents), 'length in octets'],
    ['a negative length', () => bidOf([one], [is('a.txt', { bytes: -1 })]), 'length in octets'],
    ['a broken length', () => bidOf([one], [is('a.txt', { bytes: 1.5 })]), 'length in octets'],
    ['more than it may weigh', () => bidOf([], [is('a', { bytes: 150 << 20 }), is('b', { bytes: 150 << 20 })]), '200 MiB'],
    [
      'more documents than it may have',
      () =>
        bidOf(
          [],
          Array.from({ length: 201 }, (_, at) => is(`${at}`)),
        ),
      'documents',
    ],
    ['a name twice', () => bidOf([one, one], [is('a.txt'), is('a.txt')]), 'nearly so'],
    ['names that differ in case', () => bidOf([one, one], [is('a.txt'), is('A.TXT')]), 'nearly so'],
    ['names that differ in how é is written', () => bidOf([one, one], [is('\u00e9'), is('e\u0301')]), 'nearly so'],
    ['a way up', () => named('../a.txt'), 'without a path'],
    ['an absolute path', () => named('/etc/passwd'), 'without a path'],
    ['a path of Windows', () => named('..\\a.txt'), 'without a path'],
    ['dots alone', () => named('..'), 'without a path'],
    ['a NUL', () => named('a\0.txt'), 'NUL'],
    ['a line break', () => named('a\n.txt'), 'without a path'],
    ['a direction mark', () => named('a\u202etxt.exe'), 'without a path'],
    ['no name', () => named(''), '#/documents/0/name'],
    ['JSON that is none', () => tar([{ name: 'bid.json', content: Buffer.from('{') }]), 'JSON'],
    ['another tender', () => tar([bidJson({ ...sheet, tenderId: bid.supplierId })]), 'another tender'],
  ])('is defective by its bidder: %s', async (_name, make, words) => {
    expect(reasonOf(await taken(await make()))).toContain(words);
  });

  it('quotes nothing that a row, a log or a page should not take', async () => {
    const hostile = ['a\0b', 'a\u202eb', 'a\nb', 'x'.repeat(60_000), '𝒳'.repeat(15_000)];
    for (const name of hostile) {
      const reason = reasonOf(await taken(await bidOf([{ name, content: file }], [is('a.txt')])));
      expect(reason).toContain('lists there');
      expect(reason.length).toBeLessThan(1_000);
      expect(reason.isWellFormed()).toBe(true);
      expect(reason).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    for (const key of ['\\u0000', '\\ud800', '\\u202e'])
      expect(reasonOf(await taken(Buffer.from(JSON.stringify(payload).replace('{', `{"${key}":1,`))))).not.toMatch(
        /[\p{Cc}\p{Cf}\p{Cs}]/u,
      );
  });

  it('leaves what the disk throws to the opening, and nothing behind', async () => {
    const { sink, kept } = memory();
    const full = new Error('ENOSPC');
    const take: typeof sink.take = (content, about) => (kept.length === 2 ? Promise.reject(full) : sink.take(content, about));
    await expect(readPayload(inParts(await tar([bidJson(), ...documents]), 1000), bid, { ...sink, take })).rejects.toBe(full);
    expect(kept.map((one) => one.dropped)).toEqual([true, true]);
  });

  it('is defective where it is cut anywhere', async () => {
    const members = await bidOf([one], [is('a.txt')]);
    for (let length = 0; length < members.length - 1024; length += 200) {
      expect([length, reasonOf(await taken(members.subarray(0, length)))]).not.toEqual([length, 'read']);
    }
  });
});
