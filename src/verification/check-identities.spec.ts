import { madeOpening, type Made } from '../../test/verification/made.js';
import { checkIdentities, type GivenIdentities } from './check-identities.js';
import { Findings } from './findings.js';

const from = { file: 'i', pointer: '' };
const place = { file: 'm', pointer: '' };

async function check(
  { minutes }: Made,
  given: GivenIdentities,
): Promise<{ own: boolean; places: string[]; unchecked: string[] }> {
  const findings = new Findings();
  const own = await checkIdentities(minutes, given, from, place, findings);
  return {
    own,
    places: findings.faults.map((one) => one.file + one.pointer),
    unchecked: findings.unchecked.map((one) => one.en),
  };
}

describe('keys and shares against the minutes', () => {
  it.each([
    [2, 2],
    [3, 2],
    [5, 3],
    [7, 4],
  ])(
    'of %i holders, %i of whom opened: every commitment is worked out again, also of shares that nobody handed in',
    async (holders, threshold) => {
      const made = await madeOpening(holders, threshold);
      expect(await check(made, made.identities)).toEqual({ own: true, places: [], unchecked: [] });
      const last = made.minutes.locks.B.shares.at(-1) as { commitment: string };
      last.commitment = made.minutes.locks.A.shares[0]?.commitment as string;
      expect((await check(made, made.identities)).places).toEqual([`m/locks/B/shares/${holders - 1}/commitment`]);
    },
  );

  it('a lock that fewer could open than the minutes say is found', async () => {
    const made = await madeOpening(4, 3, [], 2);
    expect((await check(made, made.identities)).places).toEqual(['m/locks/A/threshold', 'm/locks/B/threshold']);
  });

  it('a file of before, without shares, leaves commitments unchecked and says so', async () => {
    const made = await madeOpening();
    const { shares: _, ...before } = made.identities;
    expect(await check(made, before)).toEqual({ own: true, places: [], unchecked: [expect.stringContaining('has no shares')] });
  });

  it('what is no key at all, or a key of elsewhere, is not this opening’s', async () => {
    const [made, other] = [await madeOpening(), await madeOpening()];
    const { A } = other.identities.identities;
    for (const identity of ['x', '', A]) {
      const { own, places } = await check(made, {
        ...made.identities,
        identities: { ...made.identities.identities, A: identity },
      });
      expect([own, places]).toEqual([false, ['m/locks/A/identitySha256', 'm/locks/A/recipient', 'i/shares/A']]);
    }
    expect(await check(made, { ...made.identities, tenderId: '' })).toMatchObject({ own: false, places: ['i/tenderId'] });
    expect(await check(made, { ...made.identities, envelope: 'price' })).toMatchObject({ own: false, places: ['i/envelope'] });
  });
});
