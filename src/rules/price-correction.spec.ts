import { correctedPrice } from './price-correction.js';

const item = (units: number, unitPrice: bigint) => ({ thousandths: BigInt(units * 1_000), unitPrice });

describe('the correction of a stated price (87号令 art. 59)', () => {
  it('finds nothing where figures, words and unit prices agree', () => {
    expect(correctedPrice({ figures: 200_000_000n, words: null, items: null })).toBeNull();
    expect(correctedPrice({ figures: 200_000_000n, words: '人民币贰佰万元整', items: null })).toBeNull();
    expect(correctedPrice({ figures: 300n, words: '叁元整', items: [item(2, 100n), item(1, 100n)] })).toBeNull();
  });

  it('lets words prevail over figures, unless they are no amount', () => {
    expect(correctedPrice({ figures: 200_000_000n, words: '贰佰壹拾万元整', items: null })).toEqual({
      ground: 'words-over-figures',
      price: 210_000_000n,
    });
    expect(correctedPrice({ figures: 200_000_000n, words: '约贰佰万', items: null })).toBeNull();
  });

  it('lets the sum of the unit prices prevail over the total, also over one in words', () => {
    expect(correctedPrice({ figures: 300n, words: null, items: [item(2, 100n)] })).toEqual({
      ground: 'unit-prices-over-total',
      price: 200n,
    });
    expect(correctedPrice({ figures: 200n, words: '叁元整', items: [item(2, 100n)] })).toEqual({
      ground: 'unit-prices-over-total',
      price: 200n,
    });
    expect(correctedPrice({ figures: 200n, words: '叁元整', items: [item(3, 100n)] })).toEqual({
      ground: 'words-over-figures',
      price: 300n,
    });
    expect(correctedPrice({ figures: 0n, words: null, items: [] })).toBeNull();
  });

  it('rounds half a fen up', () => {
    const sum = (thousandths: bigint) =>
      correctedPrice({ figures: 0n, words: null, items: [{ thousandths, unitPrice: 1n }] })?.price;
    expect([sum(1_499n), sum(1_500n), sum(1_501n), sum(500n)]).toEqual([1n, 2n, 2n, 1n]);
  });
});
