import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '../bids/box.js';

/** What a bid has beside its price: a document that is in no other box, and a security. */
export function offerOf(box: Pick<Box, 'id'>): Record<string, unknown> {
  const bytes = Buffer.from(documentOf(box));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const security = {
    form: 'guarantee',
    issuer: '中国银行',
    number: 'BG-1',
    amount: { amount: '39600.00', currency: 'CNY' },
    validUntil: '2026-08-01',
  };
  return { documents: [{ name: '方案.txt', sha256, bytes: bytes.toString('base64') }], security };
}

export function documentOf({ id }: Pick<Box, 'id'>): string {
  return `技术方案 ${id}`;
}

/** The files of the service in which a text stands as it is. */
export function readable(dataDir: string, text: string): string[] {
  return readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .filter((path) => contentOf(path).includes(text));
}

/** Empty where the service has removed it since it was listed. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
