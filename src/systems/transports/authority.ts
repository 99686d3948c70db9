/**
 * A certificate authority for one test: clients that trust its certificate, and nothing else, verify the simulated
 * systems as they verify their vendors' hosts.
 */
import { generateKeyPair } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type forge from 'node-forge';
import { UsageError } from '../../core/usage-error';

type Forge = typeof forge;

/** A certificate with its chain, and its private key: both PEM, as `node:tls` takes them. */
export interface HostCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Issues certificates that nobody trusts who was not given its own one. */
export interface CertificateAuthority {
  /** PEM. The private key is in this process's memory alone, unless the authority was kept in a directory. */
  readonly certificate: string;
  /** @param host - a name or an IP address, without brackets, in lower case */
  issue(host: string): HostCertificate;
}

/** The major version that this file is written for. */
const PACKAGE = 'node-forge@1';

/** Every client takes RSA keys of this size (bits); smaller ones are refused by OpenSSL's default security level. */
const KEY_BITS = 2048;

const DAY = 24 * 60 * 60 * 1000;

/** Clients whose clocks are a day behind, or a week ahead, still take the certificates; a run is over long before. */
const VALIDITY = { before: DAY, after: 7 * DAY };

/** Forge's numbers for the kinds of names in a certificate (RFC 5280, section 4.2.1.6: GeneralName). */
const NAME = { dns: 2, ip: 7 } as const;

/**
 * node-forge, loaded now.
 * @throws UsageError where it was not installed: it is an optional dependency
 */
export function loadForge(load: (name: string) => unknown = createRequire(__filename)): Forge {
  try {
    return load('node-forge') as Forge;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') {
      throw error;
    }
    throw new UsageError(
      '--transport proxy makes certificates with the package node-forge, which is not installed: it is an optional ' +
        `dependency. Install it: npm install --save-dev ${PACKAGE}`,
    );
  }
}

/** In hexadecimal, by whole bytes, none of them more than DER has it (X.690, section 8.3). */
function serialOf(serial: number): string {
  const digits = serial.toString(16);
  return digits.length % 2 === 0 && /^[0-7]/.test(digits)
    ? digits
    : digits.padStart(digits.length + 2 - (digits.length % 2), '0');
}

/** How an authority is made. */
export interface AuthorityOptions {
  /** The real time, in milliseconds: clients compare it with their own clocks. Default: the system's. */
  readonly now?: number;
  /**
   * Where it is kept for later runs: `authority.pem`, which clients trust, and `authority.key`, for the owner's eyes alone.
   * One that is valid for less than a day is replaced. Default: nowhere.
   */
  readonly directory?: string;
}

/** The authority's own key pair and certificate. */
interface AuthorityPair {
  readonly publicKey: string;
  readonly privateKey: string;
  /** Of an authority that was kept. */
  readonly certificate?: string;
}

/** What an earlier run kept, if it is valid for long enough. */
function keptPair(library: Forge, directory: string, now: number): AuthorityPair | undefined {
  const [certificateFile, keyFile] = authorityFiles(directory);
  if (!existsSync(certificateFile) || !existsSync(keyFile)) {
    return undefined;
  }
  const certificate = readFileSync(certificateFile, 'utf8');
  const { publicKey, validity } = library.pki.certificateFromPem(certificate);
  return validity.notAfter.getTime() < now + DAY
    ? undefined
    : {
        publicKey: library.pki.publicKeyToPem(publicKey),
        privateKey: readFileSync(keyFile, 'utf8'),
        certificate,
      };
}

/** Where an authority is kept: its certificate, its key. */
export function authorityFiles(directory: string): [certificate: string, key: string] {
  return [join(directory, 'authority.pem'), join(directory, 'authority.key')];
}

function keep(directory: string, certificate: string, privateKey: string): void {
  mkdirSync(directory, { recursive: true });
  const [certificateFile, keyFile] = authorityFiles(directory);
  for (const [file, text] of [
    [keyFile, privateKey],
    [certificateFile, certificate],
  ] as const) {
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    chmodSync(`${file}.new`, 0o600);
    renameSync(`${file}.new`, file);
  }
}

/**
 * Makes an authority with a key of its own, valid for a week; or takes the one that the directory keeps.
 *
 * @throws UsageError where node-forge is not installed
 */
export async function createAuthority({
  now = Date.now(),
  directory,
}: AuthorityOptions = {}): Promise<CertificateAuthority> {
  const library = loadForge();
  const kept = directory === undefined ? undefined : keptPair(library, directory, now);
  const [own, hosts] = await Promise.all([kept ?? (keyPair() as Promise<AuthorityPair>), keyPair()]);
  const signingKey = library.pki.privateKeyFromPem(own.privateKey);
  const draft = (publicKey: string, subject: string, serial: number): forge.pki.Certificate => {
    const made = library.pki.createCertificate();
    made.publicKey = library.pki.publicKeyFromPem(publicKey);
    made.serialNumber = serialOf(serial);
    made.validity.notBefore = new Date(now - VALIDITY.before);
    made.validity.notAfter = new Date(now + VALIDITY.after);
    made.setSubject([{ name: 'commonName', value: subject }]);
    made.setIssuer([{ name: 'commonName', value: 'syncproof test authority' }]);
    return made;
  };
  const sign = (made: forge.pki.Certificate): string => {
    made.sign(signingKey, library.md.sha256.create());
    return library.pki.certificateToPem(made).replaceAll('\r\n', '\n');
  };
  const authority = draft(own.publicKey, 'syncproof test authority', 1);
  authority.setExtensions([
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  const certificate = own.certificate ?? sign(authority);
  if (directory !== undefined && kept === undefined) {
    keep(directory, certificate, own.privateKey);
  }
  const keyIdentifier = authority.generateSubjectKeyIdentifier().getBytes();
  // Clients refuse two certificates of one authority with one number: those of a kept one go on from the time.
  let issued = directory === undefined ? 1 : now;
  return {
    certificate,
    issue(host) {
      issued += 1;
      const made = draft(hosts.publicKey, 'syncproof simulated system', issued);
      made.setExtensions(hostExtensions(host, keyIdentifier));
      return { cert: sign(made) + certificate, key: hosts.privateKey };
    },
  };
}

/** What strict clients ask of a server's certificate (RFC 5280, section 4.2; Python 3.13 checks all of it). */
function hostExtensions(host: string, keyIdentifier: string): object[] {
  const name = isIP(host) === 0 ? { type: NAME.dns, value: host } : { type: NAME.ip, ip: host };
  return [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: [name] },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier },
  ];
}

function keyPair(): Promise<{ publicKey: string; privateKey: string }> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: KEY_BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
