import { identityToRecipient } from 'age-encryption';
import { dealLock, type Deal, type HeldShare, type LockOf, type SplitLock } from '../src/custody/deal-lock.js';
import { readHeldShare } from '../src/custody/held-share.js';
import type { Lock } from '../src/custody/share-commitment.js';

/** The keys of demo people: as public as their secrets, and of no use anywhere else. A real one never leaves its owner's machine. */
export const demoIdentities: Readonly<Record<string, string>> = {
  'custodian-hospital': 'AGE-SECRET-KEY-19P0T03Q7X5NP6DJA0G6NSHKJGW26JFRAYQ67UVZPSJTX0NRDVPFQ5X690P',
  'custodian-hospital-wu': 'AGE-SECRET-KEY-13EUVHU2EFF6ADA0XNR0KPCWS6CRJGJ4TTJ6LG7ECWGEUNT2XYCRSSJJW7Y',
  'custodian-notary': 'AGE-SECRET-KEY-1ZVMHKYC40JGXRSSWF5G5KH2NWG4ZNUL6765FFME34YAM8JUNE8DQUC5YQ7',
  'custodian-notary-zheng': 'AGE-SECRET-KEY-167RA58FMQVL6MRENEGPH5XQ7J4UPWZXY7FMPL7L0X39KSZSAX2NQDTZS9Y',
  'custodian-exchange': 'AGE-SECRET-KEY-1SLPY2C0E6FUF70YSRACDG4JKHWFWYK9HDPXYPCAUT2GE73C7NM7QE32UWH',
  'custodian-exchange-chu': 'AGE-SECRET-KEY-19L4MW3RA7F8MWGMQ9LU5TQSWCT8WYW7EEXW3GHZQEVX7UXLFEUWQH923Z9',
  'reviewer-xu': 'AGE-SECRET-KEY-1JJZU8S847UHHL5QC0JZZY7F2UVK3LEQGWP9S80Q9JQQ9F2XGWUTQTZGLLR',
  'auditor-feng': 'AGE-SECRET-KEY-13C6WQZT5ZTASMCNE0P73J0XTTTDYC2Q7XK7KCGSG72G3VY53S7RSGMZEHD',
};

/** Who keeps which share in a demonstration: two of two, or, where a third holder is wanted, two of three. */
export const demoHolders = {
  two: { A: ['custodian-hospital', 'custodian-exchange'], B: ['custodian-notary', 'custodian-exchange-chu'] },
  three: {
    A: ['custodian-hospital', 'custodian-exchange', 'custodian-notary-zheng'],
    B: ['custodian-notary', 'custodian-exchange-chu', 'custodian-hospital-wu'],
  },
} as const satisfies Record<string, Record<Lock, readonly string[]>>;

export type DemoHolders = Record<Lock, readonly string[]>;

/** What the dealer of a demonstration does on its own machine; `personIds` are the holders', by client. */
export async function demoDeal(
  box: LockOf,
  split: SplitLock,
  holders: readonly string[],
  personIds: Readonly<Record<string, string>>,
): Promise<Deal> {
  const keys = holders.map(async (client) => ({
    personId: personIds[client] as string,
    recipient: await identityToRecipient(demoIdentities[client] as string),
  }));
  return dealLock(box, split, await Promise.all(keys));
}

/** What a holder of a demonstration finds in what it was dealt. Throws Error where that was not for it. */
export async function demoHeldShare(client: string, deal: Deal, index: number): Promise<HeldShare> {
  const sealed = deal.shares.find((one) => one.index === index)?.sealedShare ?? '';
  const held = await readHeldShare(demoIdentities[client] as string, sealed);
  if (!held) throw new Error(`${client} cannot open share ${index} of lock ${deal.lock}`);
  return held;
}
