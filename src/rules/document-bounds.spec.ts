import { documentsStayFew } from './document-bounds.js';

const now = '2026-03-02T01:00:00.000000Z';
const mebibyte = 1_048_576;

describe('the files of a tender or an application', () => {
  it.each([
    ['tender', 200, 2048],
    ['application', 50, 500],
  ] as const)('of one %s are at most %i and together at most %i MiB', (owner, countMax, mebibytesMax) => {
    const full = mebibytesMax * mebibyte;
    expect(documentsStayFew(owner, { count: countMax - 1, bytes: full - 1 }, 1, now)).toEqual([]);
    expect(documentsStayFew(owner, { count: countMax, bytes: 0 }, 1, now)).toMatchObject([
      { rule: 'documents.too-many', facts: { countMax } },
    ]);
    expect(documentsStayFew(owner, { count: 0, bytes: full }, 1, now)).toMatchObject([
      { rule: 'documents.too-big-together', facts: { mebibytesMax } },
    ]);
  });
});
