import { checkReceipt, checkSealed } from './check-receipts.js';
import type { Findings } from './findings.js';
import { readJson, readSealedFile, type Named } from './inputs.js';
import { publishedKeys } from './signatures.js';
import { verifyProof, type ProofInputs } from './verify-proof.js';

export interface ReceiptInputs {
  receipt: Named;
  keys: Named;
  /** The sealed file that was handed in. */
  sealed: Named | null;
  /** What proves it in the log, once the bids are opened. */
  logged: ProofInputs | null;
}

/** `verify receipt`: what a bidder took home. Throws CommandFault where a file cannot be read. */
export async function verifyReceipt({ receipt, keys, sealed, logged }: ReceiptInputs, findings: Findings): Promise<void> {
  const published = publishedKeys(await readJson(keys), findings);
  const given = checkReceipt(await readJson(receipt), published, findings);
  const file = sealed === null ? null : await readSealedFile(sealed);
  if (given && file) checkSealed(given, file, findings);
  if (given && !file && given.receipt.action !== 'withdrawal')
    findings.notChecked(
      '未给出密封文件（--sealed）：摘要与长度未比对。',
      'The sealed file was not given (--sealed): its digest and length were not compared.',
    );
  if (logged !== null) await verifyProof(logged, findings, given?.receipt ?? null);
  else
    findings.notChecked(
      '未给出日志证明（--proof）：是否已入日志未核验。',
      'No proof of the log was given (--proof): whether the log has it was not checked.',
    );
  findings.notChecked(
    '投标截止时间不在回执中：请以公告或开标记录比对收到时间。',
    'A receipt does not say the deadline: compare the time of receipt with the notice or the minutes.',
  );
}
