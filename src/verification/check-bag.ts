import { oxumOf } from '../archive/bag.js';
import { bagitText } from '../archive/bag-text.js';
import type { BagFile } from './bag-files.js';
import type { Findings } from './findings.js';
import { readBytes } from './inputs.js';

const algorithms = ['sha256', 'sha512'] as const;
const tagFiles = [
  ...['bagit.txt', 'bag-info.txt', 'signature.json'],
  ...algorithms.flatMap((one) => [`manifest-${one}.txt`, `tagmanifest-${one}.txt`]),
];

/** The bag in itself (RFC 8493): its manifests name its files and no others, and their digests are right. Each file that is not so is named once. */
export async function checkBag(files: ReadonlyMap<string, BagFile>, findings: Findings): Promise<void> {
  const tell = (file: string, zh: string, en: string): void => findings.fault({ file, pointer: '' }, zh, en);
  for (const name of tagFiles) if (!files.has(name)) tell(name, '缺少该文件。', 'Is missing.');
  const payload = [...files.keys()].filter((name) => name.startsWith('data/'));
  for (const name of files.keys())
    if (!name.startsWith('data/') && !tagFiles.includes(name)) tell(name, '不属于档案包。', 'Does not belong into a bundle.');
  await checkListed(files, payload, 'manifest', findings);
  await checkListed(
    files,
    tagFiles.filter((name) => !name.startsWith('tagmanifest-') && files.has(name)),
    'tagmanifest',
    findings,
  );
  const [bagit, info] = [files.get('bagit.txt'), files.get('bag-info.txt')];
  if (bagit && (await readBytes(bagit)).toString('utf8') !== bagitText)
    tell('bagit.txt', '不是BagIt 1.0的声明。', 'Is not the declaration of BagIt 1.0.');
  const oxum = oxumOf(payload.map((name) => files.get(name) as BagFile));
  if (info && !(await readBytes(info)).toString('utf8').split('\n').includes(`Payload-Oxum: ${oxum}`))
    tell('bag-info.txt', `Payload-Oxum 不是 ${oxum}。`, `Payload-Oxum is not ${oxum}.`);
}

async function checkListed(
  files: ReadonlyMap<string, BagFile>,
  present: readonly string[],
  kind: 'manifest' | 'tagmanifest',
  findings: Findings,
): Promise<void> {
  const wrong = new Map<string, 'absent' | 'altered' | 'unlisted'>();
  for (const algorithm of algorithms) {
    const manifest = files.get(`${kind}-${algorithm}.txt`);
    if (!manifest) continue;
    const listed = await linesOf(manifest, algorithm, findings);
    for (const [name, digest] of listed) {
      const file = files.get(name);
      if (!file || !present.includes(name)) wrong.set(name, 'absent');
      else if (file[algorithm] !== digest) wrong.set(name, 'altered');
    }
    for (const name of present) if (!listed.has(name)) wrong.set(name, wrong.get(name) ?? 'unlisted');
  }
  const words = {
    absent: ['清单列有而不在包中。', 'The manifest lists it; it is not there.'],
    altered: ['与清单所列摘要不符。', 'Has not the digest that the manifest lists.'],
    unlisted: ['清单未列此文件。', 'No manifest lists it.'],
  } as const;
  for (const [file, what] of wrong) findings.fault({ file, pointer: '' }, words[what][0], words[what][1]);
}

async function linesOf(
  manifest: BagFile,
  algorithm: (typeof algorithms)[number],
  findings: Findings,
): Promise<Map<string, string>> {
  const digits = algorithm === 'sha256' ? 64 : 128;
  const form = new RegExp(`^([0-9a-f]{${digits}})  (\\S.*)$`);
  const listed = new Map<string, string>();
  const text = (await readBytes(manifest)).toString('utf8');
  const lines = text.split('\n');
  if (lines.pop() !== '') findings.fault({ file: manifest.name, pointer: '' }, '末行不完整。', 'Its last line is not whole.');
  for (const [at, line] of lines.entries()) {
    const [, digest, name] = form.exec(line) ?? [];
    if (digest === undefined || name === undefined || listed.has(name))
      findings.fault(
        { file: manifest.name, pointer: '' },
        `第${at + 1}行格式不符或重复。`,
        `Line ${at + 1} is malformed, or stands twice.`,
      );
    else listed.set(name, digest);
  }
  return listed;
}
