/** A person whose terminal speaks Spanish: what the programs say of an installation with something wrong everywhere. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, mock } from 'node:test';
import { program } from '../../src/cli/command-line.ts';
import { summaryTable } from '../../src/cli/batch-view.ts';
import { wordsFor } from '../../src/cli/words.ts';
import type { ScraperProgress } from '../../src/store/contract.ts';
import { loadEvery } from '../../src/cli/load-every.ts';
import type { Language } from '../../src/wording/language.ts';

let folder = '';

/** What a command prints, with its exit code. In this process: twenty starts of a program would take half a minute. */
async function say(language: Language, line: string): Promise<{ readonly text: string; readonly code: unknown }> {
  const [name = '', ...args] = line.split(' ');
  const printed: string[] = [];
  const print = (...said: readonly unknown[]): void => {
    printed.push(said.map(String).join(' '));
  };
  const outputs = [mock.method(console, 'log', print), mock.method(console, 'error', print)];
  const before = { language: process.env['SCRAPING_LANG'], code: process.exitCode };
  process.env['SCRAPING_LANG'] = language;
  try {
    const whole = program(name, '', language);
    await loadEvery(whole, name);
    const config = args.includes('-c') || args[0] === 'init' ? [] : ['-c', 'config.yaml'];
    const files = [...args, ...config].map((arg) => (arg.endsWith('.yaml') ? join(folder, arg) : arg));
    await whole.parseAsync(files, { from: 'user' });
    return { text: printed.join('\n'), code: process.exitCode };
  } finally {
    process.exitCode = before.code;
    if (before.language === undefined) delete process.env['SCRAPING_LANG'];
    else process.env['SCRAPING_LANG'] = before.language;
    for (const output of outputs) output.mock.restore();
  }
}

/** Words that no Spanish sentence has. Commands, options, codes, names of files and addresses are no words. */
const ENGLISH =
  /(?<![\w./<-])(the|is|are|was|of|and|not|cannot|there|with|which|were|has|to|from|it|no [a-z]+ is)(?![\w./>-])/i;
