/** Which hosts are this machine. */
import { isIPv4 } from 'node:net';

/**
 * Whether a host is this machine: `localhost`, names below it (RFC 6761, section 6.3), 127.0.0.0/8 and ::1.
 * @param host - with or without brackets around an IPv6 address
 */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  const address = bare.replace(/^::ffff:/, '');
  return (
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    bare === '::1' ||
    (isIPv4(address) && address.startsWith('127.'))
  );
}
