import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertLocalDisk, mountOf } from '../../src/app/parts/assert-local-disk.ts';
import { temporaryDirectory } from '../store/given.ts';

const line = (point: string, type: string): string =>
  `36 35 98:0 /root ${point.replaceAll(' ', String.raw`\040`)} rw,noatime shared:1 - ${type} server:/export rw`;
const TABLE = [line('/', 'ext4'), line('/srv', 'nfs4'), line('/srv/local disk', 'xfs'), ''].join('\n');

test('the mount of a folder is the nearest above it, the last one where two are on one point', () => {
  assert.equal(mountOf('/home/x', TABLE)?.type, 'ext4');
  assert.equal(mountOf('/srv', TABLE)?.type, 'nfs4');
  assert.equal(mountOf('/srv/a/b', TABLE)?.type, 'nfs4');
  assert.equal(mountOf('/srvx', TABLE)?.type, 'ext4', 'a name that only begins alike is another folder');
  assert.deepEqual(mountOf('/srv/local disk/db', TABLE), { point: '/srv/local disk', type: 'xfs' });
  assert.equal(mountOf('/srv/a', `${TABLE}${line('/srv', 'ext4')}`)?.type, 'ext4');
  assert.equal(mountOf('/srv/a', 'nonsense'), null);
});

test('F29 a database on a network file system is refused by name of the mount, through a link or in a folder not made yet', (t) => {
  const folder = temporaryDirectory(t);
  mkdirSync(join(folder, 'net'));
  symlinkSync(join(folder, 'net'), join(folder, 'link'));
  for (const type of ['nfs', 'nfs4', 'cifs', 'smb3', 'ceph', 'fuse.sshfs', 'glusterfs']) {
    const table = [line('/', 'ext4'), line(join(folder, 'net'), type)].join('\n');
    for (const path of ['net/o.db', 'link/o.db', 'net/new/deep/o.db'])
      assert.throws(
        () => assertLocalDisk(join(folder, path), table),
        (error: Error & { code?: string; cure?: string }) =>
          error.code === 'E_DIRECTORY' &&
          error.message.includes(`${folder}/net, a network file system (${type})`) &&
          /database\.path/.test(error.cure ?? ''),
      );
    assertLocalDisk(join(folder, 'o.db'), table);
  }
});

test('a database on a disk of this machine is taken, and where the kernel tells nothing nothing is said', (t) => {
  const database = join(temporaryDirectory(t), 'o.db');
  for (const type of ['ext4', 'xfs', 'btrfs', 'zfs', 'overlay', 'tmpfs', 'fuseblk'])
    assertLocalDisk(database, line('/', type));
  assertLocalDisk(database, null);
  assertLocalDisk(database);
});
