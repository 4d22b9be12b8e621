/** The same commands over the API of another machine: the same answers, the same faults, and a token that stays secret. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { openLocalMonitor } from '../../src/app/view/open-monitor.ts';
import { openRemoteMonitor } from '../../src/monitoring/remote-monitor.ts';
import type { Monitor } from '../../src/monitoring/contract.ts';
import { openHouse } from '../api/house.ts';
import { faultOf } from '../store/given.ts';

const ORDER = { sort: 'order', descending: false } as const;

describe('a monitor through the API', () => {
  test('answers as the one on the machine itself', async (t) => {
    const house = await openHouse(t);
    const url = `http://127.0.0.1:${house.port}`;
    const remote = openRemoteMonitor({ url, token: await house.tokenOf('admin'), language: 'es' });
    t.after(() => remote.close());
    const loaded = {
      config: house.made.config,
      file: null,
      warnings: [],
      sourceOf: () => ({ kind: 'default' }) as const,
    };
    const local = await openLocalMonitor(loaded, { language: 'es' });
    t.after(() => local.close());
    const same = async (ask: (monitor: Monitor) => Promise<unknown>): Promise<void> => {
      const [there, here] = [await ask(remote), await ask(local)];
      assert.deepEqual(there, JSON.parse(JSON.stringify(here)));
    };
    await same(async (monitor) =>
      (await monitor.work.batches({ limit: 2 })).items.map(({ id, byStatus, rows }) => [id, byStatus, rows]),
    );
    await same((monitor) => monitor.work.tasks({ status: ['completed', 'failed'] }, ORDER, { limit: 3 }));
    await same((monitor) => monitor.work.errors({ batch: 'last', site: ['inm24'] }));
    await same((monitor) => monitor.work.coverage('last').then(({ cells }) => cells));
    await same((monitor) => monitor.figures.statistics({}, 'city', 2).then(({ lines }) => lines));
    await same((monitor) => monitor.figures.trend(3));
    await same((monitor) => monitor.house.schedule(5).then(({ occurrences }) => occurrences));
    const [first] = (await remote.work.tasks({}, ORDER, { limit: 1 })).items;
    await same((monitor) => monitor.work.task(first!.id).then(({ events }) => events));
    assert.equal(await remote.work.problemPage(first!.id), null);
    const page = await remote.work.tasks({}, ORDER, { limit: 1 });
    assert.ok(
      page.next === null || (await remote.work.tasks({}, ORDER, { limit: 1, cursor: page.next })).items.length > 0,
    );
    const answer = await remote.act({ action: 'pause', site: 'Inm24' }, 'ignored');
    assert.equal(answer.by, 'service');
    assert.match(answer.message, /No inicia nada más de Inm24/);
    const made = await remote.tokens.create({ name: 'grafana', role: 'viewer', expiresAt: null }, 'ignored');
    assert.ok((await remote.tokens.list()).some(({ id }) => id === made.token.id));
    assert.notEqual((await remote.tokens.revoke(made.token.id, 'ignored')).revokedAt, null);
  });

  test('a refusal there is the same fault here, with its advice in the language of who asks', async (t) => {
    const house = await openHouse(t);
    const url = `http://127.0.0.1:${house.port}`;
    const viewer = openRemoteMonitor({ url, token: await house.tokenOf('viewer'), language: 'es' });
    t.after(() => viewer.close());
    assert.equal(await faultOf(viewer.work.task(999_999)), 'E_UNKNOWN');
    assert.equal(await faultOf(viewer.act({ action: 'cancel' }, 'x')), 'E_ROLE');
    const slip = viewer.work.tasks({ site: ['Imn24'] }, ORDER, {});
    await assert.rejects(slip, (error: Error & { cure?: string }) => /Inm24/.test(`${error.message} ${error.cure}`));
    const stranger = openRemoteMonitor({ url, token: 'wrong', language: 'en' });
    t.after(() => stranger.close());
    assert.equal(await faultOf(stranger.work.status()), 'E_TOKEN');
  });

  test('T13 a token never travels in clear text to another machine, and what is no API of ours is told as such', async (t) => {
    const open = (url: string, token: string | null = 'secret') => openRemoteMonitor({ url, token, language: 'en' });
    for (const url of ['http://scraper.example:8080', 'http://10.0.0.7']) assert.throws(() => open(url), /clear text/);
    for (const url of ['ftp://scraper.example', 'scraper.example', ''])
      assert.throws(() => open(url), /no address of an API/);
    const other = createServer((_request, response) => response.end('<h1>login</h1>'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    t.after(() => void other.close());
    const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const wrong = open(address);
    await assert.rejects(wrong.work.status(), /is not the API of this product/);
    await wrong.close();
    const nobody = open('http://127.0.0.1:9');
    assert.equal(await faultOf(nobody.work.status()), 'E_NO_SERVICE');
    await nobody.close();
  });
});
