import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { ObjectVersion, S3Client } from '@aws-sdk/client-s3';
import type { Blob, ByteRange, Staged } from './blob-store.js';
import { sha256Of, unreadable } from './blob-files.js';
import { realNow } from './clock.js';
import { Refusal, unknownResource } from './refusal.js';

/** Where blobs are kept for good, other than in the store's own folder. */
export interface KeptBlobs {
  /** Throws Error where what is kept there would not be safe. */
  ready(): Promise<void>;
  /** True where it was not there before. The staged file stays. */
  keep(staged: Staged): Promise<boolean>;
  has(sha256: string): Promise<boolean>;
  size(sha256: string): Promise<number>;
  open(sha256: string, range?: ByteRange): Promise<Blob>;
  /** As `BlobStore.digests`. */
  digests(folder: string): Promise<Map<string, string>>;
  /** Every version of it; false while one is locked. */
  remove(sha256: string): Promise<boolean>;
  close(): void;
}

export interface S3Config {
  endpoint: string;
  bucket: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  /** From the day on which a blob is kept. */
  retentionYears: number;
}

type Sdk = typeof import('@aws-sdk/client-s3');
type Version = ObjectVersion & { Key: string };

/**
 * Blobs in S3 under Object Lock in COMPLIANCE mode: nobody, not even the account's owner, deletes one or shortens its time. What is read is the oldest
 * version, so that one put over it later changes nothing. Wire-tested against a stub alone.
 */
export class S3Blobs implements KeptBlobs {
  private connected: Promise<{ sdk: Sdk; client: S3Client }> | null = null;

  constructor(private readonly config: S3Config) {}

  async ready(): Promise<void> {
    const { bucket } = this.config;
    const { sdk, client } = await this.connect();
    const versioning = await client.send(new sdk.GetBucketVersioningCommand({ Bucket: bucket }));
    if (versioning.Status !== 'Enabled') throw new Error(`the bucket ${bucket} does not keep versions`);
    const { ObjectLockConfiguration: lock } = await client.send(new sdk.GetObjectLockConfigurationCommand({ Bucket: bucket }));
    if (lock?.ObjectLockEnabled !== 'Enabled') throw new Error(`the bucket ${bucket} has no Object Lock`);
    if (lock.Rule?.DefaultRetention?.Mode !== 'COMPLIANCE')
      throw new Error(`the bucket ${bucket} does not lock its objects in COMPLIANCE mode`);
  }

  async keep({ sha256, bytes, path }: Staged): Promise<boolean> {
    const there = await this.oldest(sha256);
    if (there && there.Size === bytes) return false;
    const { sdk, client } = await this.connect();
    await calling(
      client.send(
        new sdk.PutObjectCommand({
          Bucket: this.config.bucket,
          Key: keyOf(sha256),
          Body: createReadStream(path),
          ContentLength: bytes,
          ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
          ObjectLockMode: 'COMPLIANCE',
          ObjectLockRetainUntilDate: yearsOn(this.config.retentionYears),
        }),
      ),
    );
    return there === null;
  }

  async has(sha256: string): Promise<boolean> {
    return (await this.oldest(sha256)) !== null;
  }

  async size(sha256: string): Promise<number> {
    const version = await this.oldest(sha256);
    if (!version) throw unknownResource();
    return version.Size ?? 0;
  }

  async open(sha256: string, range?: ByteRange): Promise<Blob> {
    const version = await this.oldest(sha256);
    if (!version) throw unknownResource();
    const bytes = version.Size ?? 0;
    if (range && !(range.first >= 0 && range.first <= range.last && range.last < bytes))
      throw new RangeError('range not within the blob');
    return { bytes, stream: await calling(this.read(version, range ? { Range: `bytes=${range.first}-${range.last}` } : {})) };
  }

