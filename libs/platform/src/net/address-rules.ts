import { BlockList, isIP } from 'node:net';

/** Addresses that reach into the machine or its own network; RFC 1918, 4193, 3927, 6598 and their kin. */
const CLOSED: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const HOST_NAME = /^(?![\d.]+$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i;

/** What `TIENDO_WEBHOOK_ALLOW` opens when it is not set: this machine itself, in the embedded profile. */
export const LOOPBACK: readonly string[] = ['127.0.0.0/8', '::1/128', 'localhost'];

/** Whether an entry of the allow-list is an address, a range with its bits, or a host name. */
export function isAddressRule(entry: string): boolean {
  const [address = '', bits, ...rest] = entry.split('/');
  const version = isIP(address);
  if (version === 0) return HOST_NAME.test(entry);
  const most = version === 4 ? 32 : 128;
  return (
    bits === undefined || (rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most)
  );
}

/**
 * Which addresses deliveries may go to. Private, loopback and link-local addresses are closed unless
 * the allow-list names them (an address, a range `10.1.0.0/16`, or a host name).
 */
export class AddressRules {
  private readonly closed = new BlockList();
  private readonly open = new BlockList();
  private readonly openHosts = new Set<string>();

  constructor(allowed: readonly string[]) {
    for (const [address, bits, family] of CLOSED) this.closed.addSubnet(address, bits, family);
    for (const entry of allowed) this.allow(entry.trim().toLowerCase());
  }

  /** For an address: may it be connected to. For a host name: false only when it names this machine. */
  isAllowed(hostOrAddress: string): boolean {
    const host = hostOrAddress
      .toLowerCase()
      .replace(/^\[|\]$/g, '')
      .replace(/\.$/, '');
    if (this.openHosts.has(host)) return true;
    const version = isIP(host);
    if (version === 0) return host !== 'localhost' && !host.endsWith('.localhost');
    const plain = host.replace(/^::ffff:(?=\d+\.)/, '');
    const family = isIP(plain) === 4 ? 'ipv4' : 'ipv6';
    return this.open.check(plain, family) || !this.closed.check(plain, family);
  }

  /** Whether the allow-list names the host itself, whatever its addresses are. */
  names(host: string): boolean {
    return this.openHosts.has(host.toLowerCase().replace(/\.$/, ''));
  }

  private allow(entry: string): void {
    const [address = '', bits] = entry.split('/');
    const version = isIP(address);
    if (version === 0) {
      if (entry !== '') this.openHosts.add(entry);
      return;
    }
    const family = version === 4 ? 'ipv4' : 'ipv6';
    this.open.addSubnet(
      address,
      bits === undefined ? (version === 4 ? 32 : 128) : Number(bits),
      family,
    );
  }
}
