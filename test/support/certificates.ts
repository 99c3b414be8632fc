import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why there can be no certificates here, with what to install; undefined when there can. */
export function opensslIsMissing(): string | undefined {
  if (spawnSync('openssl', ['version']).status === 0) return undefined;
  return 'certificates are made with openssl: apt-get install openssl';
}

/** An authority of its own, and what it has signed for this machine. */
export interface Certificates {
  /** The file with the authority's certificate. */
  readonly authority: string;
  /** The file with a key and its certificate. */
  readonly server: string;
}

const ONE_DAY = ['-days', '1'];
const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Makes an authority and a certificate for 127.0.0.1 in a folder; in PEM, for a day. */
export function makeCertificates(folder: string, name: string): Certificates {
  const file = (what: string) => join(folder, `${name}.${what}`);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const authority = ['-keyout', file('ca.key'), '-out', file('ca.pem')];
  openssl('req', '-x509', ...EC_KEY, ...ONE_DAY, ...authority, '-subj', `/CN=${name} authority`);
  const asked = ['-keyout', file('key'), '-out', file('csr')];
  openssl('req', ...EC_KEY, ...asked, '-subj', '/CN=127.0.0.1');
  writeFileSync(file('names'), 'subjectAltName=IP:127.0.0.1');
  const signer = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'];
  const signed = ['-in', file('csr'), '-out', file('crt'), '-extfile', file('names')];
  openssl('x509', '-req', ...ONE_DAY, ...signer, ...signed);
  writeFileSync(
    file('pem'),
    ['key', 'crt'].map((what) => readFileSync(file(what), 'utf8')).join(''),
  );
  return { authority: file('ca.pem'), server: file('pem') };
}
