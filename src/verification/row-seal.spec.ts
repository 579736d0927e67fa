import { createHash } from 'node:crypto';
import { sealDigest, sealedColumns } from './row-seal.js';

const salt = Buffer.alloc(16, 7);
const sealed = (text: string): string => createHash('sha256').update(salt).update(text).digest('hex').slice(0, 32);

describe('the seal of a row', () => {
  it('takes each value as it is written, and none that is null', () => {
    const row = String.raw`{"id": "a,b}\"]{", "gone": null, "amount": 10400000.00, "lots": [{"id": "1", "x": null}, []], "名\n": {}, "on": true}`;
    expect(sealedColumns(row, salt)).toEqual({
      id: sealed(String.raw`id="a,b}\"]{"`),
      amount: sealed('amount=10400000.00'),
      lots: sealed('lots=[{"id": "1", "x": null}, []]'),
      '名\n': sealed('名\n={}'),
      on: sealed('on=true'),
    });
    expect(sealedColumns('{}', salt)).toEqual({});
  });

  it('is written with the shorter names first, then by their octets', () => {
    const text = '{"b": "2", "aa": "1", "ab": "3"}';
    expect(sealDigest({ ab: '3', aa: '1', b: '2' })).toBe(createHash('sha256').update(text).digest('hex'));
    expect(sealDigest({})).toBe(createHash('sha256').update('{}').digest('hex'));
  });
});
