declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  export interface Request {
    method: string;
    path: string;
    headers?: Record<string, string>;
    body?: Buffer;
    onResponse?: (status: number, body: string) => void;
  }

  /** One connection. */
  export interface Client {
    /** How many answers it waits for in all. */
    responseMax: number;
    setRequests(requests: Request[]): void;
  }

  export interface Options {
    url: string;
    connections: number;
    amount: number;
    /** Seconds without an answer after which a request counts as an error. */
    timeout: number;
    /** Milliseconds between two looks at whether all is done. */
    sampleInt: number;
    setupClient: (client: Client) => void;
  }

  export interface Result {
    errors: number;
    timeouts: number;
    non2xx: number;
    '2xx': number;
    statusCodeStats: Record<string, { count: number }>;
  }

  export interface Instance extends EventEmitter {
    stop(): void;
  }

  export default function autocannon(options: Options, done: (error: Error | null, result: Result) => void): Instance;
}
