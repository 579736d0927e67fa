import { identitySha256, type OpeningMinutes } from '../bids/opening-minutes.js';
import type { ReleasedIdentities } from '../bids/release-identities.js';
import { recipientOf } from '../custody/age-text.js';
import { choicesOf, combineShares } from '../custody/secret-sharing.js';
import { commitmentOf, locks, type Lock } from '../custody/share-commitment.js';
import { within, type Findings, type Place } from './findings.js';

/** What was recovered; files of before name no shares. */
export type GivenIdentities = Omit<ReleasedIdentities, 'shares'> & Partial<Pick<ReleasedIdentities, 'shares'>>;

interface Share {
  index: number;
  share: Uint8Array;
}

/**
 * The keys against the minutes, and the shares against both: they are those that the minutes name, each is what its dealer committed itself
 * to, and together, and no fewer, they make the key whose recipient was published. True where the keys are the minutes'.
 */
export async function checkIdentities(
  minutes: OpeningMinutes,
  given: GivenIdentities,
  from: Place,
  place: Place,
  findings: Findings,
): Promise<boolean> {
  if (given.tenderId !== minutes.tenderId) {
    findings.fault(within(from, 'tenderId'), '密钥属于另一项目。', 'The identities are of another tender.');
    return false;
  }
  if (given.envelope !== minutes.envelope) {
    findings.fault(within(from, 'envelope'), '密钥属于另一信封。', 'The identities are of another envelope.');
    return false;
  }
  let own = true;
  for (const lock of locks) {
    const at = within(place, 'locks', lock);
    own = (await isIdentityOf(minutes, lock, given.identities[lock], at, findings)) && own;
    const shares = given.shares?.[lock].map(({ index, share }) => ({
      index,
      share: new Uint8Array(Buffer.from(share, 'base64')),
    }));
    if (shares)
      await checkShares(minutes, lock, given.identities[lock], shares, { from: within(from, 'shares', lock), at }, findings);
    else
      findings.notChecked(
        '密钥文件未含分片：各分片的承诺与门限未核验。',
        'The identities file has no shares: their commitments and the threshold were not checked.',
      );
  }
  return own;
}

async function isIdentityOf(
  minutes: OpeningMinutes,
  lock: Lock,
  identity: string,
  at: Place,
  findings: Findings,
): Promise<boolean> {
  const { recipient, identitySha256: hash } = minutes.locks[lock];
  const [sameHash, sameRecipient] = [identitySha256(identity) === hash, (await recipientOf(identity)) === recipient];
  if (!sameHash)
    findings.fault(within(at, 'identitySha256'), '不是所给密钥的摘要。', 'Is not the digest of the identity that was given.');
  if (!sameRecipient)
    findings.fault(within(at, 'recipient'), '不是所给密钥的公钥。', 'Is not the recipient of the identity that was given.');
  return sameRecipient;
}

async function checkShares(
  minutes: OpeningMinutes,
  lock: Lock,
  identity: string,
  shares: readonly Share[],
  { from, at }: { from: Place; at: Place },
  findings: Findings,
): Promise<void> {
  const { tenderId, envelope } = minutes;
  const told = minutes.locks[lock];
  const used = told.shares.filter((one) => one.used).map((one) => one.index);
  if (shares.map((one) => one.index).join() !== used.join())
    return findings.fault(
      within(at, 'shares'),
      '所用分片与密钥文件不符。',
      'The shares used are not those of the identities file.',
    );
  if ((await secretOf(shares)) !== identity)
    return findings.fault(from, '这些分片合成不了该密钥。', 'These shares do not make the identity.');
  if (await fewerDo(shares, identity))
    findings.fault(within(at, 'threshold'), '更少的分片即可合成密钥。', 'Fewer shares make the identity.');
  const others = told.shares.length > used.length ? await othersOf(shares) : [];
  for (const [position, { index, commitment }] of told.shares.entries()) {
    const known = shares.find((one) => one.index === index);
    // A share that was not used lies on the same polynomial, at one of the places that are left.
    const candidates = known ? [known.share] : others;
    if (!candidates.some((share) => commitmentOf({ tenderId, envelope, lock, index }, share) === commitment))
      findings.fault(
        within(at, 'shares', position, 'commitment'),
        '没有分片符合此承诺。',
        'No share of this lock fits this commitment.',
      );
  }
}

async function secretOf(shares: readonly Share[]): Promise<string | null> {
  const secret = await combineShares(shares.map((one) => one.share));
  return secret === null ? null : Buffer.from(secret).toString('latin1');
}

/** Whether one share less would have done: then the lock needs fewer than the minutes say. */
async function fewerDo(shares: readonly Share[], identity: string): Promise<boolean> {
  for (const choice of choicesOf(shares, shares.length - 1)) {
    const [only] = choice;
    const made =
      choice.length === 1 && only ? Buffer.from(only.share.subarray(0, -1)).toString('latin1') : await secretOf(choice);
    if (made === identity) return true;
  }
  return false;
}

/**
 * All shares there can be of this lock beyond those given. A share's last octet is its place x, the others are the polynomial's values there;
 * moving every place by x makes the value at x the one at nought, which is what combining gives.
 */
async function othersOf(shares: readonly Share[]): Promise<Uint8Array[]> {
  const taken = new Set(shares.map(({ share }) => share.at(-1) as number));
  const others: Uint8Array[] = [];
  for (let x = 1; x <= 255; x += 1) {
    if (taken.has(x)) continue;
    const moved = shares.map(({ share }) => Uint8Array.of(...share.subarray(0, -1), (share.at(-1) as number) ^ x));
    const values = await combineShares(moved);
    if (values) others.push(Uint8Array.of(...values, x));
  }
  return others;
}
