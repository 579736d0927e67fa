import { pathToFileURL } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { identityToRecipient } from 'age-encryption';
import { AddMember } from '../src/organizations/add-member.js';
import { AppointRegistrar } from '../src/organizations/appoint-registrar.js';
import { RegisterOrganization } from '../src/organizations/register-organization.js';
import { VerifyOrganization } from '../src/organizations/verify-organization.js';
import { AppModule } from '../src/app.module.js';
import { openText } from '../src/custody/age-text.js';
import { EnrolKey } from '../src/custody/enrol-key.js';
import { systemActor, type Actor } from '../src/platform/actor.js';
import { readConfig } from '../src/platform/config.js';
import { demoClients } from '../src/platform/demo-clients.js';
import { etagOf } from '../src/platform/etag.js';
import { createLog } from '../src/platform/logging.js';
import { appointFirstRegistrar, callerOfToken } from '../src/platform/people.js';
import { Reads } from '../src/platform/reads.js';
import { UnitOfWork } from '../src/platform/unit-of-work.js';
import { demoIdentities } from './demo-custodians.js';
import { organizations, type SeededOrganization } from './organizations.js';

const registrarClient = demoClients.find((one) => one.organization === null) as (typeof demoClients)[number];

/** The demo organisations and people, through the same use cases as over HTTP. What is there already is left alone. */
export async function seed(app: INestApplicationContext): Promise<void> {
  const registrar = await registrarActor(app);
  const ids = new Map<string, string>();
  for (const [key, organization] of Object.entries(organizations))
    ids.set(key, await ensureOrganization(app, registrar, organization, ids));
  for (const { clientId, name, organization } of demoClients)
    if (organization === null && !(await isKnown(app, clientId)))
      await app.get(AppointRegistrar).run(systemActor('seed'), { subject: clientId, name });
  for (const client of demoClients) {
    const organizationId = client.organization === null ? undefined : ids.get(client.organization);
    if (organizationId === undefined || (await isKnown(app, client.clientId))) continue;
    await app
      .get(AddMember)
      .run(registrar, organizationId, { subject: client.clientId, name: client.name, roles: [...client.roles] });
  }
  for (const [clientId, identity] of Object.entries(demoIdentities)) await ensureKey(app, clientId, identity);
}

/** Each with the key of the demonstration, proved as anybody proves one. */
async function ensureKey(app: INestApplicationContext, clientId: string, identity: string): Promise<void> {
  const known = `SELECT FROM people JOIN custodian_keys key ON key.person_id = people.id WHERE subject = $1 AND proved_at IS NOT NULL`;
  if ((await app.get(Reads).query(known, [clientId])).length > 0) return;
  const scopes = demoClients.find((one) => one.clientId === clientId)?.roles ?? [];
  const owner = asSeed((await callerOfToken(app.get(Reads), { subject: clientId, scopes }, null)) as Omit<Actor, 'request'>);
  const made = await app.get(EnrolKey).challenge(owner, await identityToRecipient(identity));
  const nonce = await openText(identity, made.challenge);
  await app.get(EnrolKey).prove(owner, made.id, Buffer.from(nonce ?? []).toString('utf8'));
}

/** Appointed where nobody knows him yet; asking again for him who stands would be recorded as a refused appointment. */
async function registrarActor(app: INestApplicationContext): Promise<Actor> {
  const { clientId, name } = registrarClient;
  if (!(await isKnown(app, clientId)) && !(await appointFirstRegistrar(app.get(UnitOfWork), clientId, name)))
    throw new Error('the platform has other people and no demo registrar: seed an empty database');
  const token = { subject: registrarClient.clientId, scopes: registrarClient.roles };
  const actor = (await callerOfToken(app.get(Reads), token, null)) as Omit<Actor, 'request'>;
  return asSeed(actor);
}

function asSeed(actor: Omit<Actor, 'request'>): Actor {
  return { ...actor, request: { correlationId: 'seed', route: 'seed', idempotencyKey: null, fingerprint: '', ifMatch: null } };
}

async function ensureOrganization(
  app: INestApplicationContext,
  registrar: Actor,
  { parentKey, ...body }: SeededOrganization,
  ids: Map<string, string>,
): Promise<string> {
  const found = await app
    .get(Reads)
    .query<{ id: string }>('SELECT id FROM organizations WHERE scheme = $1 AND identifier = $2', [body.scheme, body.identifier]);
  if (found[0]) return found[0].id;
  const parentId = parentKey === undefined ? undefined : ids.get(parentKey);
  const registered = await app
    .get(RegisterOrganization)
    .run(registrar, { ...body, ...(parentId === undefined ? {} : { parentId }) });
  const verifier = { ...registrar, request: { ...registrar.request, ifMatch: etagOf(registered) } };
  await app.get(VerifyOrganization).run(verifier, registered.id, { basis: { zh: '演示数据', en: 'Demo data' } });
  return registered.id;
}

async function isKnown(app: INestApplicationContext, subject: string): Promise<boolean> {
  return (await app.get(Reads).query('SELECT 1 FROM people WHERE subject = $1', [subject])).length > 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const log = createLog('warn', 'seed');
  const app = await NestFactory.createApplicationContext(AppModule.with(readConfig(process.env), log), { logger: false });
  await seed(app);
  await app.close();
}
