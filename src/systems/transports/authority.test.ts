import assert from 'node:assert/strict';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { packageRoot } from '../../core/package-root';
import { UsageError } from '../../core/usage-error';
import { scratchRoot } from '../../core/temporary-directory';
import { authorityFiles, createAuthority, loadForge } from './authority';

const NOW = Date.UTC(2031, 4, 5);
const DAY = 24 * 60 * 60 * 1000;

describe('the test authority', () => {
  it('signs certificates for the named host alone, names and addresses alike', async () => {
    const authority = await createAuthority({ now: NOW });
    const own = new X509Certificate(authority.certificate);
    assert.ok(own.ca);
    assert.ok(own.verify(own.publicKey));
    const serials = new Set([own.serialNumber]);
    for (const host of ['www.wixapis.com', 'a_b.test', `${'long.'.repeat(30)}test`, '10.0.0.1', '::1']) {
      const { cert, key } = authority.issue(host);
      const made = new X509Certificate(cert);
      assert.ok(made.checkIssued(own) && made.verify(own.publicKey), host);
      assert.ok(made.checkPrivateKey(createPrivateKey(key)), host);
      const check = (name: string): string | undefined =>
        /^[\d.]+$|:/.test(host) ? made.checkIP(name) : made.checkHost(name);
      assert.ok(check(host) !== undefined, host);
      assert.equal(check('10.0.0.2') ?? made.checkHost('other.test'), undefined);
      assert.equal(made.ca, false);
      serials.add(made.serialNumber);
    }
    assert.equal(serials.size, 6);
  });

  it('makes certificates that are valid for a week, and a day back', async () => {
    const authority = await createAuthority({ now: NOW });
    for (const pem of [authority.certificate, authority.issue('crm.test').cert]) {
      const { validFrom, validTo } = new X509Certificate(pem);
      assert.deepEqual(
        [validFrom, validTo].map((date) => new Date(date).toISOString()),
        ['2031-05-04T00:00:00.000Z', '2031-05-12T00:00:00.000Z'],
      );
    }
  });

  it('has a key of its own each time', async () => {
    const [one, other] = await Promise.all([createAuthority({ now: NOW }), createAuthority({ now: NOW })]);
    const { publicKey } = new X509Certificate(other.certificate);
    assert.equal(new X509Certificate(one.issue('crm.test').cert).verify(publicKey), false);
  });

  it('is the same one for all runs where a directory keeps it, until it is nearly over', async () => {
    const directory = mkdtempSync(join(scratchRoot(), 'syncproof-test-'));
    try {
      const first = await createAuthority({ now: NOW, directory });
      const later = await createAuthority({ now: NOW + 5 * DAY, directory });
      assert.equal(later.certificate, first.certificate);
      const own = new X509Certificate(first.certificate);
      const [one, other] = [first, later].map((each) => new X509Certificate(each.issue('crm.test').cert));
      assert.ok(other?.checkIssued(own) === true && other.verify(own.publicKey));
      assert.notEqual(one?.serialNumber, other.serialNumber);
      const [certificateFile, keyFile] = authorityFiles(directory);
      assert.equal(readFileSync(certificateFile, 'utf8'), first.certificate);
      assert.equal(statSync(keyFile).mode & 0o777, 0o600);
      const replaced = await createAuthority({ now: NOW + 7 * DAY, directory });
      assert.notEqual(replaced.certificate, first.certificate);
      assert.equal(readFileSync(certificateFile, 'utf8'), replaced.certificate);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('names the command that installs its library where that is missing', () => {
    const missing = Object.assign(new Error("Cannot find module 'node-forge'"), { code: 'MODULE_NOT_FOUND' });
    const without = (): never => {
      throw missing;
    };
    assert.throws(
      () => loadForge(without),
      (error: unknown) => {
        assert.ok(error instanceof UsageError);
        const [, major] = /: npm install --save-dev node-forge@(\d+)$/.exec(error.message) ?? [];
        const manifest = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
          optionalDependencies: Record<string, string>;
        };
        assert.match(manifest.optionalDependencies['node-forge'] ?? '', new RegExp(`^\\^${major ?? ''}\\.`));
        return true;
      },
    );
    const broken = new Error('broken');
    assert.throws(
      () =>
        loadForge(() => {
          throw broken;
        }),
      broken,
    );
  });
});
