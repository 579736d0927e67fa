import type { ArchivedEntry } from '../archive/archive.queries.js';
import type { BundleFacts } from '../archive/build-bundle.js';
import { bagFolder, type BagFile } from '../verification/bag-files.js';
import type { Findings } from '../verification/findings.js';
import { readBytes, readLines, type Named } from '../verification/inputs.js';
import { verifyBag, type Trusted } from '../verification/verify-bundle.js';

/** A bundle that was verified, and lies in a folder. */
export interface OpenedBundle {
  facts: BundleFacts;
  files: ReadonlyMap<string, BagFile>;
  remove(): Promise<void>;
}

/** Null where the bundle does not hold by those keys; the findings say why. Throws CommandFault where it cannot be read. */
export async function openBundle(bundle: Named, trusted: Trusted, findings: Findings): Promise<OpenedBundle | null> {
  const { path, remove } = await bagFolder(bundle, findings);
  let opened: OpenedBundle | null = null;
  try {
    const files = await verifyBag(path, trusted, findings);
    const facts = files.get('data/bundle.json');
    if (findings.holds && facts)
      opened = { facts: JSON.parse((await readBytes(facts)).toString('utf8')) as BundleFacts, files, remove };
    return opened;
  } finally {
    if (!opened) await remove();
  }
}

/** The lines of one of its files, as JSON texts; none where it has no such file. */
export async function* linesOf({ files }: OpenedBundle, name: string): AsyncGenerator<string, void> {
  const file = files.get(name);
  if (file) for await (const line of readLines(file)) yield line.toString('utf8');
}

/** The tables that it has rows of. */
export function tablesIn({ files }: OpenedBundle): string[] {
  return [...files.keys()].flatMap((name) => /^data\/records\/([a-z_]+)\.jsonl$/.exec(name)?.[1] ?? []);
}

export async function* entriesOf(bundle: OpenedBundle): AsyncGenerator<ArchivedEntry, void> {
  for await (const line of linesOf(bundle, 'data/entries.jsonl')) yield JSON.parse(line) as ArchivedEntry;
}
