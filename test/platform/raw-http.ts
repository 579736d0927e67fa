import { connect } from 'node:net';
import type { TestApp } from '../app.js';

export interface RawAnswer {
  status: number;
  /** Lower-case names; the last of repeated ones. */
  headers: Record<string, string>;
  body: string;
}

export function portOf(app: TestApp): number {
  return (app.app.getHttpServer().address() as { port: number }).port;
}

/** Sends bytes that no HTTP client would send, and reads the one answer until the server closes the connection. */
export function rawHttp(app: TestApp, bytes: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect(portOf(app), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part: Buffer) => {
      parts.push(part);
      const answer = parsed(Buffer.concat(parts));
      if (!answer) return;
      resolve(answer);
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`no answer: ${Buffer.concat(parts).toString('utf8')}`)));
  });
}

/** Sends the request and hangs up at once, without waiting for the answer. */
export function sendAndHangUp(app: TestApp, bytes: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(portOf(app), '127.0.0.1', () => socket.write(bytes, () => socket.destroy()));
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
}

function parsed(bytes: Buffer): RawAnswer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = bytes.subarray(end + 4);
  if (body.length < Number(headers['content-length'] ?? 0)) return null;
  return { status: Number(first.split(' ')[1]), headers, body: body.toString('utf8') };
}
