import { canonicalJson } from '../platform/audit-leaf.js';
import type { SignedRoot } from '../archive/read-archive.js';
import { bagFiles, bagFolder, type BagFile } from './bag-files.js';
import { bundleShape, bundleSignatureShape } from './bundle-shapes.js';
import { checkBag } from './check-bag.js';
import { checkDocuments, checkedReceipts, checkNotices, checkOpenings, checkTrailRows } from './check-bundle-parts.js';
import { readLogKeys, type LogKeys } from './check-checkpoint.js';
import { checkEntries } from './check-entries.js';
import { checkProofs, checkReceipted, type ProofFacts } from './check-proofs.js';
import { checkRows } from './check-rows.js';
import { within, type Findings } from './findings.js';
import { readBytes, readJson, type Given, type Named } from './inputs.js';
import { jsonIn } from './json-in.js';
import { shaped } from './shape.js';
import { checkSignature, publishedKeys, type PublishedKey } from './signatures.js';

export interface BundleInputs {
  /** A folder, or a tar of one. */
  bundle: Named;
  /** The platform's keys as they were had from elsewhere; null: those in the bundle are believed. */
  keys: Named | null;
  /** Verifier keys of the log and of witnesses; null: their signatures are not looked at. */
  logKey: Named | null;
  witnessKey: Named | null;
}

type Files = ReadonlyMap<string, BagFile>;
type Facts = ProofFacts & { tenderId: string; log: SignedRoot; missing: string[] };
type BundleSignature = {
  tenderId: string;
  recordedAt: string;
  manifests: Record<string, string>;
  keyId: string;
  signature: string;
};

/** `verify bundle`: the record of one procurement, in itself and against its own entries of the log. Throws CommandFault where it cannot be read. */
export async function verifyBundle({ bundle, keys, logKey, witnessKey }: BundleInputs, findings: Findings): Promise<void> {
  const logKeys = (logKey ?? witnessKey) ? await readLogKeys(logKey, witnessKey) : null;
  const { path, remove } = await bagFolder(bundle, findings);
  try {
    await verifyBag(path, { keys: keys && (await readJson(keys)), logKeys }, findings);
  } finally {
    await remove();
  }
}

/** Whose signatures count; null where nobody said. */
export interface Trusted {
  keys: Given | null;
  logKeys: LogKeys | null;
}

/** The bag in that folder; answers its files. */
export async function verifyBag(folder: string, { keys, logKeys }: Trusted, findings: Findings): Promise<Files> {
  const files = await bagFiles(folder, findings);
  await checkBag(files, findings);
  const own = await given(files, 'data/keys.json', findings);
  const facts = await given(files, 'data/bundle.json', findings);
  const signature = await given(files, 'signature.json', findings);
  const believed = own && trusted(own, keys, findings);
  if (believed && signature) checkManifests(files, signature, believed, findings);
  const said = facts && shaped<Facts>(facts, bundleShape, findings);
  if (believed && said) await checkWithin(files, believed, logKeys, said, facts, findings);
  return files;
}

/** Keys from elsewhere, where they are given: then those in the bundle have to be among them. */
function trusted(own: Given, elsewhere: Given | null, findings: Findings): Map<string, PublishedKey> {
  const inside = publishedKeys(own, findings);
  if (elsewhere === null) {
    findings.notChecked(
      '未另给密钥（--keys）：签名以包内的密钥核验，包若被整体伪造则不能发现。',
      'No keys were given (--keys): signatures were checked by those in the bundle, so that a bundle forged as a whole is not found.',
    );
    return inside;
  }
  const outside = publishedKeys(elsewhere, findings);
  for (const name of inside.keys())
    if (!outside.has(name))
      findings.fault(
        within(own, 'keys'),
        `密钥 ${name} 不是平台所公布的。`,
        `The key ${name} is none that the platform publishes.`,
      );
  return outside;
}

function checkManifests(files: Files, of: Given, keys: Map<string, PublishedKey>, findings: Findings): void {
  const said = shaped<BundleSignature>(of, bundleSignatureShape, findings);
  if (!said) return;
  const { keyId, signature, ...statement } = said;
  checkSignature({ bytes: Buffer.from(canonicalJson(statement)), keyId, signature, at: said.recordedAt }, keys, of, findings);
  for (const [name, digest] of Object.entries(said.manifests))
    if (files.get(name)?.sha512 !== digest)
      findings.fault(within(of, 'manifests', name), '不是所签的文件。', 'Is not the file that was signed.');
}

async function checkWithin(
  files: Files,
  keys: Map<string, PublishedKey>,
  logKeys: LogKeys | null,
  { tenderId, log, checkpoint, missing }: Facts,
  of: Given,
  findings: Findings,
): Promise<void> {
  const { recordedAt, root, size, keyId, signature } = log;
  const bytes = Buffer.from(canonicalJson({ recordedAt, root, size }));
  checkSignature({ bytes, keyId, signature, at: recordedAt }, keys, within(of, 'log'), findings);
  const entries = files.get('data/entries.jsonl');
  if (!entries) return findings.fault({ file: 'data/entries.jsonl', pointer: '' }, '缺少该文件。', 'Is missing.');
  const told = await checkEntries(entries, log, tenderId, findings);
  checkDocuments(files, told, findings);
  await checkNotices(files, findings);
  const receipts = await checkedReceipts(files, keys, findings);
  checkReceipted(receipts, told, findings);
  await checkProofs(files, { log, checkpoint }, logKeys, receipts, told, findings);
  await checkOpenings(files, receipts, keys, told, findings);
  await checkTrailRows(files, told, findings);
  await checkRows(files, told, findings);
  for (const name of missing)
    findings.notChecked(`${name} 已不在库，包中没有。`, `${name} is no longer kept, so that the bundle has it not.`);
}

async function given(files: Files, name: string, findings: Findings): Promise<Given | null> {
  const file = files.get(name);
  // That it is missing has been told where it is a tag file.
  if (!file && name.startsWith('data/')) findings.fault({ file: name, pointer: '' }, '缺少该文件。', 'Is missing.');
  return file ? jsonIn(await readBytes(file), { file: name, pointer: '' }, findings) : null;
}
