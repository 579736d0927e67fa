import { createPrivateKey } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  isKeyName,
  parseVkey,
  rawPublicKey,
  signatureTypes,
  verifierKey,
  vkeyText,
  type VerifierKey,
} from '../log/signed-note.js';
import { readOrCreateKey } from '../platform/key-files.js';
import { wallClockSeconds } from './wall-clock.js';
import { witnessServer } from './witness-server.js';
import { WitnessStore } from './witness-store.js';
import { becomeUser, requireApartFrom, WitnessFault } from './witness-user.js';

const help = `npm run witness -- --folder FOLDER --name NAME --log VKEY… [--port 3200] [--host 127.0.0.1] [--user USER] [--apart-from DATA_DIR]
日志见证人：核对平台日志只增不改，并为检查点副署（C2SP tlog-witness）。 A witness of the log: cosigns checkpoints that are a later state of the last.

  --folder      自有的密钥与记录 its own key and record
  --name        见证人名称 the name of the witness, such as witness.example/w1
  --log         日志的验证密钥，可重复 the verifier key of a log, as often as you like: GET /v1/log/key
  --user        以此系统用户运行；root启动后即转为该用户 the operating-system user to run as; root becomes it
  --apart-from  平台的DATA_DIR；若属同一系统用户则拒绝启动 the service's DATA_DIR: refused where it belongs to the same user
首行打印见证人的验证密钥，即平台的WITNESS_KEY。 The first line is the witness's verifier key, the service's WITNESS_KEY.
`;

const text = { type: 'string' } as const;
const options = {
  ...{ folder: text, name: text, port: text, host: text, user: text, 'apart-from': text },
  log: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The command `npm run witness`, given in `from`. It answers 2 for wrong use, 1 where it cannot start; else it runs until it is told to stop. */
export async function witnessCommand(args: readonly string[], from: string): Promise<number> {
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) {
      process.stdout.write(help);
      return 0;
    }
    const { folder, name, log = [] } = values;
    const logs = log.map(parseVkey).filter((one): one is VerifierKey => one?.type === signatureTypes.log);
    const port = Number(values.port ?? 3200);
    if (
      folder === undefined ||
      name === undefined ||
      !isKeyName(name) ||
      log.length === 0 ||
      logs.length !== log.length ||
      !isPort(port)
    ) {
      process.stderr.write(`用法不对。 Wrong use.\n${help}`);
      return 2;
    }
    const at = resolve(from, folder);
    if (values.user !== undefined) becomeUser(values.user, at);
    if (values['apart-from'] !== undefined) requireApartFrom(resolve(from, values['apart-from']));
    return await run({ folder: at, name, logs, port, host: values.host ?? '127.0.0.1' });
  } catch (error) {
    process.stderr.write(`见证人无法启动。 The witness cannot start: ${(error as Error).message}\n`);
    return error instanceof WitnessFault || !String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS') ? 1 : 2;
  }
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 0 && port <= 65_535;
}

async function run({
  folder,
  name,
  logs,
  port,
  host,
}: {
  folder: string;
  name: string;
  logs: VerifierKey[];
  port: number;
  host: string;
}): Promise<number> {
  const store = new WitnessStore(folder);
  for (const { name: origin } of logs) store.last(origin);
  const privateKey = createPrivateKey({ key: readOrCreateKey(folder, 'witness'), format: 'jwk' });
  const key = verifierKey(name, signatureTypes.witness, rawPublicKey(privateKey));
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const server = witnessServer({ key, privateKey, logs, store, seconds: wallClockSeconds }, say);
  await new Promise<void>((listening, fault) => server.once('error', fault).listen(port, host, listening));
  say(vkeyText(key));
  say(`http://${host}:${(server.address() as AddressInfo).port}`);
  await new Promise<void>((stop) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop());
  });
  await new Promise((closed) => {
    server.close(closed);
    server.closeIdleConnections();
  });
  store.close();
  return 0;
}
