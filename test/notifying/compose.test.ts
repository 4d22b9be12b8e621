import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentencesIn } from '../../src/wording/sentences.ts';
import { MONITOR_COMMANDS } from '../../src/cli/monitor-commands.ts';
import { ORCHESTRATOR_COMMANDS } from '../../src/cli/orchestrator-commands.ts';
import { compose } from '../../src/notifying/compose.ts';
import { CAUSES } from '../../src/notifying/contract.ts';
import type { NoticeContent } from '../../src/notifying/contract.ts';
import { commandFor, severityOf } from '../../src/notifying/severity.ts';
import { troubleMeaning, troubleTitle } from '../../src/wording/troubles.ts';
import { message, MINUTE, SETTINGS, T0, trouble } from './messages.ts';

const SPANISH = { ...SETTINGS, language: 'es', tell: await sentencesIn('es') } as const;

test('a trouble says what it is, since when, its newest occurrence and the command that helps, in both languages', () => {
  const content: NoticeContent = { kind: 'troubles', items: [trouble({ occurrences: 3 })] };
  const english = compose('msg_1', content, SETTINGS);
  assert.equal(english.subject, '[Scraping] Inm24: blocked by the portal');
  assert.equal(
    english.text,
    `Inm24: blocked by the portal
The portal refuses us or asks for a CAPTCHA. Its lane rests and goes on by itself; the other sites work on.
  since 2026-11-22 04:00 · 3 occurrences
  Newest: E_BLOCKED · the page is a challenge of DataDome · task 17 · Batch Nov26_01
  https://www.inmuebles24.com/departamentos-en-venta-en-guadalajara.html
What to do: scraping-monitor errors --site Inm24 --verdict blocked

--
Sent by the Scraping Orchestrator on scraper-1 · 2026-11-22 04:01
`,
  );
  const spanish = compose('msg_1', content, SPANISH);
  assert.equal(spanish.subject, '[Scraping] Inm24: bloqueo del portal');
  assert.match(spanish.text, /Qué hacer: scraping-monitor errors --site Inm24 --verdict blocked/);
  assert.match(spanish.html, /<html lang="es">/);
});

test('what is over says how long it lasted; what lasts says how much is new', () => {
  const of = (changes: Parameters<typeof trouble>[0]) =>
    compose('m', { kind: 'troubles', items: [trouble(changes)] }, SETTINGS);
  const over = of({ stage: 'recovered', at: T0 + 45 * MINUTE, occurrences: 7 });
  assert.equal(over.subject, '[Scraping] Inm24: blocked by the portal (recovered)');
  assert.match(over.text, /^✓ Inm24: blocked by the portal: recovered\n {2}It lasted 45 min · 7 occurrences\n/);
  const again = of({ stage: 'again', occurrences: 40, untold: 33 });
  assert.match(again.text, /40 occurrences · 33 new since the last message/);
});

test('several troubles are one message whose subject names the sites', () => {
  const items = [trouble(), trouble({ site: 'CyT' }), trouble({ site: null, cause: 'disk', facts: {} })];
  const { subject, severity, text } = compose('m', { kind: 'troubles', items }, SPANISH);
  assert.equal(subject, '[Scraping] 3 problemas (Inm24, CyT)');
  assert.equal(severity, 'critical');
  assert.match(text, /disco casi lleno/);
});

test('the end of a batch says its figures against the batch before', () => {
  const batch = {
    id: 'Nov26_02',
    status: 'completed',
    startedAt: T0,
    completedAt: T0 + 90 * MINUTE,
    tasks: 1728,
    completed: 1720,
    failed: 8,
    rows: 44_000,
    rowsBefore: 50_000,
    causes: [
      { cause: 'blocked', tasks: 6 },
      { cause: 'gone', tasks: 2 },
    ],
  } as const;
  const { subject, text } = compose('m', { kind: 'batch', batch }, SPANISH);
  assert.equal(subject, '[Scraping] Lote Nov26_02: completado · 1,720/1,728 tareas, 44,000 filas');
  assert.match(text, /filas: 44,000 \(antes 50,000, −12 %\)/);
  assert.match(text, /Por qué fallaron tareas: bloqueada 6, ya no existe 2/);
  assert.match(text, /Qué hacer: scraping-monitor errors --batch Nov26_02/);
  assert.equal(severityOf({ kind: 'batch', batch: { ...batch, status: 'failed' } }), 'critical');
});

test('T7 T26 what a portal wrote is cut, cleaned and escaped: no markup, no second line of a header, no turned text', () => {
  const evil = `<img src=x onerror=alert(1)>"'&\r\nBcc: all@example.com \u202e\u001b[2J${'x'.repeat(1000)}`;
  const { subject, text, html } = message({
    kind: 'troubles',
    items: [
      trouble({
        site: evil,
        facts: { code: evil, message: evil, url: evil, batch: evil, measured: evil, usual: evil },
      }),
    ],
  });
  assert.doesNotMatch(subject, /[\r\n]/);
  assert.ok(subject.length < 400);
  assert.doesNotMatch(html, /<img|onerror=alert\(1\)>/);
  for (const part of [subject, text, html]) {
    // oxlint-disable-next-line no-control-regex -- that is what it looks for
    assert.doesNotMatch(part, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
    assert.ok(part.length < 20_000);
  }
  assert.ok(text.split('\n').every((line) => !line.startsWith('Bcc:')));
});

test('every cause has its words in both languages, and a command of ours', () => {
  for (const language of ['en', 'es'] as const) {
    assert.equal(new Set(CAUSES.map((cause) => troubleTitle(cause, language))).size, CAUSES.length);
    for (const cause of CAUSES) assert.match(troubleMeaning(cause, language), /^.{20,130}\.$/u, cause);
  }
  for (const cause of CAUSES) {
    const [program = '', name = ''] = commandFor({ cause, site: 'Inm24' }).split(' ');
    const known = { 'scraping-monitor': MONITOR_COMMANDS, 'scraping-orchestrator': ORCHESTRATOR_COMMANDS }[program];
    assert.ok(known !== undefined && name in known, `${cause}: ${program} ${name}`);
  }
});

test('nothing in the HTML is loaded from anywhere', () => {
  const { html } = message({ kind: 'troubles', items: [trouble()] });
  assert.doesNotMatch(html, /\b(src|href|srcset|background)=|url\(|@import|<script|<link/i);
});

test('what went wrong is told in the language of the message, and the code stays', () => {
  const facts = { code: 'E_SERVER', message: 'status 503: the portal has trouble [https://a.mx/x]' };
  const content: NoticeContent = { kind: 'troubles', items: [trouble({ cause: 'network', facts })] };
  assert.match(compose('m', content, SETTINGS).text, /E_SERVER · status 503: the portal has trouble/);
  assert.match(
    compose('m', content, SPANISH).text,
    /E_SERVER · estado 503: el portal tiene problemas \[https:\/\/a\.mx\/x\]/,
  );
});
