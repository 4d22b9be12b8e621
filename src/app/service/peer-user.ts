/**
 * Whose process is at the other end of a loopback connection: the kernel's table of connections says it (Linux). Another
 * user's program, such as a web server that forwards for strangers, must not pass for the one who operates this service.
 */
import { readFile } from 'node:fs/promises';
import type { Connection } from '../../api/contract.ts';

const TABLES = ['/proc/self/net/tcp', '/proc/self/net/tcp6'] as const;
const ROOT = 0;

/** The kernel shows a table piece by piece, and a line may slip past while others come and go: it is looked for again. */
const LOOKS = 5;

export async function isOwnUser(connection: Connection): Promise<boolean> {
  for (let look = 0; look < LOOKS; look += 1) {
    const user = await userOf(connection);
    if (user !== null) return user === ROOT || user === process.getuid?.();
  }
  return false;
}

/** null = the kernel does not know the connection (any more). @throws when it does not show its tables */
async function userOf({ remotePort, localPort }: Connection): Promise<number | null> {
  // The other end: what is remote to us is local to it. Both ports together are one connection of this machine.
  const local = `:${hexPort(remotePort)}`;
  const remote = `:${hexPort(localPort)}`;
  for (const table of TABLES) {
    for (const line of (await readFile(table, 'utf8')).split('\n').slice(1)) {
      const [, itsLocal = '', itsRemote = '', , , , , user = ''] = line.trim().split(/\s+/);
      if (!itsLocal.endsWith(local) || !itsRemote.endsWith(remote) || !isLoopback(itsLocal)) continue;
      return Number(user);
    }
  }
  return null;
}

function hexPort(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}

/** As the tables write it: 127.x.x.x with its bytes turned round, ::1, or the first inside the second. */
function isLoopback(address: string): boolean {
  return /^(?:[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F):/.test(address);
}
