import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Version {
  id: string;
  bytes: Buffer;
  /** Status and code of every answer to whoever reads it. */
  refused?: [number, string];
  /** As it was told at the put; answered to whoever asks for it, whatever the bytes are by then. */
  checksum?: string;
}

/** What Amazon S3 says on the wire, as far as the store asks it: one bucket, `archive`. */
export class S3Stub {
  readonly versions = new Map<string, Version[]>();
  readonly puts: { key: string; headers: IncomingMessage['headers'] }[] = [];
  readonly gets: { url: string; headers: IncomingMessage['headers'] }[] = [];
  mode: string | null = 'COMPLIANCE';
  isLocked = true;
  versioning = 'Enabled';
  isAway = false;
  private readonly server: Server = createServer((request, answer) => void this.serve(request, answer));

  async start(): Promise<string> {
    await new Promise<void>((done) => void this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise((done) => void this.server.close(done));
  }

  private async serve(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stub');
    const body = await buffer(request);
    const key = decodeURIComponent(url.pathname.replace(/^\/archive\/?/, ''));
    if (this.isAway) return void answer.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
    if (url.searchParams.has('object-lock')) return this.lock(answer);
    if (url.searchParams.has('versioning'))
      return void answer.end(`<VersioningConfiguration><Status>${this.versioning}</Status></VersioningConfiguration>`);
    if (url.searchParams.has('versions')) return this.list(url.searchParams.get('prefix') ?? '', answer);
    if (request.method === 'PUT') return this.put(key, request, body, answer);
    if (request.method === 'DELETE') return this.remove(key, url.searchParams.get('versionId'), answer);
    this.gets.push({ url: request.url ?? '', headers: request.headers });
    const found = this.versions.get(key)?.find((one) => one.id === url.searchParams.get('versionId'));
    if (!found) return void answer.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    if (found.refused) return void answer.writeHead(found.refused[0]).end(`<Error><Code>${found.refused[1]}</Code></Error>`);
    if (request.headers['x-amz-checksum-mode'] === 'ENABLED' && found.checksum)
      answer.setHeader('x-amz-checksum-sha256', found.checksum);
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    answer.statusCode = first === undefined ? 200 : 206;
    answer.end(first === undefined ? found.bytes : found.bytes.subarray(Number(first), Number(last) + 1));
  }

  private lock(answer: ServerResponse): void {
    if (this.mode === null)
      return void answer.writeHead(404).end('<Error><Code>ObjectLockConfigurationNotFoundError</Code></Error>');
    const rule = `<Rule><DefaultRetention><Mode>${this.mode}</Mode><Years>15</Years></DefaultRetention></Rule>`;
    answer.end(`<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>${rule}</ObjectLockConfiguration>`);
  }

  private list(prefix: string, answer: ServerResponse): void {
    const found = [...this.versions].filter(([key]) => key.startsWith(prefix));
    const versions = found.flatMap(([key, all]) =>
      [...all]
        .reverse()
        .map((one) => `<Version><Key>${key}</Key><VersionId>${one.id}</VersionId><Size>${one.bytes.length}</Size></Version>`),
    );
    answer.end(`<ListVersionsResult><IsTruncated>false</IsTruncated>${versions.join('')}</ListVersionsResult>`);
  }

  private remove(key: string, version: string | null, answer: ServerResponse): void {
    if (this.isLocked) return void answer.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
    this.versions.set(key, this.versions.get(key)?.filter((one) => one.id !== version) ?? []);
    answer.writeHead(204).end();
  }

  private put(key: string, { headers }: IncomingMessage, body: Buffer, answer: ServerResponse): void {
    this.puts.push({ key, headers });
    const sum = createHash('sha256').update(body).digest('base64');
    if (headers['x-amz-checksum-sha256'] !== sum) return void answer.writeHead(400).end('<Error><Code>BadDigest</Code></Error>');
    const versions = this.versions.get(key) ?? [];
    this.versions.set(key, [...versions, { id: `v${versions.length + 1}`, bytes: body, checksum: sum }]);
    answer.setHeader('x-amz-version-id', `v${versions.length + 1}`);
    answer.end();
  }
}
