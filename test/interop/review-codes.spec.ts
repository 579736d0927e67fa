import { irregularityTypes } from '../../src/rules/irregularities.js';
import { remedyTypes, reviewDecisionTypes } from '../../src/rules/review-codes.js';
import { bytesOf, isThere, report } from './found.js';

/** The codes of a genericode list with their English names, in its order. */
function codesIn(path: string): [string, string][] {
  const rows =
    bytesOf(path)
      .toString('utf8')
      .match(/<Row>[\s\S]*?<\/Row>/g) ?? [];
  return rows.map((row) => [valueIn(row, 'code'), valueIn(row, 'Name')]);
}

function valueIn(row: string, column: string): string {
  const found = new RegExp(`ColumnRef="${column}"[^>]*>\\s*<SimpleValue>([^<]*)<`).exec(row);
  return (found?.[1] ?? '').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
}

describe('the code lists of reviews', () => {
  it.each([
    ['irregularity-type', irregularityTypes, 33],
    ['remedy-type', remedyTypes, 5],
    ['review-decision-type', reviewDecisionTypes, 9],
  ] as const)('%s is ours, code by code', (name, ours, count) => {
    const path = `eforms/${name}.gc`;
    if (!isThere(path)) return;
    const theirs = codesIn(path);
    report(path, { found: theirs.length, executed: Object.keys(ours).length, skipped: 0 });
    expect(theirs.length).toBe(count);
    expect(Object.entries(ours).map(([code, { en }]) => [code, en])).toEqual(theirs);
  });

  it.each([irregularityTypes, remedyTypes, reviewDecisionTypes])('has Chinese for every code', (list) => {
    for (const { zh } of Object.values(list)) expect(zh).toMatch(/\p{Script=Han}/u);
  });
});
