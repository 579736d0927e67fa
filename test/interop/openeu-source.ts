import { basename } from 'node:path';
import { bytesOf, filesOf } from './found.js';

export const openeu = 'prozorro/openeu/http';
export type Flow = 'tutorial' | 'multiple_lots_tutorial';

/** One recorded request with its answer. */
export interface Recorded {
  /** The file's name without its ending: the act's name. */
  name: string;
  method: string;
  path: string;
  status: number;
  /** `data` of the request's body; null where it had none. */
  sent: unknown;
  /** `data` of the answer, or its whole body where it is a refusal. */
  got: unknown;
}

/** All recorded acts of a flow, by name. */
export function recordedActs(flow: Flow): Map<string, Recorded> {
  return new Map(filesOf(`${openeu}/${flow}`, '.http').map((file) => [basename(file, '.http'), parsed(file)]));
}

/** A request and its answer, one after the other, as the documentation tests of the source wrote them. Throws for any other text. */
function parsed(file: string): Recorded {
  const whole = bytesOf(file).toString('utf8').replaceAll('\r', '');
  const answerAt = whole.indexOf('\nHTTP/1.0 ');
  const [, method = '', path = ''] = /^(GET|POST|PUT|PATCH|DELETE) (\S+) HTTP\/1\.0$/m.exec(whole) ?? [];
  const status = Number(/^HTTP\/1\.0 (\d{3}) /.exec(whole.slice(answerAt + 1))?.[1]);
  if (answerAt < 0 || method === '' || !Number.isInteger(status)) throw new Error(`${file} is no recorded request`);
  const sent = bodyOf(whole.slice(0, answerAt)) as { data?: unknown } | null;
  const got = bodyOf(whole.slice(answerAt + 1)) as { data?: unknown } | null;
  return { name: basename(file, '.http'), method, path, status, sent: sent?.data ?? null, got: got?.data ?? got };
}

function bodyOf(message: string): unknown {
  const body = message.slice(message.indexOf('\n\n') + 2).trim();
  return body.startsWith('{') ? (JSON.parse(body) as unknown) : null;
}