const words = (text: string): string =>
  text
    .replaceAll(/`[^`]*`/g, '')
    .replaceAll(/--[\w-]+/g, '')
    .replaceAll(/\[[^\]]*\]/g, '');

/** What `doctor` answers depends on the machine, too. */
const COMMANDS: readonly (readonly [line: string, code: number | null, says: RegExp])[] = [
  ['scraping-orchestrator validate', 0, /✓ Listo para correr\./],
  [
    'scraping-orchestrator validate --all',
    0,
    /URL no válida {2}.*no es una dirección http o https\n {4}→ Copie la dirección/,
  ],
  ['scraping-orchestrator validate -c broken.yaml', 78, /clave desconocida; ¿quiso decir max_attempts\?/],
  ['scraping-orchestrator validate -c none.yaml', 78, /no existe el archivo de configuración/],
  ['scraping-orchestrator doctor --offline', null, /! base de datos: .*\n {4}→ El primer inicio la crea\./],
  ['scraping-orchestrator db version', 74, /no existe la base de datos/],
  ['scraping-orchestrator backup list', 0, /Todavía no hay respaldos/],
  ['scraping-orchestrator backup create', 73, /→ /],
  ['scraping-orchestrator rebuild', 64, /No se cambió nada; diga --yes/],
  ['scraping-orchestrator reparse -s Foo -b Nov26_01', 78, /no existe/],
  ['scraping-orchestrator maintenance dance', 64, /no es ninguno de temp-files/],
  [
    'scraping-orchestrator run --site Foo',
    66,
    /ninguna fila del catálogo corresponde a sitios Foo\n {2}→ El catálogo tiene los sitios Lam/,
  ],
  ['scraping-orchestrator run --limit many', 64, /--limit "many" no es un número entero/],
  ['scraping-orchestrator init -c config.yaml', 73, /ya existe\n {2}→ Muévalo primero/],
  ['scraping-monitor status', 0, /Todavía no hay lotes|todavía no/i],
  ['scraping-monitor task 7', 66, /no existe la tarea 7/],
  ['scraping-monitor settings', 0, /valor|opción/],
  ['scraping-monitor notify test', 78, /no hay ningún canal configurado/],
  ['scraping-monitor site test Foo', 78, /no existe el sitio "Foo"\n {2}→ Sitios conocidos/],
];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spanish-'));
  assert.equal((await say('es', `scraping-orchestrator init -d ${folder}`)).code, 0);
  writeFileSync(
    join(folder, 'urls', 'lam_urls.csv'),
    'PaginaWeb,Ciudad,Operación,ProductoPaginaWeb,URL\n' +
      'lam,Talj,Ven,Cas,https://www.lamudi.com.mx/jalisco/tlajomulco-de-zuniga/casa/for-sale/\n' +
      'Lam,Gdl,Ven,Cas,ftp://www.lamudi.com.mx/\n' +
      'Lam,Nowhere,Ven,Cas,https://www.lamudi.com.mx/jalisco/\n',
  );
  writeFileSync(join(folder, 'broken.yaml'), 'execution: {retry: {max_atempts: 3, delay: 5}}\nfoo: 1\n');
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe('in Spanish', () => {
  for (const [line, code, says] of COMMANDS)
    it(`\`${line}\` says all it says in Spanish`, async () => {
      const said = await say('es', line);
      assert.match(said.text, says);
      if (code !== null) assert.equal(said.code, code, said.text);
      const strange = words(said.text)
        .split('\n')
        .filter((one) => ENGLISH.test(one));
      assert.deepEqual(strange, []);
    });

  it('the commented config.yaml that init writes is explained in Spanish, and read as any other', () => {
    const text = readFileSync(join(folder, 'config.yaml'), 'utf8');
    assert.match(text, /^# Configuración del orquestador/);
    const comments = text.split('\n').filter((one) => /^ *# [A-Z]/.test(one));
    assert.ok(comments.length > 100);
    assert.deepEqual(
      comments.filter((one) => ENGLISH.test(words(one))),
      [],
    );
  });

  it('the summary of a run has verdicts as words', () => {
    const NONE = { running: 0, retrying: 0, failed: 0, permanently_failed: 0, cancelled: 0 };
    const scraper: ScraperProgress = {
      scraper: 'lam',
      site: 'Lam',
      total: 4,
      byStatus: { ...NONE, completed: 3, pending: 1 },
      byVerdict: { ok: 1, blocked: 2 },
      truncated: 0,
      rows: 30,
      rejectedRows: 0,
      pages: 3,
      fileBytes: 0,
      firstStartedAt: null,
      lastCompletedAt: null,
      lastSuccessAt: null,
      busyMs: 0,
    };
    assert.match(
      summaryTable([scraper], wordsFor({ SCRAPING_LANG: 'es' })),
      /sitio +scraper +tareas +veredictos .*\nLam +lam +4 +bien 1, bloqueada 2, abiertas 1 /,
    );
  });

  it('a message for programs is in Spanish too, and its code is the same', async () => {
    const { error } = JSON.parse((await say('es', 'scraping-monitor task 7 --json')).text) as {
      error: Record<string, string>;
    };
    assert.equal(error['code'], 'E_UNKNOWN');
    assert.equal(error['message'], 'no existe la tarea 7');
  });
});

it('in English the same is said in English', async () => {
  assert.match(
    (await say('en', 'scraping-monitor task 7')).text,
    /there is no task 7\n {2}→ `scraping-monitor tasks` lists/,
  );
  const { text } = await say('en', 'scraping-orchestrator validate');
  assert.match(text, /✓ Ready to run\./);
  assert.match(words(text), ENGLISH);
});

it('an installation without a target is not told to be ready', async () => {
  mkdirSync(join(folder, 'no-urls'));
  const config = readFileSync(join(folder, 'config.yaml'), 'utf8');
  writeFileSync(join(folder, 'idle.yaml'), config.replace('urls: ./urls', 'urls: ./no-urls'));
  const english = await say('en', 'scraping-orchestrator validate -c idle.yaml');
  assert.match(english.text, /! It would run, and collect nothing/);
  assert.doesNotMatch(english.text, /Ready to run/);
  const spanish = await say('es', 'scraping-orchestrator validate -c idle.yaml');
  assert.match(spanish.text, /! Correría sin recolectar nada/);
});
