import { Writable } from 'node:stream';
import { QueryFailedError } from 'typeorm';
import { createLog } from './logging.js';

describe('the log', () => {
  it('never carries the values of a failed statement, nor what is named as secret', () => {
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    const log = createLog('info', 'test', sink);
    const error = new QueryFailedError('INSERT INTO t VALUES ($1)', ['planted-value'], new Error('refused'));
    log.error({ err: error, share: { identity: 'planted-identity' }, body: 'planted-body' }, 'fault');
    const text = lines.join('');
    expect(text).toContain('refused');
    expect(text).not.toContain('planted');
  });
});
