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
});
