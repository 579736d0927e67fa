import { Findings } from './findings.js';
import { list, nullable, oneOf, record, shaped, text, truth, whole, type Shape } from './shape.js';
import { keysShape, minutesShape, receiptShape } from './shapes.js';

/** The places at which a value is not as it has to be. */
function placesOf(shape: Shape, value: unknown): string[] {
  const findings = new Findings();
  const found = shaped({ file: 'f', pointer: '', value }, shape, findings);
  expect(found === null).toBe(!findings.holds);
  return findings.faults.map((one) => one.pointer);
}

describe('a shape', () => {
  const shape = record(
    { a: whole(1, 2), b: list(nullable(oneOf('x', 'y')), 2) },
    { c: truth(), d: text((value) => value !== '', '文本', 'a text') },
  );

  it.each([
    [{ a: 1, b: [] }, []],
    [{ a: 2, b: ['x', null], c: false, d: 'd' }, []],
    [{ a: 0, b: [] }, ['/a']],
    [{ a: 3, b: [] }, ['/a']],
    [{ a: 1.5, b: [] }, ['/a']],
    [{ a: '1', b: ['z', 1], c: 0, d: '' }, ['/c', '/d', '/a', '/b/0', '/b/1']],
    [{ a: 1, b: ['x', 'x', 'x'] }, ['/b']],
    [{ a: 1, b: { 0: 'x' } }, ['/b']],
    [{}, ['/a', '/b']],
    [Object.create({ a: 1, b: [] }), ['/a', '/b']],
    [[], ['']],
    [null, ['']],
    ['{}', ['']],
  ])('%j has faults at %j', (value, places) => expect(placesOf(shape, value)).toEqual(places));

  it('tells of members that it does not know, once for a kind, and passes them', () => {
    const findings = new Findings();
    const of = record({ bids: list(record({ a: truth() }), 9) });
    expect(
      shaped(
        {
          file: 'f',
          pointer: '',
          value: {
            bids: [
              { a: true, z: 1 },
              { a: true, z: 2 },
            ],
            ['e'.repeat(1_000)]: 1,
          },
        },
        of,
        findings,
      ),
    ).not.toBeNull();
    expect(findings.unchecked.map((one) => one.en)).toEqual([
      `This program does not know f#/${'e'.repeat(80)}….`,
      'This program does not know f#/bids/*/z.',
    ]);
  });
});

describe('the shapes of what is verified', () => {
  it.each([0, '', 'x', true, [], {}, { keys: 1 }, { minutes: [] }])('%j is neither minutes nor a receipt nor keys', (value) => {
    for (const shape of [minutesShape, receiptShape, keysShape]) expect(placesOf(shape, value).length).toBeGreaterThan(0);
  });
});
