import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sharedHouse } from './house.ts';
import type { ApiHouse, Asking } from './house.ts';

const RETRY = { action: 'retry', selector: { batch: 'last' } } as const;

describe('what a request may hold', () => {
  let house: ApiHouse;
  const shared = sharedHouse();
  before(async () => {
    house = await shared();
  });
  const status = async (path: string, asking?: Asking): Promise<number> => (await house.ask(path, asking)).status;
  const post = (raw: string, headers = {}): Promise<number> =>
    status('/api/v1/actions', { method: 'POST', raw, headers: { 'content-type': 'application/json', ...headers } });

  test('T20 unknown keys are refused in query, path and body, with their place', async () => {
    for (const path of [
      '/status?x=1',
      '/tasks?sites=Inm24',
      '/tasks?site=Inm24&role=admin',
      '/batches?__proto__=1',
      '/batches?constructor=1',
    ])
      assert.equal(await status(`/api/v1${path}`), 400, path);
    const { status: code, json } = await house.ask('/api/v1/actions', {
      method: 'POST',
      body: { action: 'pause', site: 'Inm24', actor: 'root' },
      headers: { 'accept-language': 'es' },
    });
    assert.equal(code, 400);
    const [fault] = json()['faults'] as { place: string; message: string }[];
    assert.equal(fault?.place, 'body');
    assert.match(fault?.message ?? '', /Llave desconocida.*actor/);
    assert.equal(json()['title'], 'Solicitud incorrecta');
  });

  test('T20 a key of a query stands there once; lists are parted by commas', async () => {
    for (const query of ['site=Inm24&site=CyT', 'limit=1&limit=1', 'lang=es&lang=en', 'site=Inm24&%73ite=CyT'])
      assert.equal(await status(`/api/v1/tasks?${query}`), 400, query);
    assert.equal(
      await status('/api/v1/tasks?site=Inm24,CyT&status=failed,completed&sort=rows&order=desc&limit=5'),
      200,
    );
    for (const query of [
      'limit=0',
      'limit=1001',
      'limit=1e3',
      'limit=-1',
      'limit=',
      'limit=+1',
      'sort=url',
      'order=down',
      'status=done',
      'site=',
      '%E0%A4%A',
    ])
      assert.equal(await status(`/api/v1/tasks?${query}`), 400, query);
    for (const path of ['/tasks/x', '/tasks/1.5', '/tasks/0', '/tasks/99999999999999999999'])
      assert.equal(await status(`/api/v1${path}`), 400, path);
    assert.equal(await status('/api/v1/tasks/999999'), 404);
    assert.equal(await status('/api/v1/batches/Nope99_01'), 404);
  });

  test('T19 a prototype in a body or a query pollutes nothing', async () => {
    for (const raw of [
      '{"__proto__":{"polluted":1},"action":"cancel"}',
      '{"action":"cancel","constructor":{"prototype":{"polluted":1}}}',
      '[{"__proto__":null}]',
    ])
      assert.equal(await post(raw), 400, raw);
    assert.equal(await status('/api/v1/tasks?__proto__[polluted]=1'), 400);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  test('T21 what looks like SQL is a value like any other', async () => {
    const count = (await house.store.reports.listTasks({})).length;
    const evil = [
      `'; DROP TABLE scraping_tasks; --`,
      `' OR '1'='1`,
      `") UNION SELECT secret_hash FROM api_tokens --`,
      '%',
      '_',
      '\\',
      `Inm24' AND 1=randomblob(1e9)--`,
    ];
    for (const value of evil) {
      const text = encodeURIComponent(value);
      for (const query of [`text=${text}`, `error=${text.slice(0, 40)}`]) {
        const { status: code, json } = await house.ask(`/api/v1/tasks?${query}`);
        assert.ok(code === 200 || code === 400 || code === 404, `${query}: ${code}`);
        if (code === 200) assert.deepEqual(json()['items'], [], query);
      }
      for (const query of [`sort=${text}`, `order=${text}`, `cursor=${text}`])
        assert.equal(await status(`/api/v1/tasks?${query}`), 400, query);
      for (const path of [`/tasks?site=${text}`, `/tasks?batch=${text}`, `/batches/${text}`, `/errors?city=${text}`]) {
        const code = await status(`/api/v1${path}`);
        assert.ok(code === 200 || code === 400 || code === 404, `${path}: ${code}`);
      }
    }
    assert.equal((await house.store.reports.listTasks({})).length, count);
  });

  test('T28 a body is at most a mebibyte of JSON, 32 levels deep', async () => {
    const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    assert.equal(await post(deep(33)), 413);
    assert.equal(await post(deep(100_000)), 413);
    assert.equal(await post(deep(32)), 400, 'read, and no action');
    assert.equal(await post(`"${'['.repeat(100)}\\"${'['.repeat(100)}"`), 400, 'brackets in text are no levels');
    assert.equal(await post(`{"action":"${'x'.repeat(2 ** 20)}"}`), 413);
    for (const raw of ['', '{', '{"action":}', 'null', '[]', '"x"', '{"action":"explode"}'])
      assert.equal(await post(raw), 400, raw);
  });

  test('T28 answers say neither stack nor files of this program', async () => {
    for (const path of [
      '/api/v1/nothing',
      '/api/v1/tasks?limit=x',
      '/..%2f..%2fetc/passwd',
      '/assets/..%2f..%2fpackage.json',
      '/%00',
      '/api/v1/batches/..%2f..',
    ]) {
      const { text, status: code } = await house.ask(path);
      assert.ok(code >= 400 && code < 504 && code !== 500, `${path}: ${code}`);
      assert.doesNotMatch(text, /node_modules|src\/api|\bat .*:\d+:\d+/, path);
    }
  });

  test('a problem is told in the language that is asked for', async () => {
    const detail = async (path: string, language?: string): Promise<unknown> => {
      const answer = await house.ask(path, language === undefined ? {} : { headers: { 'accept-language': language } });
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
      return answer.json()['detail'];
    };
    assert.equal(await detail('/api/v1/none'), 'There is nothing at "/api/v1/none".');
    assert.equal(await detail('/api/v1/none', 'es-MX,es;q=0.9,en;q=0.1'), 'No hay nada en "/api/v1/none".');
    assert.equal(
      await detail('/api/v1/tasks/1/problem-page?lang=es', 'en'),
      'No se guarda página con problemas de la tarea 1.',
    );
  });

  test('pages of a list follow one another by their cursor, and nothing is left out or twice', async () => {
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = (await house.ask(`/api/v1/tasks?limit=1${from}`)).json();
      seen.push(...(page['items'] as { id: number }[]).map(({ id }) => id));
      cursor = page['next'] as string | null;
    } while (cursor !== null);
    assert.deepEqual(seen, [1, 2, 3, 4]);
  });

  test('an action is done, said in the language asked for, and stands in the audit trail with who asked', async () => {
    const answer = await house.ask('/api/v1/actions?lang=es', {
      method: 'POST',
      body: { action: 'pause', site: 'Inm24' },
    });
    assert.equal(answer.status, 200, answer.text);
    assert.match(String(answer.json()['message']), /Inm24/);
    const refused = await house.ask('/api/v1/actions', { method: 'POST', body: { action: 'run-now' } });
    assert.equal(refused.status, 409);
    assert.equal(refused.json()['code'], 'E_BATCH_OPEN');
    const { items } = (await house.ask('/api/v1/audit')).json() as {
      items: { actor: string; action: string; outcome: string }[];
    };
    assert.deepEqual(
      items.slice(0, 2).map(({ actor, action, outcome }) => [actor, action, outcome]),
      [
        ['api:local', 'run-now', 'E_BATCH_OPEN'],
        ['api:local', 'pause', 'done'],
      ],
    );
  });

  test('a request that is sent again with its Idempotency-Key is not done again', async () => {
    const headers = { 'idempotency-key': 'once-1' };
    const first = await house.ask('/api/v1/actions', { method: 'POST', body: RETRY, headers });
    assert.equal(first.status, 200, first.text);
    const trail = async () =>
      (await house.store.commands.listAudit(1000)).filter(({ action }) => action === 'retry').length;
    const before = await trail();
    const again = await house.ask('/api/v1/actions', { method: 'POST', body: RETRY, headers });
    assert.equal(again.text, first.text);
    assert.equal(await trail(), before);
    const other = await house.ask('/api/v1/actions', { method: 'POST', body: { action: 'cancel' }, headers });
    assert.equal(other.status, 409);
    assert.equal(other.json()['code'], 'E_REPEATED');
    const refused = { method: 'POST', body: { action: 'run-now' }, headers: { 'idempotency-key': 'refused' } };
    assert.equal((await house.ask('/api/v1/actions', refused)).json()['code'], 'E_BATCH_OPEN');
    assert.equal(
      (await house.ask('/api/v1/actions', refused)).json()['code'],
      'E_BATCH_OPEN',
      'asked again, not repeated',
    );
    const claim = { principal: 'local', key: 'lost', fingerprint: '', at: Date.now() };
    await house.store.requests.claimRequest(claim);
    const lost = await house.ask('/api/v1/actions', {
      method: 'POST',
      body: RETRY,
      headers: { 'idempotency-key': 'lost' },
    });
    assert.equal(lost.status, 409);
    for (const key of ['x'.repeat(101), 'with space'])
      assert.equal(
        (await house.ask('/api/v1/actions', { method: 'POST', body: RETRY, headers: { 'idempotency-key': key } }))
          .status,
        400,
      );
  });

  test('two requests with the same key at the same moment are one', async () => {
    const asking = {
      method: 'POST',
      body: { action: 'resume', site: 'Inm24' },
      headers: { 'idempotency-key': 'twins' },
    };
    const answers = await Promise.all([house.ask('/api/v1/actions', asking), house.ask('/api/v1/actions', asking)]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(answers[0].text, answers[1].text);
    const resumed = (await house.store.commands.listAudit(1000)).filter(({ action }) => action === 'resume');
    assert.equal(resumed.length, 1);
  });

  test('T22 T31 a pasted page is read in a thread of its own, by the definition, and told field by field', async () => {
    const page = '<html><body>nothing like a portal</body></html>';
    const answer = await house.ask('/api/v1/sites/inm24/test', { method: 'POST', body: { page } });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json()['verdict'], 'layout_changed');
    assert.equal(answer.json()['site'], 'Inm24');
    const elsewhere = await house.ask('/api/v1/sites/Inm24/test', {
      method: 'POST',
      body: { url: 'https://evil.example/x' },
    });
    assert.equal(elsewhere.status, 502);
    assert.equal(elsewhere.json()['code'], 'E_URL');
    for (const url of [
      'file:///etc/passwd',
      'ftp://www.inmuebles24.com/',
      'http://169.254.169.254/latest/meta-data',
      'javascript:1',
    ])
      assert.ok([400, 502].includes(await status('/api/v1/sites/Inm24/test', { method: 'POST', body: { url } })), url);
    assert.equal(await status('/api/v1/sites/Nope/test', { method: 'POST', body: { page } }), 422);
  });
});
