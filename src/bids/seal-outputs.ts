import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generateX25519Identity } from 'age-encryption';
import { identityIn, recipientOf } from '../custody/age-text.js';
import type { Bilingual } from '../rules/breach.js';
import { readPayload, type DocumentSink, type Taken } from './bid-content.js';
import { BidFault } from './bid-fault.js';
import type { AnyContent } from './envelope-forms.js';
import { Octets } from './octets.js';
import { packOwnCopy, type Packed, type SealedFact } from './pack-bid.js';
import { openLayer, SealFault } from './seal.js';
import { CommandFault } from '../platform/command-fault.js';
import { sealedTo } from './seal-stream.js';
import { tarEntries } from './tar-reader.js';

/** What was written: the sealed file as the receipt will name it. */
export interface Written {
  sealed: Taken;
  copy: Taken;
}

/**
 * Writes the sealed file and the bidder's own copy, and reads the copy back to see that it holds the bytes that were sealed. Nothing is
 * written in the clear, and of a failure nothing stays. Throws CommandFault.
 */
export async function writeSealed(
  payload: Packed,
  locks: Record<'A' | 'B', string>,
  own: string,
  at: { tenderId: string; sealed: string; copy: string },
): Promise<Written> {
  const written: string[] = [];
  const write = async (path: string, parts: AsyncIterable<Uint8Array>): Promise<Taken> => {
    const file = await writeParts(path, parts, () => written.push(path));
    return file;
  };
  try {
    const plain = createHash('sha256');
    const sealed = await write(at.sealed, sealedTo([locks.A, locks.B], hashed(payload.read(), plain)));
    const fact: SealedFact = { format: 'ftz-own-copy-1', tenderId: at.tenderId, ...sealed };
    const recipient = (await recipientOf(own)) as string;
    const copy = await write(at.copy, sealedTo([recipient], packOwnCopy(fact, payload).read()));
    const again = createHash('sha256');
    await readOwnCopy(at.copy, own, null, again);
    if (again.digest('hex') !== plain.digest('hex')) {
      throw new CommandFault({
        zh: '附件在密封过程中被改动，请重新密封。',
        en: 'A document changed while it was sealed: seal again.',
      });
    }
    return { sealed, copy };
  } catch (error) {
    for (const path of written) await rm(path, { force: true });
    throw error;
  }
}

/** The bidder's own age identity, readable only by its owner; made on first use. Throws CommandFault where the file holds none. */
export async function ownIdentity(path: string, create: boolean): Promise<{ identity: string; isNew: boolean }> {
  const there = await readFile(path, 'utf8').catch(() => null);
  if (there === null && create) {
    const identity = await generateX25519Identity();
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(`# ${String(await recipientOf(identity))}\n${identity}\n`);
    await file.sync();
    await file.close();
    return { identity, isNew: true };
  }
  const identity = await identityIn(there ?? '');
  if (identity === null) {
    throw new CommandFault({ zh: `${path} 中没有age密钥。`, en: `There is no age identity in ${path}.` });
  }
  await chmod(path, 0o600);
  return { identity, isNew: false };
}

export interface OwnCopy {
  fact: SealedFact;
  content: AnyContent;
}

/**
 * Reads an own copy to its end, as the opening reads what is sealed. `show` gets the bytes of the document of that name, `hash` all that was sealed. Throws
 * CommandFault where the copy is not this key's, damaged, or of a bid that would be defective.
 */
export async function readOwnCopy(
  path: string,
  identity: string,
  show: { name: string; write: (part: Uint8Array) => Promise<void> } | null = null,
  hash: Hash | null = null,
): Promise<OwnCopy> {
  const sink: DocumentSink<Taken> = {
    take: async (content, listed) => {
      const own = createHash('sha256');
      let bytes = 0;
      for await (const part of hashed(content, own)) {
        bytes += part.length;
        if (show?.name === listed.name) await show.write(part);
      }
      return { sha256: own.digest('hex'), bytes };
    },
    drop: () => Promise.resolve(),
  };
  const { fact, payload } = await partsOfCopy(path, identity, (content) =>
    readPayload(hash ? hashed(content, hash) : content, { tenderId: null, supplierId: null, envelope: null }, sink),
  );
  if ('defect' in payload) throw new CommandFault(payload.defect.breach.detail);
  return { fact, content: payload.content };
}

async function partsOfCopy<Result>(
  path: string,
  identity: string,
  read: (payload: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<{ fact: SealedFact; payload: Result }> {
  const octets = new Octets(ownParts(path, identity));
  try {
    const entries = tarEntries(octets);
    const first = await entries.next();
    if (first.done || first.value.name !== 'sealed.json' || first.value.bytes > 4_096) throw notACopy(path);
    const text: Uint8Array[] = [];
    for await (const part of first.value.content) text.push(part);
    const second = await entries.next();
    if (second.done || second.value.name !== 'payload') throw notACopy(path);
    const payload = await read(second.value.content);
    if (!(await entries.next()).done) throw notACopy(path);
    return { fact: JSON.parse(Buffer.concat(text).toString('utf8')) as SealedFact, payload };
  } catch (error) {
    throw error instanceof BidFault || error instanceof SyntaxError ? notACopy(path) : error;
  } finally {
    await octets.close();
  }
}

async function* ownParts(path: string, identity: string): AsyncGenerator<Uint8Array, void> {
  try {
    yield* openLayer('outer', identity, createReadStream(path) as AsyncIterable<Buffer>);
  } catch (error) {
    if (error instanceof SealFault && error.fault === 'wrong-recipient') {
      throw new CommandFault({ zh: `${path} 不是用这把密钥加密的。`, en: `${path} is not sealed for this key.` });
    }
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new CommandFault({ zh: `没有文件 ${path}。`, en: `There is no file ${path}.` });
    throw error instanceof SealFault ? notACopy(path) : error;
  }
}

/** Refuses to write over what is there. */
async function writeParts(path: string, parts: AsyncIterable<Uint8Array>, made: () => void): Promise<Taken> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const detail: Bilingual =
      error.code === 'EEXIST'
        ? { zh: `${path} 已存在，不会覆盖。`, en: `${path} is there already and is not written over.` }
        : { zh: `无法写入 ${path}（${error.code ?? ''}）。`, en: `${path} cannot be written (${error.code ?? ''}).` };
    throw new CommandFault(detail);
  });
  made();
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of hashed(parts, hash)) {
      bytes += part.length;
      await file.appendFile(part);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), bytes };
}

async function* hashed(parts: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array, void> {
  for await (const part of parts) {
    hash.update(part);
    yield part;
  }
}

function notACopy(path: string): CommandFault {
  return new CommandFault({ zh: `${path} 不是完整的自留副本。`, en: `${path} is no whole own copy.` });
}
