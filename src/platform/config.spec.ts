import { readConfig } from './config.js';
import { statementSecondsMax } from './database.js';

const sound = { DATABASE_URL: 'postgresql://ftz_app:x@127.0.0.1/ftz' };

describe('the configuration', () => {
  it('has safe defaults', () => {
    expect(readConfig(sound)).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      devClock: false,
      nationalConflicts: 'warn',
      production: false,
    });
  });

  it('lists every fault at once', () => {
    const env = {
      NODE_ENV: 'production',
      DEV_CLOCK: '1',
      PORT: '99999',
      REDIS_URL: 'http://x',
      POLICY_NATIONAL_CONFLICTS: 'maybe',
    };
    const faults = [
      'DATABASE_URL is missing',
      'DEV_CLOCK=1 is refused',
      'DEV_CLOCK=1 needs',
      'OIDC_ISSUER is missing',
      'PORT must',
      'REDIS_URL must',
      'POLICY_NATIONAL_CONFLICTS must',
    ];
    let message = '';
    try {
      readConfig(env);
    } catch (error) {
      message = (error as Error).message;
    }
    for (const fault of faults) expect(message).toContain(fault);
    expect(message.split('\n')).toHaveLength(faults.length + 1);
  });

  it('takes no opening that could overtake a submission under way', () => {
    const grace = (seconds: number): number =>
      readConfig({ ...sound, OPENING_GRACE_SECONDS: String(seconds) }).openingGraceSeconds;
    expect(grace(statementSecondsMax)).toBe(statementSecondsMax);
    expect(() => grace(statementSecondsMax - 1)).toThrow('OPENING_GRACE_SECONDS must be a whole number from 20');
  });

  it('names the log by its address, unless it has a name, and its witnesses with their keys', () => {
    expect(readConfig({ ...sound, PUBLIC_URL: 'https://procurement.example' }).logOrigin).toBe('procurement.example/v1/log');
    const named = readConfig({ ...sound, LOG_ORIGIN: 'log.example/2', WITNESS_URL: 'http://a/ https://b', WITNESS_KEY: 'k1 k2' });
    expect(named).toMatchObject({ logOrigin: 'log.example/2', checkpointSeconds: 60 });
    expect(named.witnesses).toEqual([
      { url: 'http://a', vkey: 'k1' },
      { url: 'https://b', vkey: 'k2' },
    ]);
    expect(readConfig(sound).witnesses).toEqual([]);
    expect(() => readConfig({ ...sound, LOG_ORIGIN: 'a b' })).toThrow('LOG_ORIGIN is a name');
    expect(() => readConfig({ ...sound, WITNESS_URL: 'http://a' })).toThrow('WITNESS_URL and WITNESS_KEY must');
    expect(() => readConfig({ ...sound, WITNESS_URL: 'ftp://a', WITNESS_KEY: 'k' })).toThrow('WITNESS_URL must be');
  });

  it('takes only https issuers in production', () => {
    expect(() => readConfig({ ...sound, NODE_ENV: 'production', OIDC_ISSUER: 'http://idp.example' })).toThrow('OIDC_ISSUER must');
    expect(readConfig({ ...sound, NODE_ENV: 'production', OIDC_ISSUER: 'https://idp.example' }).production).toBe(true);
  });

  it('takes a mail server with the address its mails come from', () => {
    const mail = { ...sound, SMTP_URL: 'smtp://127.0.0.1:2525', MAIL_FROM: 'no-reply@procurement.example' };
    expect(readConfig(mail)).toMatchObject({ smtpUrl: 'smtp://127.0.0.1:2525', mailFrom: 'no-reply@procurement.example' });
    expect(readConfig(sound).smtpUrl).toBeNull();
    expect(() => readConfig({ ...sound, SMTP_URL: 'smtp://127.0.0.1:2525' })).toThrow('MAIL_FROM is missing');
    expect(() => readConfig({ ...mail, SMTP_URL: 'http://127.0.0.1' })).toThrow('SMTP_URL must');
  });

  it('takes the address of one bucket, and both halves of a key or neither', () => {
    const s3 = { ...sound, S3_URL: 'https://s3.example/archive' };
    const both = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' };
    expect(readConfig({ ...s3, ...both }).s3).toEqual({
      ...{ endpoint: 'https://s3.example', bucket: 'archive', region: 'us-east-1', retentionYears: 15 },
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    });
    expect(readConfig({ ...s3, S3_URL: `${s3.S3_URL}/` }).s3).toMatchObject({ bucket: 'archive', credentials: null });
    for (const url of [
      'https://s3.example',
      'https://s3.example/a/b',
      'https://s3.example//',
      'https://id:x@s3.example/a',
      'https://s3.example/a?x',
    ])
      expect(() => readConfig({ ...s3, S3_URL: url })).toThrow('S3_URL names one bucket');
    for (const name of ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'])
      expect(() => readConfig({ ...s3, [name]: 'x' })).toThrow('belong together');
  });
});
