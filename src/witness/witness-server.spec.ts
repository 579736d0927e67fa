import { connect, type AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { WitnessFacts } from './add-checkpoint.js';
import { witnessServer } from './witness-server.js';

describe('the witness over HTTP', () => {
  let server: Server;
  beforeAll(async () => {
    server = witnessServer({} as WitnessFacts, () => undefined, 400);
    await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  });
  afterAll(() => new Promise((closed) => void server.close(closed)));

  it.each([
    ['whose body', 'POST /add-checkpoint HTTP/1.1\r\nhost: w\r\ncontent-length: 100\r\n\r\nold 0'],
    ['whose head', 'POST /add-checkpoint HTTP/1.1\r\nhost: w\r\n'],
  ])(
    'does not wait for a request %s never ends',
    async (_, begun) => {
      const { port } = server.address() as AddressInfo;
      const text = await new Promise<string>((resolve, reject) => {
        let said = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(begun));
        socket.on('data', (part) => (said += String(part)));
        socket.on('close', () => resolve(said));
        socket.on('error', reject);
      });
      expect(text).toMatch(/^HTTP\/1\.1 408 /);
    },
    10_000,
  );
});
