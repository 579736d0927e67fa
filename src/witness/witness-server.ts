import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { addCheckpoint, type WitnessFacts } from './add-checkpoint.js';

const bodyBytesMax = 65_536;
const requestMsMax = 10_000;

/** The witness over HTTP: `POST /add-checkpoint`, and `GET /<origin hash>/checkpoint` for monitors. A request has to have come whole within `msMax`. */
export function witnessServer(facts: WitnessFacts, say: (line: string) => void, msMax = requestMsMax): Server {
  // Node takes the longer of the two for the whole request, and looks every half minute where it is not told.
  const times = { requestTimeout: msMax, headersTimeout: msMax, connectionsCheckingInterval: msMax / 10 };
  return createServer(times, (request, response) => {
    void serve(facts, request, response).catch((error: unknown) => {
      say(`fault: ${(error as Error).message}`);
      answer(response, 500, 'text/plain; charset=utf-8', 'the witness cannot answer\n');
    });
  });
}

async function serve(facts: WitnessFacts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST' && request.url === '/add-checkpoint') {
    const given = await bodyOf(request).catch(() => null);
    if (given === null) return answer(response, 408, 'text/plain; charset=utf-8', 'the request did not come whole\n');
    const { status, type, body } = addCheckpoint(facts, given);
    return answer(response, status, type, body);
  }
  const [, hash] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(request.url ?? '') ?? [];
  const note = request.method === 'GET' && hash !== undefined ? facts.store.note(hash) : null;
  answer(response, note === null ? 404 : 200, 'text/plain; charset=utf-8', note ?? 'not found\n');
}

/** What is too long is cut off, and so is no request. Throws where it breaks off. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= bodyBytesMax) parts.push(part);
  }
  return bytes > bodyBytesMax ? '' : Buffer.concat(parts).toString('utf8');
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
