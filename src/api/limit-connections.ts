/** Connections that say nothing cost little, but not nothing: none of them may shut the door for others (T28). */
import { BlockList, isIP } from 'node:net';
import type { Server } from 'node:net';
import type { ApiSettings } from './contract.ts';
import { plainAddress } from './gate.ts';

const SHARE_OF_ONE_ADDRESS = 0.25;

/** A trusted proxy stands for many people: it may use them all. */
export function limitConnections(
  server: Server,
  { maxConnections, trustedProxies }: Pick<ApiSettings, 'maxConnections' | 'trustedProxies'>,
): void {
  server.maxConnections = maxConnections;
  const most = Math.max(1, Math.floor(maxConnections * SHARE_OF_ONE_ADDRESS));
  const proxies = networks(trustedProxies);
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = plainAddress(socket.remoteAddress ?? '');
    if (isIP(address) !== 0 && proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) return;
    const count = (open.get(address) ?? 0) + 1;
    if (count > most) {
      socket.destroy();
      return;
    }
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  });
}

function networks(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [address = '', bits] = text.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
