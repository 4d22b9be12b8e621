import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import { BLOCKED_IPV4, BLOCKED_IPV6, createGuard, isPublicAddress } from '../../src/fetching/guard.ts';
import { startFaultServer } from '../../practice/faults/server.ts';
import { whole } from '../../practice/faults/cases.ts';
import { withFetcher } from './with-fetcher.ts';

const V4_END = 2n ** 32n - 1n;
const V6_END = 2n ** 128n - 1n;

function v4ToNumber(address: string): bigint {
  return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function numberToV4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
}

function v6ToNumber(address: string): bigint {
  const [head = '', tail = ''] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const groups = address.includes('::')
    ? [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right]
    : left;
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

function numberToV6(value: bigint): string {
  return Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':');
}

interface Span {
  readonly name: string;
  readonly first: bigint;
  readonly last: bigint;
}

function spans(ranges: readonly string[], toNumber: (text: string) => bigint, bits: bigint): Span[] {
  return ranges.map((range) => {
    const [network = '', prefix = ''] = range.split('/');
    const first = toNumber(network);
    return { name: range, first, last: first + 2n ** (bits - BigInt(prefix)) - 1n };
  });
}

for (const [ranges, toNumber, write, bits, end] of [
  [BLOCKED_IPV4, v4ToNumber, numberToV4, 32n, V4_END],
  [BLOCKED_IPV6, v6ToNumber, numberToV6, 128n, V6_END],
] as const) {
  const table = spans(ranges, toNumber, bits);
  for (const { name, first, last } of table) {
    test(`T1 ${name} is blocked from its first to its last address, and not one further`, () => {
      for (const inside of [first, first + 1n, (first + last) / 2n, last - 1n, last]) {
        assert.equal(isPublicAddress(write(inside)), false, write(inside));
      }
      for (const outside of [first - 1n, last + 1n]) {
        if (outside < 0n || outside > end) continue;
        const elsewhere = table.some((other) => outside >= other.first && outside <= other.last);
        assert.equal(isPublicAddress(write(outside)), !elsewhere, write(outside));
      }
    });
  }
}

test('T1 the table holds every range that must never be asked', () => {
  for (const range of [
    '10.0.0.0/8',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '100.64.0.0/10',
  ]) {
    assert.ok((BLOCKED_IPV4 as readonly string[]).includes(range), range);
  }
  for (const address of [
    '::',
    '::1',
    'fc00::1',
    'fdff::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    'fe80::1%eth0',
  ]) {
    assert.equal(isPublicAddress(address), false, address);
  }
  for (const address of ['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.0', '2606:4700::1111', '2a00:1450:4001::1'])
    assert.equal(isPublicAddress(address), true, address);
});

test('T1 what is no address is not public', () => {
  for (const text of ['', 'localhost', '127.1', '0x7f.1', '1.2.3.4.5', '::g'])
    assert.equal(isPublicAddress(text), false, text);
});

/** Spellings of a loopback or private host that a careless check lets through. */
const SPELLINGS = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://0x7f.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://017700000001/',
  'http://0177.0.0.1/',
  'http://127。0。0。1/',
  'http://①②⑦.0.0.1/',
  'http://127.0.0.1./',
  'http://0/',
  'http://0.0.0.0/',
  'http://00000.0/',
  'http://[::1]/',
  'http://[::]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://169.254.169.254/',
  'http://0xa9fea9fe/',
  'http://2852039166/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'http://172.31.255.255/',
  'http://user:pass@127.0.0.1/',
  'http://１２７.0.0.1/',
  'http://100.64.0.1/',
];

for (const spelling of SPELLINGS) {
  test(`T1 ${spelling} is refused before anything is connected`, () => {
    const guard = createGuard([]);
    assert.notEqual(guard.refuseUrl(new URL(spelling)), null);
  });
}

test('T1 names of this machine are refused by their addresses', async (t) => {
  const stage = await withFetcher(t, { settings: { allowedHosts: [] } });
  for (const host of ['localhost', 'localhost.']) {
    const result = await stage.get(`http://${host}/`);
    assert.ok(result.kind === 'failure');
    assert.equal(result.code, 'E_ADDRESS', result.message);
  }
  assert.equal(stage.server.connections(), 0);
});

test('T1 only the ports of the web are asked, and only http and https', () => {
  const guard = createGuard(['intranet.example.org']);
  for (const url of [
    'http://a.mx:22/',
    'https://a.mx:8443/',
    'ftp://a.mx/',
    'file:///etc/passwd',
    'data:text/html,x',
    'http://8.8.8.8:8080/',
  ]) {
    assert.notEqual(guard.refuseUrl(new URL(url)), null, url);
  }
  for (const url of [
    'http://a.mx/',
    'https://a.mx/',
    'http://a.mx:443/',
    'https://a.mx:80/',
    'https://8.8.8.8/',
    'http://intranet.example.org:8080/',
    'http://INTRANET.example.org.:8080/',
  ]) {
    assert.equal(guard.refuseUrl(new URL(url)), null, url);
  }
});

test('T1 a name that was allowed allows itself alone', () => {
  const guard = createGuard(['intranet.example.org']);
  assert.notEqual(guard.refuseAddresses('evil.intranet.example.org', ['10.0.0.1']), null);
  assert.notEqual(guard.refuseAddresses('example.org', ['10.0.0.1']), null);
  assert.equal(guard.refuseAddresses('intranet.example.org', ['10.0.0.1']), null);
});

test('T3 one bad address among good ones refuses the host', () => {
  const guard = createGuard([]);
  assert.notEqual(guard.refuseAddresses('a.mx', ['8.8.8.8', '10.0.0.1']), null);
  assert.notEqual(guard.refuseAddresses('a.mx', ['8.8.8.8', '::1']), null);
  assert.equal(guard.refuseAddresses('a.mx', ['8.8.8.8', '2606:4700::1111']), null);
});

test('T3 a resolver that changes its mind cannot lead us to this machine', async (t) => {
  let asked = 0;
  const stage = await withFetcher(t, {
    settings: { allowedHosts: [] },
    lookup: (_name, callback) => {
      asked++;
      // First a pair of which one is public, then the private one alone.
      const both = [
        { address: '8.8.8.8', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ];
      callback(null, asked % 2 === 1 ? both : both.slice(1));
    },
  });
  for (let i = 0; i < 4; i++) {
    const result = await stage.get('http://rebinding.test/');
    assert.ok(result.kind === 'failure');
    assert.equal(result.code, 'E_ADDRESS', result.message);
  }
  assert.equal(asked, 4);
  assert.equal(stage.server.connections(), 0);
});

test('T2 a redirect to a private address is not followed: the canary sees nothing', async (t) => {
  const canary = await startFaultServer(() => whole('200 OK', [], 'secret'));
  t.after(() => canary.close());
  for (const target of [
    `http://[::ffff:127.0.0.1]:${canary.port}/`,
    `http://localhost:${canary.port}/`,
    'http://169.254.169.254/latest/meta-data/',
    'http://2130706433/',
  ]) {
    const stage = await withFetcher(t, { cases: { '/go': whole('302 Found', [`Location: ${target}`], '') } });
    const host = new URL(target).hostname;
    const result = await stage.get('/go', { allowedHosts: isIP(host) === 0 ? ['localhost', host] : [host] });
    assert.ok(result.kind === 'failure', target);
    assert.ok(
      ['E_ADDRESS', 'E_REDIRECT_HOST'].includes(result.code) || host === '127.0.0.1',
      `${target}: ${result.code}`,
    );
  }
  assert.equal(canary.connections(), 0);
});
