import { csvRecord } from './csv.js';

describe('a record of RFC 4180', () => {
  test.each([
    [['a', 'b'], '"a","b"\r\n'],
    [['采购项目，第一包', null], '"采购项目，第一包",""\r\n'],
    [['he said "no"', 'two\nlines'], '"he said ""no""","two\nlines"\r\n'],
    [['12.50'], '"12.50"\r\n'],
    [[], '\r\n'],
  ])('%j', (fields, expected) => {
    expect(csvRecord(fields)).toBe(expected);
  });

  test.each(['=1+1', '+86 21', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1', '＋1', '－1', '＠x', '\u200b=1'])(
    '%j is a text and no formula',
    (field) => {
      expect(csvRecord([field])).toBe(`"'${field}"\r\n`);
    },
  );
});
