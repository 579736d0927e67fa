import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parsed, factsOf } from '../bids/seal-inputs.js';
import { cannotRead, CommandFault } from '../platform/command-fault.js';
import type { Taken } from '../bids/bid-content.js';
import type { Findings, Place } from './findings.js';

/** A file or folder: where it is, and as whoever verifies named it. */
export interface Named {
  name: string;
  path: string;
}

/** A file of JSON as it was given. */
export interface Given extends Place {
  value: unknown;
}

const bytesMax = 32 * 1024 * 1024;

/** Reads JSON as strictly as the service reads a body; never more than 32 MiB, whatever is there. Throws CommandFault. */
export async function readJson(named: Named): Promise<Given> {
  return { file: named.name, pointer: '', value: parsed(await readBytes(named), named.name) };
}

/** Throws CommandFault where it cannot be read or does not end in time. */
export async function readBytes({ name: file, path }: Named): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > bytesMax) throw tooLarge(file);
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof CommandFault ? error : cannotRead(file, error);
  }
  return Buffer.concat(parts);
}

/** Its lines, each without its line feed, and none longer than 32 MiB. Throws CommandFault. */
export async function* readLines({ name: file, path }: Named): AsyncGenerator<Buffer, void> {
  let begun: Buffer[] = [];
  let bytes = 0;
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = part.indexOf(lineFeed); end >= 0; end = part.indexOf(lineFeed, from)) {
      yield Buffer.concat([...begun, part.subarray(from, end)]);
      begun = [];
      bytes = 0;
      from = end + 1;
    }
    bytes += part.length - from;
    if (bytes > bytesMax) throw tooLarge(file);
    begun.push(part.subarray(from));
  }
  if (bytes > 0) yield Buffer.concat(begun);
}

const lineFeed = 0x0a;

/** A sealed file as it lies in the folder. */
export type SealedFile = Named & Taken;

/** The files of a folder with their digests. What is no file is a fault: nothing else belongs there. Throws CommandFault. */
export async function readSealedFolder({ name: folder, path }: Named, findings: Findings): Promise<SealedFile[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    throw cannotRead(folder, error);
  });
  const files: SealedFile[] = [];
  for (const { name, isFile } of entries.map((entry) => ({ name: entry.name, isFile: entry.isFile() })).sort(byName)) {
    if (isFile) files.push(await readSealedFile({ name, path: join(path, name) }));
    else findings.fault({ file: name, pointer: '' }, '不是文件。', 'Not a file.');
  }
  return files;
}

export async function readSealedFile(named: Named): Promise<SealedFile> {
  return { ...named, ...(await factsOf(named.path)) };
}

function byName(left: { name: string }, right: { name: string }): number {
  return left.name < right.name ? -1 : 1;
}

function tooLarge(file: string): CommandFault {
  return new CommandFault({ zh: `${file} 过大。`, en: `${file} is too large.` });
}
