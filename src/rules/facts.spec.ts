import { Facts } from './facts.js';

describe('untrusted facts', () => {
  it('reports every fault of one pass with its pointer', () => {
    const facts = new Facts(
      JSON.parse('{"a":1,"__proto__":{"x":1},"at":"2026-03-02T09:00:00","list":[1],"m":1e309,"n":{"b":"x"},"s~/":1}'),
    );
    facts.only('a', 'at', 'list', 'm', 'n');
    facts.text('a');
    facts.instant('at');
    facts.children('list');
    facts.money('m');
    facts.child('n').flag('b');
    facts.date('gone');
    expect(facts.faults.map((one) => one.pointer)).toEqual([
      '#/facts/__proto__',
      '#/facts/s~0~1',
      '#/facts/a',
      '#/facts/at',
      '#/facts/list/0',
      '#/facts/m',
      '#/facts/n/b',
      '#/facts/gone',
    ]);
  });

  it('reports a missing object once, and not each of its members', () => {
    const facts = new Facts({ list: 'x' });
    facts.child('gone').text('name');
    expect(facts.childrenOrEmpty('gone')).toEqual([]);
    expect(facts.textsOrEmpty('gone')).toEqual([]);
    expect(facts.faults.map((one) => one.pointer)).toEqual(['#/facts/gone']);
    facts.texts('list');
    facts.refuse('a/b', '不行', 'no');
    expect(facts.faults.map((one) => one.pointer)).toEqual(['#/facts/gone', '#/facts/list', '#/facts/a~1b']);
  });

  it('reads no inherited member', () => {
    const facts = new Facts({});
    facts.text('constructor');
    expect(facts.has('toString')).toBe(false);
    expect(facts.faults).toHaveLength(1);
  });

  it.each([
    [{ l: ['a', ' ', { zh: 'b' }, {}] }, 2, 0],
    [{ l: [] }, 0, 0],
    [{ l: ['a', 1] }, 1, 1],
    [{ l: 'a' }, 0, 1],
    [{}, 0, 1],
  ])('counts what says something in %j', (raw, count, faults) => {
    const facts = new Facts(raw);
    expect(facts.entries('l')).toBe(count);
    expect(facts.faults).toHaveLength(faults);
  });

  it.each([
    [{ t: 'a' }, true, 0],
    [{ t: { zh: '甲', en: '' } }, true, 0],
    [{ t: { zh: ' ' } }, false, 0],
    [{ t: '  ' }, false, 0],
    [{ t: null }, false, 0],
    [{}, false, 0],
    [{ t: 5 }, false, 1],
  ])('asks whether a text says anything: %j', (raw, said, faults) => {
    const facts = new Facts(raw);
    expect(facts.says('t')).toBe(said);
    expect(facts.faults).toHaveLength(faults);
  });

  it('tells null from absent, and blank from wrong', () => {
    const facts = new Facts({ n: null, b: ' ', t: ' x ', w: 5 });
    expect([facts.isNull('n'), facts.isNull('gone')]).toEqual([true, false]);
    expect([facts.blankableText('n'), facts.blankableText('b'), facts.blankableText('t')]).toEqual([null, null, 'x']);
    expect(facts.faults).toEqual([]);
    facts.blankableText('w');
    expect(facts.faults.map((one) => one.pointer)).toEqual(['#/facts/w']);
  });

  it('reads shares, counts, moneys and choices, and refuses their neighbours', () => {
    const facts = new Facts({
      s: '0.15',
      c: 3,
      m: ['1.00', { amount: '2', currency: 'CNY' }],
      o: 'a',
      bad: '0.123456',
      neg: -1,
      f: 1.5,
    });
    expect(facts.shareOrNull('s')).toBe(1500);
    expect(facts.count('c')).toBe(3);
    expect(facts.moneys('m')).toEqual([100n, 200n]);
    expect(facts.oneOf('o', ['a', 'b'])).toBe('a');
    expect(facts.faults).toEqual([]);
    facts.shareOrNull('bad');
    facts.count('neg');
    facts.count('f');
    facts.oneOf('o', ['b', 'c']);
    expect(facts.faults.map((one) => one.pointer)).toEqual(['#/facts/bad', '#/facts/neg', '#/facts/f', '#/facts/o']);
  });

  it('reads an optional fact where it is given, and null where it is absent or given as null', () => {
    const given = { t: 'x', f: true, c: 2, i: '2026-03-02T01:00:00Z', d: '2026-03-02', o: 'b', m: '1.00', s: '0.5', k: {} };
    const read = (facts: Facts): unknown[] => [
      facts.textOrNull('t'),
      facts.flagOrNull('f'),
      facts.countOrNull('c', 2),
      facts.instantOrNull('i'),
      facts.dateOrNull('d'),
      facts.oneOfOrNull('o', ['a', 'b']),
      facts.moneyOrNull('m'),
      facts.shareOrNull('s'),
    ];
    const facts = new Facts(given);
    expect(read(facts)).toEqual(['x', true, 2, '2026-03-02T01:00:00Z', '2026-03-02', 'b', 100n, 5000]);
    expect(facts.childOrNull('k')).toBeInstanceOf(Facts);
    expect(facts.faults).toEqual([]);
    for (const raw of [{}, Object.fromEntries(Object.keys(given).map((name) => [name, null]))]) {
      const absent = new Facts(raw);
      expect(read(absent)).toEqual(Array(8).fill(null));
      expect(absent.childOrNull('k')).toBeNull();
      expect(absent.faults).toEqual([]);
    }
  });

  it('reads lists where they are given', () => {
    const facts = new Facts({ texts: ['a', 'b'], list: [{ a: 1 }, {}], mixed: ['a', 1] });
    expect(facts.textsOrEmpty('texts')).toEqual(['a', 'b']);
    expect(facts.childrenOrEmpty('list').map((one) => one.pointer)).toEqual(['#/facts/list/0', '#/facts/list/1']);
    expect(facts.faults).toEqual([]);
    expect(facts.texts('mixed')).toEqual([]);
    expect(facts.faults.map((one) => one.pointer)).toEqual(['#/facts/mixed']);
  });

  it.each([
    ['a text', ['a text']],
    [
      ['a', ' ', 'b'],
      ['a', 'b'],
    ],
    [{ zh: '甲', en: 'a' }, ['甲', 'a']],
    [{ zh: '甲', en: ' ' }, ['甲']],
    [null, []],
  ])('takes %j for what somebody wrote', (written, passages) => {
    const facts = new Facts({ written });
    expect(facts.passagesOrEmpty('written')).toEqual(passages);
    expect(facts.faults).toEqual([]);
  });

  it.each([[5], [['a', 5]], [{ zh: '甲', de: 'a' }], [{ zh: 5 }], [true]])(
    'takes %j for nothing that somebody wrote',
    (written) => {
      const facts = new Facts({ written });
      expect(facts.passagesOrEmpty('written')).toEqual([]);
      expect(facts.faults).toHaveLength(1);
    },
  );

  it.each([
    ['name', 'name'],
    [true, true],
    [false, false],
  ])('takes %j for a name or the word that there is one', (value, read) => {
    const facts = new Facts({ value });
    expect(facts.textOrFlag('value')).toBe(read);
    expect(facts.faults).toEqual([]);
  });

  it.each([[' '], [5], [{}]])('takes %j for neither', (value) => {
    const facts = new Facts({ value });
    expect(facts.textOrFlag('value')).toBe(false);
    expect(facts.faults.map((one) => one.detail.en)).toEqual(['Expected a text, true or false.']);
  });

  it('reads what is wrong as something harmless, and says in both languages what it expected', () => {
    const facts = new Facts({ t: ' ', f: 'yes', c: 1, s: '1.1', m: '-1', k: [] });
    expect(facts.text('t')).toBe('');
    expect(facts.flag('f')).toBe(false);
    expect(facts.count('c', 2)).toBe(2);
    expect(facts.share('s')).toBe(0);
    expect(facts.money('m')).toBe(0n);
    expect(facts.instant('gone')).toBe('1970-01-01T00:00:00Z');
    expect(facts.date('gone')).toBe('1970-01-01');
    expect(facts.oneOf('gone', ['a', 'b'])).toBe('a');
    facts.child('k');
    expect(facts.faults.map((one) => one.detail)).toEqual([
      { zh: '需要文本。', en: 'Expected a text.' },
      { zh: '需要布尔值。', en: 'Expected true or false.' },
      { zh: '需要不小于2的整数。', en: 'Expected a whole number of at least 2.' },
      { zh: '需要0到1的小数比例。', en: 'Expected a decimal share from 0 to 1.' },
      { zh: '需要人民币金额（最多两位小数）。', en: 'Expected an amount of CNY with at most two decimals.' },
      { zh: '需要带时区的RFC 3339时间。', en: 'Expected an RFC 3339 time with an offset.' },
      { zh: '需要日期（YYYY-MM-DD）。', en: 'Expected a date YYYY-MM-DD.' },
      { zh: '需要以下之一：a、b。', en: 'Expected one of a, b.' },
      { zh: '需要对象。', en: 'Expected an object.' },
    ]);
  });

  it.each(['0', '1', '0.1', '0.1234', '1.0', '1.0000'])('takes %s for a share', (s) => {
    const facts = new Facts({ s });
    expect(facts.share('s')).toBe(Math.round(Number(s) * 10_000));
    expect(facts.faults).toEqual([]);
  });

  it.each(['01', '0.', '1.', '.5', '2', '1.0001', '1.00000', ' 0', '0 ', '0.5x', 'x0.5'])('takes %j for no share', (s) => {
    const facts = new Facts({ s });
    facts.share('s');
    expect(facts.faults).toHaveLength(1);
  });
});
