import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** One message of PostgreSQL's wire protocol 3 on its way. */
export interface WireMessage {
  from: 'client' | 'server';
  /** `Q` a simple query, `S` the end of an extended one, `C` a command's completion, `Z` ready for the next; empty for a session's beginning. */
  type: string;
  /** What follows the length, as text. */
  text: string;
  /** The statement this session is at. */
  statement: string;
  /** The process that serves this session; 0 until it has said so. */
  backend: number;
}

/** `hold`: neither this message nor any later one of its session arrives. `cut`: both ends see the connection break. */
export type Verdict = 'pass' | 'hold' | 'cut';

export interface WireProxy {
  /** The same database by way of the proxy. */
  through(databaseUrl: string): string;
  /** Who serves the sessions that are open there. */
  backends(): number[];
  /** Asked of every message from now on. */
  watch(judge: (message: WireMessage) => Verdict): void;
  /** Sends new sessions to another port. */
  leadTo(port: number): void;
  close(): Promise<void>;
}

const passAll = (): Verdict => 'pass';

/** Stands between the service and PostgreSQL, reads what passes and lets a test end it at any message. */
export async function startWireProxy(databaseUrl: string): Promise<WireProxy> {
  let port = Number(new URL(databaseUrl).port);
  let judge: (message: WireMessage) => Verdict = passAll;
  const sockets = new Set<Socket>();
  const backends = new Set<number>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port, host: new URL(databaseUrl).hostname, noDelay: true });
    for (const socket of [client, upstream]) sockets.add(socket);
    join(client, upstream, backends, (message) => judge(message));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    through: (url) => Object.assign(new URL(url), { host: `127.0.0.1:${(server.address() as AddressInfo).port}` }).href,
    backends: () => [...backends],
    watch: (next) => void (judge = next),
    leadTo: (next) => void (port = next),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function join(client: Socket, upstream: Socket, backends: Set<number>, judge: (message: WireMessage) => Verdict): void {
  let held = false;
  let statement = '';
  let backend = 0;
  const named = new Map<string, string>();
  const cut = (): void => {
    backends.delete(backend);
    client.destroy();
    upstream.destroy();
  };
  const carry = (from: WireMessage['from'], to: Socket) => (type: string, whole: Buffer) => {
    const text = whole.subarray(type === '' ? 4 : 5).toString('latin1');
    if (from === 'client') statement = statementOf(type, text, named) ?? statement;
    if (from === 'server' && type === 'K') backends.add((backend = whole.readInt32BE(5)));
    const verdict = held ? 'hold' : judge({ from, type, text, statement, backend });
    if (verdict === 'hold') held = true;
    else if (verdict === 'cut') cut();
    else if (to.writable) to.write(whole);
  };
  client.on('data', messages(carry('client', upstream), true));
  upstream.on('data', messages(carry('server', client), false));
  for (const socket of [client, upstream]) socket.on('error', () => undefined).on('close', cut);
}

/** A simple query's text; a prepared one's by the name that a Bind gives. */
function statementOf(type: string, text: string, named: Map<string, string>): string | undefined {
  const parts = text.split('\0');
  if (type === 'P') named.set(parts[0] ?? '', parts[1] ?? '');
  if (type === 'P') return parts[1];
  return type === 'Q' ? parts[0] : type === 'B' ? named.get(parts[1] ?? '') : undefined;
}

/** Cuts a stream into messages: a type byte, but for a client's first, then a length that counts itself. */
function messages(take: (type: string, whole: Buffer) => void, clients: boolean): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let isFirst = clients;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const before = isFirst ? 0 : 1;
      if (rest.length < before + 4) return;
      const end = before + rest.readUInt32BE(before);
      if (rest.length < end) return;
      const whole = rest.subarray(0, end);
      rest = rest.subarray(end);
      take(isFirst ? '' : String.fromCharCode(whole[0] as number), whole);
      isFirst = false;
    }
  };
}
