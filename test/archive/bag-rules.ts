import { createHash } from 'node:crypto';

/** What RFC 8493 asks of a complete and valid bag (sections 2 and 3), read anew from its text: a line for each thing that is not so. */
export function bagFaults(files: ReadonlyMap<string, Buffer>): string[] {
  const faults: string[] = [];
  const text = (name: string): string => files.get(name)?.toString('utf8') ?? '';
  if (!/^BagIt-Version: 1\.0\r?\nTag-File-Character-Encoding: UTF-8\r?\n?$/.test(text('bagit.txt')))
    faults.push('2.1.1 bagit.txt');
  const payload = [...files.keys()].filter((name) => name.startsWith('data/'));
  if (payload.length === 0) faults.push('2.1.2 data/');
  const manifests = [...files.keys()].filter((name) => /^manifest-[a-z0-9]+\.txt$/.test(name));
  if (manifests.length === 0) faults.push('2.1.3 no payload manifest');
  for (const name of manifests) {
    const listed = linesOf(name, files, faults);
    for (const one of listed) if (!one.startsWith('data/')) faults.push(`2.1.3 ${name} lists ${one}`);
    for (const one of payload) if (!listed.includes(one)) faults.push(`3 ${name} does not list ${one}`);
  }
  const tagManifests = [...files.keys()].filter((name) => /^tagmanifest-[a-z0-9]+\.txt$/.test(name));
  for (const name of tagManifests)
    for (const one of linesOf(name, files, faults))
      if (one.startsWith('data/') || one.startsWith('tagmanifest-')) faults.push(`2.2.1 ${name} lists ${one}`);
  const info = text('bag-info.txt');
  for (const line of info.split('\n').slice(0, -1))
    if (!/^([^:\s][^:]*:[ \t]+\S.*|[ \t]+\S.*)$/.test(line)) faults.push(`2.2.2 ${line}`);
  const bytes = payload.reduce((sum, name) => sum + (files.get(name)?.length ?? 0), 0);
  if (!info.includes(`Payload-Oxum: ${bytes}.${payload.length}\n`)) faults.push('2.2.2 Payload-Oxum');
  return faults;
}

function linesOf(manifest: string, files: ReadonlyMap<string, Buffer>, faults: string[]): string[] {
  const algorithm = /-([a-z0-9]+)\.txt$/.exec(manifest)?.[1] as string;
  const names = (files.get(manifest)?.toString('utf8') ?? '')
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [, sum = '', name = ''] = /^([0-9A-Fa-f]+)[ \t]+(.+)$/.exec(line) ?? [];
      const decoded = name.replace(/%(0D|0A|25)/gi, (one) => decodeURIComponent(one));
      const content = files.get(decoded);
      if (!content) faults.push(`3 ${manifest}: ${name} is not there`);
      else if (createHash(algorithm).update(content).digest('hex') !== sum.toLowerCase()) faults.push(`3 ${manifest}: ${name}`);
      return decoded;
    });
  if (new Set(names).size !== names.length) faults.push(`2.1.3 ${manifest} lists a file twice`);
  return names;
}
