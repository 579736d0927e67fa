import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LogSigner } from '../../src/log/log-signer.js';
import { bundleOf, tilePath, tilesOf } from '../../src/log/tiles.js';
import { HashTree } from '../../src/verification/hash-tree.js';
import { bundleHashes } from '../../src/verification/tile-hash.js';

/** A log of generated entries as it would be downloaded, with `log.vkeys` and a signed checkpoint. Answers how many octets it has. */
export function layFolder(folder: string, entries: number): number {
  let bytes = 0;
  const put = (path: string, content: Buffer | string): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    bytes += content.length;
  };
  const leafOf = (index: number): string => {
    const [sha256, sha512] = ['sha256', 'sha512'].map((name) => createHash(name).update(String(index)).digest('hex'));
    const id = `01a224d4-62d2-757a-82b9-${index.toString(16).padStart(12, '0')}`;
    return `{"id":"${id}","recordedAt":"2026-03-02T01:00:00.000000Z","sha256":"${sha256}","sha512":"${sha512}","tenderId":null,"type":"bench.entry","v":1}`;
  };
  const hashes: Buffer[] = [];
  for (const tile of tilesOf('entries', entries)) {
    const bundle = bundleOf(Array.from({ length: tile.width }, (_, at) => leafOf(tile.index * 256 + at)));
    put(`tile/${tilePath(tile)}`, bundle);
    hashes.push(bundleHashes(bundle) as Buffer);
  }
  const tree = HashTree.over(Buffer.concat(hashes));
  for (let level = 0; 256 ** level <= entries; level += 1)
    for (const tile of tilesOf(level, entries)) put(`tile/${tilePath(tile)}`, tree.hashes(level, tile.index * 256, tile.width));
  const signerFolder = mkdtempSync(join(tmpdir(), 'ftz-bench-signer-'));
  const signer = new LogSigner({ dataDir: signerFolder, logOrigin: 'bench.example/log' });
  put('log.vkeys', `${signer.vkeys().join('\n')}\n`);
  put('checkpoint', signer.sign({ size: entries, root: tree.root(entries) }, []));
  rmSync(signerFolder, { recursive: true, force: true });
  return bytes;
}
