import { startTestApp, type TestApp } from '../app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('the edge', () => {
  it('answers health, the law and the calendar to anyone', async () => {
    expect((await app.http('get', '/health/live')).status).toBe(200);
    expect((await app.http('get', '/health/ready')).status).toBe(200);
    expect((await app.http('get', '/v1/articles')).body.items).toHaveLength(15);
    expect((await app.http('get', '/v1/articles/51')).body.number).toBe(51);
    expect((await app.http('get', '/v1/articles/62')).status).toBe(404);
    expect((await app.http('get', '/v1/rules')).body.items.length).toBeGreaterThan(60);
    expect((await app.http('get', '/v1/calendar/2026')).body.off).toContain('2026-10-01');
    expect((await app.http('get', '/v1/calendar/2027')).status).toBe(404);
  });
  it('gives tokens', async () => {
    const registrar = await app.as('registrar');
    const answer = await registrar('put', '/v1/calendar/2027').send({ off: ['2027-01-01'], work: [], source: '测试' });
    console.log(JSON.stringify(answer.body), answer.status, app.logged().slice(-2000));
    expect(answer.status).toBe(200);
  });
});
