import { OpeningShares } from './opening-shares.js';

const share = (identity: string): { identity: string; personId: string; organizationId: null } => ({
  identity,
  personId: identity,
  organizationId: null,
});

describe('shares in memory', () => {
  it('are both there only when both were handed in for the same tender', () => {
    const shares = new OpeningShares();
    expect(shares.put('t', 'A', share('a'))).toBeNull();
    expect(shares.put('t', 'A', share('a'))).toBeNull();
    expect(shares.put('u', 'B', share('x'))).toBeNull();
    expect(shares.put('t', 'B', share('b'))).toEqual({ A: share('a'), B: share('b') });
    shares.forget('t');
    expect(shares.put('t', 'B', share('b'))).toBeNull();
    shares.onModuleDestroy();
    expect(shares.put('u', 'A', share('a'))).toBeNull();
    shares.onModuleDestroy();
  });
});
