import { Writable } from 'node:stream';
import pg from 'pg';
import { QueryFailedError } from 'typeorm';
import { createLog } from './logging.js';

function logged(fields: Record<string, unknown>): string {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  createLog('info', 'test', sink).error(fields, 'fault');
  return lines.join('');
}

function databaseError(message: string, fields: Partial<pg.DatabaseError>): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(message, message.length, 'error'), fields);
}

describe('the log', () => {
  it('never carries the values of a failed statement, nor what is named as secret', () => {
    const error = new QueryFailedError('INSERT INTO t VALUES ($1)', ['planted-value'], new Error('refused'));
    const text = logged({ err: error, share: { identity: 'planted-identity' }, body: 'planted-body' });
    expect(text).toContain('refused');
    expect(text).not.toContain('planted');
  });

  it.each([
    [
      'a unique violation',
      databaseError('duplicate key value violates unique constraint "people_subject_key"', {
        code: '23505',
        detail: 'Key (subject)=(planted-value) already exists.',
        constraint: 'people_subject_key',
        table: 'people',
        routine: '_bt_check_unique',
      }),
      { code: '23505', constraint: 'people_subject_key', table: 'people', routine: '_bt_check_unique' },
    ],
    [
      'an invalid input',
      databaseError('invalid input syntax for type uuid: "planted-value\n    at planted-line"', {
        code: '22P02',
        where: "unnamed portal parameter $1 = 'planted-value'",
        column: 'id',
        routine: 'string_to_uuid',
      }),
      { code: '22P02', column: 'id', routine: 'string_to_uuid' },
    ],
  ])('says of %s where it happened, never what it quotes', (_, error, said) => {
    for (const thrown of [error, new QueryFailedError('SELECT $1', ['planted-value'], error)]) {
      const text = logged({ err: thrown });
      expect(text).not.toContain('planted');
      const { err } = JSON.parse(text) as { err: Record<string, string> };
      expect(err).toMatchObject(said);
      expect(err['message']).toBeUndefined();
      expect(err['stack']).toMatch(/^at .*logging\.spec/);
    }
  });
});
