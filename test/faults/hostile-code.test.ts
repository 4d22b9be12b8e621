/** Threats to the code itself: patterns that never end, and shells. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { workerCommand } from '../../src/app/parts/worker-command.ts';
import { ROOT } from '../support/rehearsal.ts';

/** Taken as it is, a single one of these pairs takes hours. */
const ENDLESS_MS = 240_000;

test('T22 of a hundred evil pairs of pattern and text each is refused with its definition, or read', async () => {
  const flags = workerCommand(512).args.filter((argument) => argument.startsWith('--'));
  const child = fileURLToPath(new URL('evil-patterns-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, child], { timeout: ENDLESS_MS });
  assert.equal(stdout, '100');
});

test('T31 pages made against the recogniser of blocks are read, however often they repeat what makes a pattern turn back', async () => {
  const child = fileURLToPath(new URL('hostile-pages-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [child], { timeout: ENDLESS_MS });
  assert.equal(stdout, '110');
});

/** Every file of the product, by its path below src/. */
function sources(): ReadonlyMap<string, string> {
  const folder = join(ROOT, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.d)\.tsx?$/.test(file),
  );
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

/** Values a file takes from a module; types and types of values are none. `*` = all of it, or loaded while it runs. */
function valuesFrom(text: string, module: RegExp): readonly string[] {
  const statements = [
    ...text.matchAll(/import (?!type\b)([^;]*?) from '([^']+)'|import\('([^']+)'\)|require\('([^']+)'\)/g),
  ];
  return statements.flatMap(([, names, ...modules]) => {
    if (!modules.some((one) => one !== undefined && module.test(one))) return [];
    const inBraces = /^\{([^}]*)\}$/.exec(names ?? '')?.[1];
    if (inBraces === undefined) return ['*'];
    return inBraces
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '));
  });
}

/** Only these open connections: the portals' client, and what speaks to the team's own machines. */
const SPEAKERS: Readonly<Record<string, string>> = {
  'fetching/connections.ts': 'the one client of everything from the web',
  'fetching/tunnel.ts': 'its way through a proxy',
  'fetching/proxy-connector.ts': 'the same',
  'fetching/undici-parts.ts': 'what they use of undici',
  'fetching/certificate-trouble.ts': 'looks at a connection that is open',
  'fetching/render.ts': 'a browser without a network',
  'notifying/http-post.ts': 'webhooks, with the same guard (T16)',
  'notifying/email.ts': 'the mail server of the configuration',
  'monitoring/remote-api.ts': 'the API that --url names',
  'worker.ts': 'the pipe to the agent',
};
const NETWORK =
  /^(?:undici\b.*|node:(?:http|https|http2|net|tls|dgram|dns)(?:\/.*)?|nodemailer|playwright-core|ws|\.\/undici-parts\.ts)$/;
/** They only read or compare addresses. */
const HARMLESS: ReadonlySet<string> = new Set(['isIP', 'isIPv4', 'isIPv6', 'BlockList', 'STATUS_CODES']);

test('T2 everything that is asked of the web goes through one client: no other file can open a connection', () => {
  const speaking = [...sources()]
    .filter(([, text]) => {
      const opens = valuesFrom(text, NETWORK).some((name) => !HARMLESS.has(name));
      return opens || /(?<![.#\w])fetch\((?!request\b)|globalThis\.fetch|new (?:WebSocket|EventSource)\(/.test(text);
    })
    .map(([file]) => file);
  assert.deepEqual(speaking.sort(), Object.keys(SPEAKERS).sort());
});

test('T32 nothing in the product starts a shell: programs are started with their arguments as a list', () => {
  const shells = [...sources()].filter(([, text]) => {
    const starts = valuesFrom(text, /^(?:node:)?child_process$/);
    return starts.some((name) => !['spawn', 'execFile'].includes(name)) || /\bshell:\s*(?:true|['"`])/.test(text);
  });
  assert.deepEqual(
    shells.map(([file]) => file),
    [],
  );
});
