// The ceiling for the API: a Fastify server in a process of its own that does the same work by hand, and nothing else.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fastify, type FastifyRequest } from 'fastify';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { bidReceipt, type BidReceipt } from '../../src/bids/bid-receipt.js';
import { BidBox } from '../../src/bids/bids.queries.js';
import { readConfig } from '../../src/platform/config.js';
import { callerOfToken } from '../../src/platform/people.js';
import { Reads } from '../../src/platform/reads.js';
import { SigningKeys } from '../../src/platform/signing-keys.js';
import { newId } from '../../src/platform/unit-of-work.js';
import type { TenderQuery } from '../../src/tenders/tender.dto.js';
import { readableTender, readableTenders } from '../../src/tenders/tenders.queries.js';

const config = readConfig(process.env);
const reads = new Reads(config);
const box = new BidBox(config);
const signer = new SigningKeys(config);
const issuerKeys = createLocalJWKSet(JSON.parse(process.env['BENCH_ISSUER_KEYS'] as string) as JSONWebKeySet);
const folder = join(config.dataDir, 'files');
await mkdir(folder, { recursive: true });

const server = fastify();
server.addContentTypeParser('application/age', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.get('/v1/tenders', ({ query }) => readableTenders(reads, null, query as TenderQuery));
server.get('/v1/tenders/:id', ({ params }) => readableTender(reads, null, (params as { id: string }).id));
server.post('/v1/tenders/:id/bids', async (request, reply) => reply.code(201).send(await submit(request)));

await server.listen({ host: '127.0.0.1', port: 0 });
process.on('disconnect', () => process.exit());
process.send?.({ port: (server.server.address() as AddressInfo).port });

/** Token, caller, two hashes, the file on the disk, one statement, one signature. */
async function submit({ params, headers, body, method, url }: FastifyRequest): Promise<BidReceipt> {
  const tenderId = (params as { id: string }).id;
  const token = (headers.authorization as string).slice('Bearer '.length);
  const issued = { issuer: config.oidcIssuer as string, audience: config.oidcAudience, typ: 'at+jwt', algorithms: ['EdDSA'] };
  const { payload } = await jwtVerify(token, issuerKeys, issued);
  const caller = await callerOfToken(
    reads,
    { subject: payload.sub as string, scopes: String(payload['scope']).split(' ') },
    null,
  );
  if (!caller?.roles.includes('supplier')) throw new Error('no supplier');
  const bytes = body as Buffer;
  const hash = (name: string): Buffer => createHash(name).update(bytes).digest();
  const [sha256, sha512] = [hash('sha256'), hash('sha512')];
  const digest = String(headers['content-digest']);
  if (digest !== `sha-256=:${sha256.toString('base64')}:`) throw new Error('another digest');
  await keep(bytes, sha256.toString('hex'));
  const made = await box.submit({
    ...{ id: newId(), entryId: newId(), salt: randomBytes(32), match: null, act: 'submission', tenderId },
    ...{ supplierId: caller.organizationId as string, personId: caller.personId },
    file: { sha256: sha256.toString('hex'), sha512: sha512.toString('hex'), bytes: bytes.length },
    idempotencyKey: headers['idempotency-key'] as string,
    fingerprint: createHash('sha256').update(`${method}\n${url}\n${digest}`).digest('hex'),
  });
  if (made.outcome !== 'made') throw new Error(made.outcome);
  return bidReceipt(made, tenderId, signer);
}

/** As durable as the API's: the bytes synced, then the name. All in one folder. */
async function keep(bytes: Buffer, name: string): Promise<void> {
  const staged = join(folder, randomUUID());
  const file = await open(staged, 'wx', 0o600);
  await file.write(bytes);
  await file.sync();
  await file.close();
  await rename(staged, join(folder, name));
  const above = await open(folder, 'r');
  await above.sync();
  await above.close();
}
