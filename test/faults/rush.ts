import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { BidReceipt } from '../../src/bids/bid-receipt.js';

/** One supplier's bid, ready to be sent. */
export interface RushBid {
  tenderId: string;
  token: string;
  key: string;
  file: Buffer;
  sha256: string;
}

export interface Answer {
  status: number;
  body: BidReceipt & { type?: string; errors?: { rule?: string; facts?: Record<string, string> }[] };
  ms: number;
}

/** `answered`: it heard the answer. `half`: it was gone with half of the file sent; `gone`: with all of it sent, and no answer heard. */
export type Sent = { bid: RushBid } & ({ how: 'answered'; answer: Answer } | { how: 'half' | 'gone' });

/** A share of the clients, always the same ones: of ten, the fourth is killed half-way and the eighth before its answer. */
export function fateOf(index: number): Sent['how'] {
  return index % 10 === 3 ? 'half' : index % 10 === 7 ? 'gone' : 'answered';
}

/** Sends every bid once, `lanes` at a time. */
export async function rush(port: number, bids: readonly RushBid[], lanes: number, fate = fateOf): Promise<Sent[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const sent: Sent[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < bids.length; index = next++)
      sent.push(await send(port, agent, bids[index] as RushBid, fate(index)));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  agent.destroy();
  return sent;
}

export function bidOf(tenderId: string, token: string, file: Buffer, number: number): RushBid {
  const copy = Buffer.from(file);
  copy.writeBigUInt64BE(BigInt(number), copy.length - 8);
  return { tenderId, token, key: `rush-${number}`, file: copy, sha256: createHash('sha256').update(copy).digest('hex') };
}

function send(port: number, agent: Agent, bid: RushBid, how: Sent['how']): Promise<Sent> {
  const headers = {
    authorization: `Bearer ${bid.token}`,
    'idempotency-key': bid.key,
    'content-type': 'application/age',
    'content-digest': `sha-256=:${Buffer.from(bid.sha256, 'hex').toString('base64')}:`,
    'content-length': String(bid.file.length),
  };
  const path = `/v1/tenders/${bid.tenderId}/bids`;
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const call = request({ port, host: '127.0.0.1', path, method: 'POST', headers, agent });
    if (how === 'answered') {
      call.on('error', reject).on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        response.on('end', () => {
          const body = JSON.parse(Buffer.concat(chunks).toString()) as Answer['body'];
          resolve({ bid, how, answer: { status: response.statusCode ?? 0, body, ms: performance.now() - began } });
        });
      });
      call.end(bid.file);
      return;
    }
    call.on('error', () => undefined);
    const leave = (): void => {
      call.destroy();
      resolve({ bid, how });
    };
    if (how === 'half') call.write(bid.file.subarray(0, bid.file.length / 2), leave);
    else call.end(bid.file, leave);
  });
}