  async digests(folder: string): Promise<Map<string, string>> {
    const oldest = new Map<string, Version>();
    const prefix = `sha256/${folder}/`;
    for await (const version of this.versions(prefix)) oldest.set(version.Key.slice(prefix.length), version);
    const digests = new Map<string, string>();
    for (const [name, version] of oldest) {
      const digest = await this.digest(version);
      if (digest !== null) digests.set(name, digest);
    }
    return digests;
  }

  async remove(sha256: string): Promise<boolean> {
    const { sdk, client } = await this.connect();
    const of = { Bucket: this.config.bucket, Key: keyOf(sha256) };
    for (let version = await this.oldest(sha256); version; version = await this.oldest(sha256)) {
      const gone = client.send(new sdk.DeleteObjectCommand({ ...of, VersionId: version.VersionId }));
      const isLocked = await gone.then(
        () => false,
        (error: { name?: string }) => (error.name === 'AccessDenied' ? true : calling(Promise.reject(error as Error))),
      );
      if (isLocked) return false;
    }
    return true;
  }

  close(): void {
    void this.connected?.then(({ client }) => client.destroy());
  }

  /** The version that was put first, whatever came over it; null where there is none. */
  private async oldest(sha256: string): Promise<Version | null> {
    const key = keyOf(sha256);
    let oldest: Version | null = null;
    for await (const version of this.versions(key)) if (version.Key === key) oldest = version;
    return oldest;
  }

  /** Of each key in turn, the latest first. */
  private async *versions(prefix: string): AsyncGenerator<Version, void> {
    const { sdk, client } = await this.connect();
    let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    let isMore: boolean;
    do {
      const page = await calling(
        client.send(new sdk.ListObjectVersionsCommand({ Bucket: this.config.bucket, Prefix: prefix, ...from })),
      );
      yield* (page.Versions ?? []) as Version[];
      isMore = page.IsTruncated === true;
      from = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    } while (isMore);
  }

  private async read({ Key, VersionId }: Version, part: { Range?: string } = {}): Promise<Readable> {
    const { sdk, client } = await this.connect();
    const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: this.config.bucket, Key, VersionId, ...part }));
    return Body as Readable;
  }

  /** Null of one that went away meanwhile. That this one is not given is told; a store that gives nobody anything is another matter. */
  private async digest(version: Version): Promise<string | null> {
    const digest = this.read(version).then(sha256Of);
    return digest.catch(({ name }: { name: string }) => {
      if (['NoSuchKey', 'NoSuchVersion'].includes(name)) return null;
      return ['InvalidObjectState', 'AccessDenied'].includes(name) ? unreadable(name) : calling(digest);
    });
  }

  /** Only where it is used: the kit is large. */
  private connect(): Promise<{ sdk: Sdk; client: S3Client }> {
    this.connected ??= import('@aws-sdk/client-s3').then((sdk) => {
      const { endpoint, region, credentials } = this.config;
      const client = new sdk.S3Client({
        endpoint,
        region,
        forcePathStyle: true,
        // Whoever compares hashes itself, and has to be given what is wrong.
        responseChecksumValidation: 'WHEN_REQUIRED',
        ...(credentials ? { credentials } : {}),
      });
      return { sdk, client };
    });
    return this.connected;
  }
}

function keyOf(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw unknownResource();
  return `sha256/${sha256.slice(0, 2)}/${sha256}`;
}

/** By the real clock, which is the one that the lock goes by. */
function yearsOn(years: number): Date {
  const until = realNow();
  until.setUTCFullYear(until.getUTCFullYear() + years);
  until.setUTCMilliseconds(0);
  return until;
}

async function calling<Answer>(call: Promise<Answer>): Promise<Answer> {
  return call.catch((error: unknown) => {
    const away = { zh: '文件库暂不可用，请稍后再试。', en: 'The store of documents is away; try again shortly.' };
    throw Object.assign(new Refusal(503, 'documents-away', away, [], { 'retry-after': '5' }), { cause: error });
  });
}
