import { identityIn, openText } from '../custody/age-text.js';
import { parsed } from '../bids/seal-inputs.js';
import { CommandFault } from '../platform/command-fault.js';
import type { OpeningMinutes } from '../bids/opening-minutes.js';
import type { SealedIdentities } from '../bids/read-evidence-of-opening.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import { microsOf } from '../rules/moment.js';
import { checkIdentities, type GivenIdentities } from './check-identities.js';
import { checkMinutes } from './check-minutes.js';
import { checkNotice, type PublishedTender } from './check-notice.js';
import { checkListed, checkReceipt, type GivenReceipt } from './check-receipts.js';
import { within, type Findings, type Place } from './findings.js';
import { readBytes, readJson, readSealedFolder, type Given, type Named, type SealedFile } from './inputs.js';
import { checkLengths, matchFiles, reopenBids } from './reopen-bids.js';
import { shaped } from './shape.js';
import { identitiesShape, minutesShape, noticeShape, openingShape, sealedIdentitiesShape } from './shapes.js';
import { checkSignature, publishedKeys, type PublishedKey } from './signatures.js';

export interface OpeningInputs {
  minutes: Named;
  keys: Named;
  tender: Named | null;
  receipts: readonly Named[];
  /** A folder. */
  sealed: Named | null;
  identities: Named | null;
  /** Whoever they are sealed to has the key: the file of its age identity. */
  key: Named | null;
}

/** `verify opening`: the minutes of an opening, and with the sealed files and the keys the opening itself. Throws CommandFault where a file cannot be read. */
export async function verifyOpening(inputs: OpeningInputs, findings: Findings): Promise<void> {
  const keys = publishedKeys(await readJson(inputs.keys), findings);
  const { minutes, place } = signedMinutes(await readJson(inputs.minutes), keys, findings);
  if (minutes) checkMinutes(minutes, place, findings);
  const tender = inputs.tender === null ? null : shaped<PublishedTender>(await readJson(inputs.tender), noticeShape, findings);
  const receipts: GivenReceipt[] = [];
  for (const path of inputs.receipts) {
    const receipt = checkReceipt(await readJson(path), keys, findings);
    if (receipt) receipts.push(receipt);
  }
  const identities = inputs.identities === null ? null : await identitiesAt(inputs.identities, inputs.key, findings);
  const files = inputs.sealed === null ? null : await readSealedFolder(inputs.sealed, findings);
  if (minutes) await holdAgainst(minutes, place, { tender, receipts, identities, files }, findings);
  tellMissing(inputs, findings);
}

interface Evidence {
  tender: PublishedTender | null;
  receipts: GivenReceipt[];
  identities: { value: GivenIdentities; from: Place } | null;
  files: SealedFile[] | null;
}

async function holdAgainst(minutes: OpeningMinutes, place: Place, evidence: Evidence, findings: Findings): Promise<void> {
  const { tender, receipts, identities, files } = evidence;
  if (tender) checkNotice(minutes, tender, place, findings);
  checkListed(minutes, receipts, place, findings);
  const matched = files && matchFiles(minutes, files, place, findings);
  if (matched) checkLengths(receipts, matched, findings);
  const own = identities && (await checkIdentities(minutes, identities.value, identities.from, place, findings));
  if (!identities || !matched) return;
  if (own)
    await reopenBids(
      minutes,
      matched,
      identities.value.identities,
      tender?.id === minutes.tenderId ? tender : null,
      place,
      findings,
    );
  else
    findings.notChecked(
      '密钥不是本次开标的密钥：密封文件未重新开启。',
      'The identities are not those of this opening: the sealed files were not opened again.',
    );
}

/** The minutes, where they have the form of some; their signature is looked at in any case. */
export function signedMinutes(
  given: Given,
  keys: Map<string, PublishedKey>,
  findings: Findings,
): { minutes: OpeningMinutes | null; place: Place } {
  const place = within(given, 'minutes');
  const answer = shaped<{ minutes: Record<string, unknown>; keyId: string; signature: string; tenderId?: string }>(
    given,
    openingShape,
    findings,
  );
  if (!answer) return { minutes: null, place };
  const at = answer.minutes['openedAt'];
  checkSignature(
    {
      bytes: Buffer.from(canonicalJson(answer.minutes), 'utf8'),
      keyId: answer.keyId,
      signature: answer.signature,
      at: typeof at === 'string' && microsOf(at) !== null ? at : null,
    },
    keys,
    given,
    findings,
  );
  const minutes = shaped<OpeningMinutes>({ ...place, value: answer.minutes }, minutesShape, findings);
  if (minutes && answer.tenderId !== undefined && answer.tenderId !== minutes.tenderId)
    findings.fault(within(given, 'tenderId'), '与开标记录所载项目不符。', 'Is another tender than that of the minutes.');
  return { minutes, place };
}

/** As the service hands them out, sealed to their reader, or as that reader has opened them. */
async function identitiesAt(at: Named, key: Named | null, findings: Findings): Promise<Evidence['identities']> {
  const given = await readJson(at);
  const isSealed = typeof given.value === 'object' && given.value !== null && 'sealedIdentities' in given.value;
  const opened = isSealed ? await openedWith(given, key, findings) : given;
  const value = opened && shaped<GivenIdentities>(opened, identitiesShape, findings);
  return value && { value, from: { file: given.file, pointer: '' } };
}

async function openedWith(given: Given, key: Named | null, findings: Findings): Promise<Given | null> {
  const answer = shaped<SealedIdentities>(given, sealedIdentitiesShape, findings);
  if (!answer) return null;
  if (key === null)
    throw new CommandFault({ zh: '缺少 --key：密钥文件已加密。', en: '--key is missing: the identities are sealed to it.' });
  const identity = await identityIn((await readBytes(key)).toString('utf8'));
  if (identity === null) throw new CommandFault({ zh: '--key 中没有age密钥。', en: 'There is no age identity in --key.' });
  const content = await openText(identity, answer.sealedIdentities);
  if (content !== null) return { file: given.file, pointer: '', value: parsed(Buffer.from(content), given.file) };
  findings.fault(
    within(given, 'sealedIdentities'),
    '不是用该密钥加密的，或已损坏。',
    'Is not sealed to this key, or is damaged.',
  );
  return null;
}

function tellMissing({ sealed, identities, tender }: OpeningInputs, findings: Findings): void {
  if (tender === null)
    findings.notChecked(
      '未给出项目公开数据（--tender）：两把锁、截止时间未与公告比对。',
      'The published tender was not given (--tender): locks and deadline were not compared with it.',
    );
  if (sealed === null)
    findings.notChecked(
      '未给出密封文件（--sealed）：其摘要未比对。',
      'The sealed files were not given (--sealed): their digests were not compared.',
    );
  if (identities === null)
    findings.notChecked(
      '未给出密钥（--identities）：分片的承诺、密钥的摘要与公钥未核验，各投标的报价与结果未重新得出。',
      'The identities were not given (--identities): commitments of shares, digests and recipients of the keys, prices and results were not worked out again.',
    );
  findings.notChecked(
    '投标由哪个供应商提交、其名称、所响应的公告版次，均为平台所述；回执不含这些。',
    'Which supplier handed in a bid, its name, and the version of the notice that it answers are the platform’s word: no receipt says them.',
  );
}
