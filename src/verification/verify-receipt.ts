import { checkReceipt, checkSealed } from './check-receipts.js';
import type { Findings } from './findings.js';
import { readJson, readSealedFile, type Named } from './inputs.js';
import { publishedKeys } from './signatures.js';

export interface ReceiptInputs {
  receipt: Named;
  keys: Named;
  /** The sealed file that was handed in. */
  sealed: Named | null;
}

/** `verify receipt`: what a bidder took home. Throws CommandFault where a file cannot be read. */
export async function verifyReceipt({ receipt, keys, sealed }: ReceiptInputs, findings: Findings): Promise<void> {
  const published = publishedKeys(await readJson(keys), findings);
  const given = checkReceipt(await readJson(receipt), published, findings);
  const file = sealed === null ? null : await readSealedFile(sealed);
  if (given && file) checkSealed(given, file, findings);
  if (given && !file && given.receipt.action !== 'withdrawal')
    findings.notChecked(
      '未给出密封文件（--sealed）：摘要与长度未比对。',
      'The sealed file was not given (--sealed): its digest and length were not compared.',
    );
  findings.notChecked(
    '投标截止时间不在回执中：请以公告或开标记录比对收到时间。',
    'A receipt does not say the deadline: compare the time of receipt with the notice or the minutes.',
  );
}
