import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseCheckpoint } from '../../src/log/checkpoint.js';
import { tilePath, tilesOf } from '../../src/log/tiles.js';
import type { TestApp } from '../app.js';

/** The bytes of a public resource of the log. Throws Error for any answer but 200. */
export async function fetched(app: Pick<TestApp, 'address'>, path: string): Promise<Buffer> {
  const answer = await fetch(`${app.address}/v1/log/${path}`);
  if (answer.status !== 200) throw new Error(`GET /v1/log/${path}: ${answer.status} ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** Everything that a stranger can fetch of the log as it stands, in the folders that its addresses name. Answers the checkpoint's size. */
export async function mirror(app: Pick<TestApp, 'address'>, folder: string): Promise<number> {
  const note = await fetched(app, 'checkpoint');
  const checkpoint = parseCheckpoint(note.toString('utf8'));
  if (!checkpoint) throw new Error('the log serves no checkpoint');
  put(folder, 'checkpoint', note);
  put(folder, `checkpoint.${checkpoint.size}`, note);
  put(folder, 'log.vkeys', await fetched(app, 'key'));
  for (let level = 0; 256 ** level <= checkpoint.size; level += 1)
    for (const tile of tilesOf(level, checkpoint.size))
      put(folder, `tile/${tilePath(tile)}`, await fetched(app, `tile/${tilePath(tile)}`));
  for (const tile of tilesOf('entries', checkpoint.size))
    put(folder, `tile/${tilePath(tile)}`, await fetched(app, `tile/${tilePath(tile)}`));
  return checkpoint.size;
}

export function put(folder: string, path: string, bytes: Buffer | string): void {
  const at = join(folder, path);
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, bytes);
}
