import type { Breaches } from './breach.js';
import { bidIsIndependent, consortiumIsAdmitted, consortiumIsWhole, type StandingBid } from './consortia.js';

const told = (breaches: Breaches) => breaches.map((one) => [one.rule, one.facts]);

describe('a consortium', () => {
  it.each<[string, number, Parameters<typeof consortiumIsAdmitted>[1], unknown[]]>([
    ['where the notice admits none', 2, { admitted: false, membersMax: 5 }, [['bid.consortium-not-admitted', {}]]],
    ['where it bounds no number', 20, { admitted: true }, []],
    ['of as many members as allowed', 3, { admitted: true, membersMax: 3 }, []],
    ['of one more', 4, { admitted: true, membersMax: 3 }, [['bid.consortium-too-large', { members: 4, membersMax: 3 }]]],
  ])('%s', (_, members, terms, found) => {
    expect(told(consortiumIsAdmitted(members, terms))).toEqual(found);
  });

  const leader = { id: 'a', share: 6000, leader: true };
  const partner = { id: 'b', share: 4000, leader: false };
  const whole = { bidder: 'a', members: [leader, partner], jointLiability: true };

  it.each<[string, Partial<typeof whole>, string[]]>([
    ['is whole', {}, []],
    ['whose shares fall short', { members: [leader, { ...partner, share: 3999 }] }, ['shares that sum to 1']],
    ['without a leader', { members: [{ ...leader, leader: false }, partner] }, ['one leader, who hands the bid in']],
    ['with two leaders', { members: [leader, { ...partner, leader: true }] }, ['one leader, who hands the bid in']],
    ['led by another than its bidder', { bidder: 'b' }, ['one leader, who hands the bid in']],
    ['without joint liability', { jointLiability: false }, ['joint and several liability']],
    ['that names a member twice', { members: [leader, { ...partner, id: 'a' }] }, ['each member once']],
  ])('%s', (_, over, missing) => {
    const found = consortiumIsWhole({ ...whole, ...over });
    expect(found.map((one) => one.rule)).toEqual(missing.length > 0 ? ['bid.consortium-incomplete'] : []);
    expect(found.flatMap((one) => (one.facts['missing'] as { en: string }[]).map(({ en }) => en))).toEqual(missing);
  });
});

describe('bids beside each other', () => {
  const party = (id: string) => ({ id, name: { zh: `公司${id}` } });
  const bid = (bidId: string, ...ids: string[]): StandingBid => ({ bidId, parties: ids.map(party) });
  const judged = (bids: StandingBid[], controls: [string, string][] = [], principals: [string, string][] = []) =>
    bids.map((one) => told(bidIsIndependent(one, bids, { controls, principals: new Map(principals) })));
  const control = { zh: '直接控股、管理关系', en: 'direct control or management' };
  const principal = { zh: '单位负责人为同一人', en: 'the same principal' };

  it('stand where nobody is behind two of them', () => {
    expect(judged([bid('1', 'a', 'b'), bid('2', 'c')], [['a', 'b']])).toEqual([[], []]);
  });

  it('are all invalid where a member stands behind two, alone or in another consortium', () => {
    const found = ['bid.consortium-double', { suppliers: ['公司b'] }];
    expect(judged([bid('1', 'a', 'b'), bid('2', 'b'), bid('3', 'c', 'b'), bid('4', 'd')])).toEqual([
      [found],
      [found],
      [found],
      [],
    ]);
  });

  it('are invalid where one supplier controls another, whichever of them bids first', () => {
    const controls: [string, string][] = [['b', 'a']];
    expect(judged([bid('1', 'a'), bid('2', 'c', 'b'), bid('3', 'd')], controls)).toEqual([
      [['bid.related-bidders', { suppliers: ['公司a', '公司b'], ties: [control] }]],
      [['bid.related-bidders', { suppliers: ['公司b', '公司a'], ties: [control] }]],
      [],
    ]);
  });

  it('are invalid where two suppliers have the same principal, whom somebody verified', () => {
    const bids = [bid('1', 'a'), bid('2', 'c', 'b'), bid('3', 'd'), bid('4', 'e')];
    const principals: [string, string][] = [
      ['a', 'wang'],
      ['b', 'wang'],
      ['c', 'li'],
    ];
    expect(judged(bids, [['d', 'a']], principals)).toEqual([
      [['bid.related-bidders', { suppliers: ['公司a', '公司d', '公司b'], ties: [control, principal] }]],
      [['bid.related-bidders', { suppliers: ['公司b', '公司a'], ties: [principal] }]],
      [['bid.related-bidders', { suppliers: ['公司d', '公司a'], ties: [control] }]],
      [],
    ]);
    expect(judged([bid('1', 'a', 'b'), bid('2', 'c')], [], principals)).toEqual([[], []]);
    expect(judged([bid('1', 'a'), bid('2', 'a')], [], principals)).toEqual([
      [['bid.consortium-double', { suppliers: ['公司a'] }]],
      [['bid.consortium-double', { suppliers: ['公司a'] }]],
    ]);
  });

  it('name a supplier in English where it has no Chinese name, and nobody where it has none', () => {
    const english = {
      bidId: '1',
      parties: [
        { id: 'a', name: { en: 'Rheinland' } },
        { id: 'b', name: {} },
      ],
    };
    expect(told(bidIsIndependent(english, [english, bid('2', 'a', 'b')], { controls: [], principals: new Map() }))).toEqual([
      ['bid.consortium-double', { suppliers: ['Rheinland', ''] }],
    ]);
  });
});
