import type { JsonWebKey } from 'node:crypto';
import { isSignedBy } from '../platform/signing-keys.js';
import type { Bilingual } from '../rules/breach.js';
import { signedBytesOf, type BidReceipt } from './bid-receipt.js';
import type { SealedFact } from './pack-bid.js';
import { asObject, bytesAt, factsOf, parsed } from './seal-inputs.js';

/**
 * What is wrong with a receipt: the signature by the platform's published key (`GET /v1/keys`), and its digest and length against the sealed file, the own
 * copy's record of it, or both. Throws CommandFault where one of them cannot be read.
 */
export async function receiptFaults(
  receiptAt: string,
  keysAt: string,
  fileAt: string | null,
  copy: SealedFact | null,
): Promise<Bilingual[]> {
  const receipt = asObject(parsed(await bytesAt(receiptAt), receiptAt), receiptAt) as unknown as BidReceipt;
  const { keys } = asObject(parsed(await bytesAt(keysAt), keysAt), keysAt) as { keys?: (JsonWebKey & { kid?: string })[] };
  const key = (keys ?? []).find((one) => one.kid === receipt.keyId);
  const files = [...(fileAt === null ? [] : [await factsOf(fileAt)]), ...(copy === null ? [] : [copy])];
  return [
    ...(['ftz-receipt-1', 'ftz-receipt-2'].includes(receipt.format)
      ? []
      : [{ zh: '不是投标回执。', en: 'This is no receipt of a bid.' }]),
    ...(key ? [] : [{ zh: '签名密钥不在平台公布的密钥之列。', en: 'The key that signed is none that the platform publishes.' }]),
    ...(key && !signs(key, receipt)
      ? [
          {
            zh: '签名不正确：回执不是平台所签，或已被改动。',
            en: 'The signature is wrong: the platform did not sign this, or it was changed.',
          },
        ]
      : []),
    ...(files.length > 0
      ? []
      : [{ zh: '未给出密封文件或自留副本，无从比对。', en: 'Name the sealed file or the own copy to compare with.' }]),
    ...(files.every((one) => isNamed(one, receipt))
      ? []
      : [
          {
            zh: '回执所载的摘要或长度与该密封文件不符。',
            en: 'The digest or length in the receipt is not that of the sealed file.',
          },
        ]),
    ...(copy === null || copy.tenderId === receipt.tenderId
      ? []
      : [{ zh: '回执属于另一项目。', en: 'The receipt is of another tender.' }]),
  ];
}

/** It is the sealed file, or the sealed price beside it. */
function isNamed({ sha256, bytes }: Pick<SealedFact, 'sha256' | 'bytes'>, receipt: BidReceipt): boolean {
  const { price } = receipt;
  if (sha256 === receipt.ciphertextSha256 && bytes === receipt.bytes) return true;
  return sha256 === price?.ciphertextSha256 && bytes === price.bytes;
}

function signs(key: JsonWebKey, receipt: BidReceipt): boolean {
  try {
    return isSignedBy(key, signedBytesOf(receipt), receipt.signature);
  } catch {
    return false;
  }
}
