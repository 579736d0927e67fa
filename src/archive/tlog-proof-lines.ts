/** The first line of a C2SP tlog-proof. */
export const tlogProofHeader = 'c2sp.org/tlog-proof@v1';

/** C2SP tlog-proof, as it is written. `extra` is put in as it is, and signed by nobody; `note` is the checkpoint with its signatures. */
export function tlogProofLines(index: number, hashes: readonly Buffer[], note: string, extra?: Buffer): string {
  const lines = [
    tlogProofHeader,
    ...(extra === undefined ? [] : [`extra ${extra.toString('base64')}`]),
    `index ${index}`,
    ...hashes.map((one) => one.toString('base64')),
  ];
  return `${lines.join('\n')}\n\n${note}`;
}
