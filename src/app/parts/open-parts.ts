/** The parts with a world outside: lock, database, output tree; opened in order, closed in reverse. */
import { dirname } from 'node:path';
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import type { Instance } from '../../core/lease.ts';
import { thisInstance } from '../../engine/instance.ts';
import type { Outputs } from '../../outputs/contract.ts';
import { openLocalOutputs } from '../../outputs/local-files.ts';
import type { Store } from '../../store/contract.ts';
import { holdInstanceLock } from '../../store/sqlite/instance-lock.ts';
import type { InstanceLock } from '../../store/sqlite/instance-lock.ts';
import { prepareSqliteStore } from '../../store/sqlite/open-store.ts';
import type { StoreDoor } from '../../store/sqlite/open-store.ts';
import type { Log } from '../../telemetry/contract.ts';
import { assertLocalDisk } from './assert-local-disk.ts';
import { recoverAfterOpening, recoverBeforeOpening } from './recover-installation.ts';
import { clearStaging } from './staging-folder.ts';
import type { RecoveryOptions } from './recover-installation.ts';

export interface Parts {
  readonly store: Store;
  readonly outputs: Outputs;
  readonly instance: Instance;
  close(): Promise<void>;
}

/** @throws {Fault} E_INSTANCE_HELD, E_DIRECTORY, E_STORE…, E_REHEARSAL: whatever was opened is closed again. */
export async function openParts(config: Config, clock: Clock, log: Log, options: RecoveryOptions = {}): Promise<Parts> {
  assertLocalDisk(config.database.path);
  const lock = holdInstanceLock(dirname(config.database.path), clock.now());
  const door = prepareStore(config);
  let store: Store | null = null;
  try {
    clearStaging(config);
    const outputs = await openLocalOutputs(config.data.directory);
    const recovering = { config, clock, log, outputs, ...options };
    const recovery = await recoverBeforeOpening(recovering);
    const opened = await door.open();
    store = opened;
    if (recovery !== null) await recoverAfterOpening(recovering, opened, recovery);
    const instance = thisInstance(clock.now());
    await opened.instances.claimPurpose(isRehearsal(config) ? 'rehearsal' : 'real');
    await opened.instances.registerInstance(instance);
    const takeover = await opened.takeover();
    if (takeover !== null) log.warn('old_database_taken_over', { ...takeover });
    return { store: opened, outputs, instance, close: () => closeParts(opened, lock, instance, clock) };
  } catch (error) {
    await giveUp(store, door, lock);
    throw error;
  }
}

/** What failed first is told: a disk in trouble may refuse to close what was opened too, and holds the lock no longer for it. */
async function giveUp(store: Store | null, door: StoreDoor, lock: InstanceLock): Promise<void> {
  await Promise.allSettled([store?.close()]);
  await Promise.allSettled([door.abandon()]);
  await Promise.allSettled([Promise.try(() => lock.release())]);
}

export function isRehearsal(config: Config): boolean {
  return config.security.rehearsal.portals !== null;
}

export function openStore(config: Config): Promise<Store> {
  assertLocalDisk(config.database.path);
  return prepareStore(config).open();
}

function prepareStore(config: Config): StoreDoor {
  const { path, synchronous, cache_size_pages, mmap_size, busy_timeout } = config.database;
  return prepareSqliteStore({
    file: path,
    pragmas: { synchronous, cacheSize: cache_size_pages, mmapSize: mmap_size, busyTimeoutMs: busy_timeout },
  });
}

/** A store in trouble keeps nothing else open: the lock is always given back. */
async function closeParts(store: Store, lock: InstanceLock, instance: Instance, clock: Clock): Promise<void> {
  try {
    await store.instances.endInstance(instance.id, clock.now());
  } finally {
    await store.close().finally(() => {
      lock.release();
    });
  }
}
