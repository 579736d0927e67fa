import { request } from 'node:http';
import type supertest from 'supertest';
import type { Caller } from '../app.js';
import { contentDigest } from '../content-digest.js';
import type { Box } from './box.js';

export const offsetType = 'application/offset+octet-stream';

/** Says that the file will come in pieces. */
export function begin(caller: Caller, tender: Pick<Box, 'id'>, file: Buffer, key?: string): supertest.Test {
  return caller('post', `/v1/tenders/${tender.id}/uploads`, key)
    .set('tus-resumable', '1.0.0')
    .set('upload-length', String(file.length))
    .set('repr-digest', contentDigest(file));
}

/** The bytes of the file from one place to another. */
export function append(caller: Caller, id: string, file: Buffer, from: number, to = file.length): supertest.Test {
  return caller('patch', `/v1/uploads/${id}`)
    .set('content-type', offsetType)
    .set('upload-offset', String(from))
    .send(file.subarray(from, to));
}

/** All of it at once. */
export async function uploaded(caller: Caller, tender: Pick<Box, 'id'>, file: Buffer): Promise<string> {
  const { id } = (await begin(caller, tender, file)).body as { id: string };
  const answer = await append(caller, id, file, 0);
  if (answer.status !== 204) throw new Error(`${answer.status} ${answer.text}`);
  return id;
}

/** A bid that names its upload instead of carrying the file. */
export function name(
  caller: Caller,
  verb: 'post' | 'put',
  tender: Pick<Box, 'id'>,
  uploadId: string,
  key?: string,
): supertest.Test {
  return caller(verb, `/v1/tenders/${tender.id}/bids${verb === 'put' ? '/mine' : ''}`, key).send({ uploadId });
}

/** A client that says it sends all of the file from `from`, sends `bytes` of it and is gone once `isThere` says that they came. */
export async function breakOff(
  caller: Caller,
  id: string,
  file: Buffer,
  { from, bytes }: { from: number; bytes: number },
  isThere: () => Promise<void>,
): Promise<void> {
  const { url, header } = caller('patch', `/v1/uploads/${id}`) as unknown as { url: string; header: Record<string, string> };
  const headers = {
    authorization: header['authorization'] ?? header['Authorization'] ?? '',
    'content-type': offsetType,
    'upload-offset': String(from),
    'content-length': String(file.length - from),
  };
  const sent = request(url, { method: 'PATCH', headers }).on('error', () => undefined);
  await new Promise<void>((resolve) => sent.write(file.subarray(from, from + bytes), () => resolve()));
  await isThere();
  sent.destroy();
}
