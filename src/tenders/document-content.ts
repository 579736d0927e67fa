import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { LawRefusal } from '../platform/refusal.js';
import { breach } from '../rules/breach.js';
import { declarationsOf, extensionsOf, packageTypeOf, requireNoMacros } from './document-types.js';
import { textTypeOf } from './text-content.js';
import { ArchiveFault, readZipDirectory } from './zip-directory.js';

/** A file that has arrived whole, and what its sender says it is. */
export interface ArrivedFile {
  path: string;
  bytes: number;
  name: string;
  /** The declared media type; `application/octet-stream` says nothing. */
  declared: string;
}

const headBytes = 4_096;
/** An end of central directory with the longest comment there can be. */
const tailBytes = 65_557;
const endOfDirectory = Buffer.from('PK\u0005\u0006');
const testVirus = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE';

/**
 * The media type of a file by what is in it, under which it is served. Only its signatures and, of an archive, its directory are read: no scanner
 * looks for viruses. Throws LawRefusal `documents.type-refused`, `-type-mismatch`, `-two-types`, `-macros`, `-archive-unsafe`, `-test-virus`.
 */
export async function contentTypeOf(file: ArrivedFile): Promise<string> {
  const head = await part(file, 0, headBytes);
  if (head.subarray(0, 128).includes(testVirus)) throw new LawRefusal([breach('documents.test-virus')]);
  const detected = /^PK(\u0003\u0004|\u0005\u0006|\u0007\u0008)/.test(head.subarray(0, 4).toString('latin1'))
    ? await archiveTypeOf(file, head)
    : await plainTypeOf(file, head);
  const declared = declarationsOf(detected);
  const type = declared.find((one) => one === file.declared) ?? detected;
  if (!declared.includes(file.declared) && file.declared !== 'application/octet-stream') throw mismatch(file, detected);
  const extension = /\.(?=[^.]*[a-z])([a-z0-9]{1,12})$/i.exec(file.name)?.[1]?.toLowerCase();
  if (extension !== undefined && !extensionsOf(detected).includes(extension)) throw mismatch(file, detected);
  return type;
}

/** Of what is no archive: as text where it is one, since a text may begin with any signature but that of PDF. */
async function plainTypeOf(file: ArrivedFile, head: Buffer): Promise<string> {
  const type =
    head.subarray(0, 5).toString() === '%PDF-' ? 'application/pdf' : ((await textTypeOf(file.path)) ?? (await signatureOf(file)));
  if (extensionsOf(type).length === 0) throw new LawRefusal([breach('documents.type-refused', { type })]);
  const tail = await part(file, Math.max(0, file.bytes - tailBytes), tailBytes);
  if (tail.includes(endOfDirectory)) throw twoTypes(type, 'application/zip');
  if (type !== 'application/pdf' && head.subarray(0, 1_024).includes('%PDF-')) throw twoTypes(type, 'application/pdf');
  return type;
}

async function signatureOf({ path }: ArrivedFile): Promise<string> {
  const found = await fileTypeFromFile(path).catch(() => undefined);
  return found?.mime ?? 'application/octet-stream';
}

/** Of a ZIP archive: a document of an office suite, or the archive itself. */
async function archiveTypeOf(file: ArrivedFile, head: Buffer): Promise<string> {
  const entries = await readZipDirectory(file.path).catch((error: unknown) => {
    if (!(error instanceof ArchiveFault)) throw error;
    throw new LawRefusal([breach('documents.archive-unsafe', { reason: error.reason })]);
  });
  const [first] = entries.filter((one) => one.offset === 0);
  const at = head.subarray(0, 1_024).indexOf('%PDF-');
  const data = 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  if (at >= 0 && !(at >= data && at < data + (first?.compressedBytes ?? 0))) throw twoTypes('application/zip', 'application/pdf');
  requireNoMacros(entries.map((one) => one.name));
  const mimetype =
    first?.name === 'mimetype' && first.method === 0 ? head.subarray(data, data + first.bytes).toString('latin1') : null;
  const type = packageTypeOf(
    entries.map((one) => one.name),
    mimetype,
  );
  if (extensionsOf(type).length === 0) throw new LawRefusal([breach('documents.type-refused', { type: type.slice(0, 100) })]);
  return type;
}

async function part({ path, bytes }: ArrivedFile, from: number, length: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(length, bytes - from));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function twoTypes(...types: string[]): LawRefusal {
  return new LawRefusal([breach('documents.two-types', { types })]);
}

function mismatch({ declared, name }: ArrivedFile, detected: string): LawRefusal {
  return new LawRefusal([breach('documents.type-mismatch', { declared, name, detected }, { pointer: 'Content-Type' })]);
}
