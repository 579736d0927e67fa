import pg from 'pg';

/**
 * A connection whose end is no event without a listener, which would end the process. A connection that breaks tells the statement that runs on it,
 * and its client as well, once for each thing that it noticed (the server's last words, the socket's end). A pool listens to clients that nobody uses,
 * TypeORM to those that it uses until the first of these, BullMQ to its own not at all. To be given to pools as their `Client`.
 */
export const HeardClient = function heard(config?: string | pg.ClientConfig): pg.Client {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  return client;
} as unknown as typeof pg.Client;
