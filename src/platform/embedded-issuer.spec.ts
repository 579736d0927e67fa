import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import supertest from 'supertest';
import { CONFIG, readConfig } from './config.js';
import { demoClients } from './demo-clients.js';
import { EmbeddedIssuer, mountEmbeddedIssuer } from './embedded-issuer.js';
import { createLog, LOG } from './logging.js';

const dataDir = mkdtempSync(join(tmpdir(), 'ftz-issuer-'));
const config = readConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1/none', DATA_DIR: dataDir });
const lines: string[] = [];
const log = createLog('info', 'test', { write: (line) => void lines.push(line) });
const [client] = demoClients.filter((one) => one.roles.length > 1) as [(typeof demoClients)[number]];
const credentials = { client_id: client.clientId, client_secret: client.clientSecret };
const grant = { grant_type: 'client_credentials' };

describe('the embedded issuer', () => {
  let app: NestFastifyApplication;
  let http: ReturnType<typeof supertest>;
  const consoleLines: unknown[] = [];
  const { warn, info } = console;

  beforeAll(async () => {
    console.warn = console.info = (...args: unknown[]) => void consoleLines.push(args);
    @Module({ providers: [{ provide: CONFIG, useValue: config }, { provide: LOG, useValue: log }, EmbeddedIssuer] })
    class IssuerModule {}
    app = await NestFactory.create<NestFastifyApplication>(IssuerModule, new FastifyAdapter(), { logger: false });
    await mountEmbeddedIssuer(app);
    await app.listen(0, '127.0.0.1');
    http = supertest(app.getHttpServer());
  });
  afterAll(async () => {
    Object.assign(console, { warn, info });
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('answers an RFC 9068 token for a demo client, for the scopes it asks for', async () => {
    const scope = client.roles[0] as string;
    const answer = await http
      .post('/oauth/token')
      .type('form')
      .send({ ...grant, ...credentials, scope });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ token_type: 'Bearer', scope, expires_in: 3600 });
    const keys = (await http.get('/oauth/jwks')).body as JSONWebKeySet;
    expect(JSON.stringify(keys)).not.toContain('"d"');
    const { payload } = await jwtVerify((answer.body as { access_token: string }).access_token, createLocalJWKSet(keys), {
      issuer: `${config.publicUrl}/oauth`,
      audience: config.oidcAudience,
      typ: 'at+jwt',
      algorithms: ['EdDSA'],
    });
    expect(payload).toMatchObject({ sub: client.clientId, client_id: client.clientId, scope });
  });

  it('takes the secret in the Authorization header too, and gives all scopes where none is named', async () => {
    const answer = await http.post('/oauth/token').auth(client.clientId, client.clientSecret).type('form').send(grant);
    expect(answer.status).toBe(200);
    expect((answer.body as { scope: string }).scope.split(' ').sort()).toEqual([...client.roles].sort());
  });

  it.each<[string, number, Record<string, string>]>([
    ['a wrong secret', 401, { ...grant, ...credentials, client_secret: 'wrong' }],
    ['an unknown client', 401, { ...grant, client_id: 'nobody', client_secret: 'x' }],
    ['a scope that is not its own', 400, { ...grant, ...credentials, scope: 'registrar' }],
    ['another audience', 400, { ...grant, ...credentials, resource: 'urn:another' }],
    ['another grant', 400, { ...credentials, grant_type: 'password', username: 'a', password: 'b' }],
    ['no grant', 400, credentials],
    ['nothing', 400, {}],
  ])('refuses %s', async (_, status, form) => {
    const answer = await http.post('/oauth/token').type('form').send(form);
    expect({ status: answer.status, error: typeof (answer.body as { error: unknown }).error }).toEqual({
      status,
      error: 'string',
    });
  });

  it('never answers 5xx to what is no token request', async () => {
    const answers = await Promise.all([
      http.post('/oauth/token'),
      http
        .post('/oauth/token')
        .type('json')
        .send({ ...grant, ...credentials }),
      http.post('/oauth/token').type('json').send('{'),
      http.post('/oauth/token').type('form').send('%%%=%ff&&&=\u0000&grant_type=client_credentials'),
      http
        .post('/oauth/token')
        .type('form')
        .send(`grant_type=${'a'.repeat(70_000)}`),
      http.post('/oauth/token').type('form').set('authorization', 'Basic %%%').send(grant),
      http
        .post('/oauth/token')
        .type('form')
        .set('authorization', `Basic ${Buffer.from('%zz:%').toString('base64')}`)
        .send(grant),
      http.post('/oauth/token?grant_type=client_credentials'),
      http.get('/oauth/token'),
      http.put('/oauth/token').send('x'),
      http.get('/oauth/'),
      http.get('/oauth/auth?client_id=procurer-wang&response_type=code'),
      http.get('/oauth/nothing/%zz'),
      http.post('/oauth/request').type('form').send(credentials),
      http.get('/oauth/me'),
    ]);
    expect(answers.map(({ status }) => status).filter((status) => status < 400 || status >= 500)).toEqual([]);
  });

  it('names its own addresses in discovery', async () => {
    const { body } = (await http.get('/oauth/.well-known/openid-configuration')) as { body: Record<string, string> };
    expect(body['issuer']).toBe(`${config.publicUrl}/oauth`);
    expect(new URL(body['token_endpoint'] as string).pathname).toBe('/oauth/token');
    expect(new URL(body['jwks_uri'] as string).pathname).toBe('/oauth/jwks');
  });

  it('keeps quiet on the console, and no secret reaches the log', () => {
    expect(consoleLines).toEqual([]);
    expect(lines.join('')).not.toContain(client.clientSecret);
  });

  it.each([
    ['an outside issuer is set', { oidcIssuer: 'https://issuer.example' }],
    ['in production', { production: true }],
  ])('is not in use where %s', (_, change) => {
    expect(new EmbeddedIssuer({ ...config, ...change }, log).enabled).toBe(false);
  });
});
