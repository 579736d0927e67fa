import {
  dealIsSound,
  envelopeIsAsked,
  envelopes,
  envelopesOf,
  locksAreRehearsed,
  loginIsFresh,
  quorumSpansOrganizations,
  type DealtTo,
} from './custody.js';

const around = { holdersOfOtherLock: ['other-holder'], operatorId: 'operator' };

function share(index: number, over: Partial<DealtTo> = {}): DealtTo {
  return { index, personId: `p${index}`, organizationId: `o${index}`, enrolled: true, mayKeep: true, ...over };
}

const found = (threshold: number, shares: DealtTo[], more: Partial<typeof around> | { operatorId: null } = {}) =>
  dealIsSound({ threshold, shares }, { ...around, ...more }).map((one) => `${one.rule} ${one.pointer}`);

describe('a deal', () => {
  it.each([
    [1, 3, ['sealing.threshold-unfit #/threshold']],
    [2, 2, []],
    [2, 3, []],
    [3, 3, []],
    [4, 3, ['sealing.threshold-unfit #/threshold']],
  ])('of %i out of %i', (threshold, count, expected) => {
    const shares = Array.from({ length: count }, (_, at) => share(at + 1));
    const unfit = found(threshold, shares).filter((one) => !one.startsWith('sealing.organization-holds-quorum'));
    expect(unfit).toEqual(expected);
  });

  it('names each index once', () => {
    expect(found(2, [share(1), share(2, { index: 1 }), share(3)])).toEqual(['sealing.index-repeated #/shares/1']);
  });

  it.each([
    [{ mayKeep: false }, ['sealing.holder-unfit #/shares/1']],
    [{ enrolled: false }, ['sealing.holder-not-enrolled #/shares/1']],
    [{ personId: 'p1' }, ['sealing.holder-repeated #/shares/1']],
    [{ personId: 'p3' }, ['sealing.holder-repeated #/shares/2']],
    [{ personId: 'other-holder' }, ['sealing.holder-repeated #/shares/1']],
  ])('has holders of its own: %j', (over, expected) => {
    expect(found(2, [share(1), share(2, over), share(3)])).toEqual(expected);
  });

  it('leaves no organisation with a quorum, and counts people of none as none', () => {
    const two = [share(1, { organizationId: 'one' }), share(2, { organizationId: 'one' }), share(3), share(4)];
    expect(found(2, two)).toEqual(['sealing.organization-holds-quorum #/shares']);
    expect(found(3, two)).toEqual([]);
    expect(dealIsSound({ threshold: 2, shares: two }, around)[0]?.facts).toEqual({
      organizationId: 'one',
      count: 2,
      threshold: 2,
    });
    const none = [share(1, { organizationId: null }), share(2, { organizationId: null }), share(3)];
    expect(found(2, none)).toEqual([]);
  });

  it('leaves the operator of the platform one share at most', () => {
    const shares = [share(1, { organizationId: 'operator' }), share(2), share(3), share(4)];
    expect(found(3, shares)).toEqual([]);
    const two = [share(1, { organizationId: 'operator' }), share(2, { organizationId: 'operator' }), share(3), share(4)];
    expect(found(3, two)).toEqual(['sealing.operator-holds-more #/shares']);
    expect(found(3, two, { operatorId: null })).toEqual([]);
    expect(found(3, two, { operatorId: 'o4' })).toEqual([]);
  });
});

describe('a rehearsal', () => {
  it.each([
    [true, [], null],
    [false, [], '试开箱'],
    [true, ['A2', 'B1'], 'A2、B1'],
    [false, ['A1'], '试开箱、A1'],
  ])('opened: %s, unconfirmed: %j', (opened, unconfirmed, missing) => {
    const breaches = locksAreRehearsed({ opened, unconfirmed });
    expect(breaches.map((one) => one.rule)).toEqual(missing === null ? [] : ['tender.rehearsal-missing']);
    if (missing !== null) expect(breaches[0]?.detail.zh).toContain(`尚缺：${missing}。`);
    if (!opened) expect(breaches[0]?.detail.en).toContain('the opening of the test envelope');
  });
});

it('a quorum is people of more than one organisation', () => {
  expect(quorumSpansOrganizations(['one', 'two'])).toEqual([]);
  expect(quorumSpansOrganizations(['one', 'one']).map((one) => one.rule)).toEqual(['opening.one-organization']);
  expect(quorumSpansOrganizations([]).map((one) => one.rule)).toEqual(['opening.one-organization']);
});

it.each([
  [null, '2026-04-13T01:00:30.000000Z', []],
  ['2026-04-13T01:00:00.000000Z', '2026-04-13T01:05:00.000000Z', []],
  ['2026-04-13T01:00:00.000000Z', '2026-04-13T01:05:00.000001Z', ['opening.login-too-old']],
  ['2026-04-13T01:10:00.000000Z', '2026-04-13T01:05:00.000000Z', []],
])('a login at %s is fresh at %s: %j', (loggedInAt, at, expected) => {
  const breaches = loginIsFresh(loggedInAt, at);
  expect(breaches.map((one) => one.rule)).toEqual(expected);
  if (expected.length > 0) expect(breaches[0]?.facts).toEqual({ minutesMax: 5 });
});

describe('envelopes', () => {
  it.each([
    [undefined, ['bid']],
    ['one', ['bid']],
    ['two', ['qualification', 'price']],
  ] as const)('of a tender opened in %s', (steps, expected) => {
    expect(envelopesOf(steps)).toEqual(expected);
    const asked = envelopes.filter((one) => envelopeIsAsked(one, steps).length === 0);
    expect(asked).toEqual(envelopes.filter((one) => (expected as readonly string[]).includes(one)));
  });

  it('that are not asked for are named with those that are', () => {
    expect(envelopeIsAsked('bid', 'two')).toEqual([
      expect.objectContaining({
        rule: 'sealing.envelope-not-asked',
        pointer: '#/envelope',
        facts: { envelope: 'bid', asked: ['qualification', 'price'] },
      }),
    ]);
  });
});
