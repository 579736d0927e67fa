import { isAway } from './database-refusals.js';

describe('whether the database is away', () => {
  it.each([
    ['a connection that was cut', { code: '08006' }, true],
    ['a login whose password was changed', { code: '28P01' }, true],
    ['a server that shuts down', { code: '57P01' }, true],
    ['no connection left', { code: '53300' }, true],
    ['a socket that nobody listens at', { code: 'ECONNREFUSED', syscall: 'connect' }, true],
    ['a pool that has waited too long', { message: 'Connection terminated due to connection timeout' }, true],
    ['a full disk of the service', { code: 'ENOSPC', syscall: 'write' }, false],
    ['a row that breaks a rule', { code: '23514' }, false],
    ['a statement that was cancelled', { code: '57014' }, false],
  ])('%s', (_, error, expected) => {
    expect(isAway(error)).toBe(expected);
  });
});
