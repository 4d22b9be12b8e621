/** What each shell offers for what was typed: the shells themselves are asked. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Command } from 'commander';
import { program } from '../../src/cli/command-line.ts';
import { completionScript, SHELLS } from '../../src/cli/completion-script.ts';
import type { Shell } from '../../src/cli/completion-script.ts';
import { loadEvery } from '../../src/cli/load-every.ts';

/** Its words are those of the language at its making. */
const whole = new Map<'en' | 'es', Command>();
let folder: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  for (const language of ['en', 'es'] as const) {
    process.env['SCRAPING_LANG'] = language;
    const made = program('scraping-monitor', '', language);
    await loadEvery(made, 'scraping-monitor');
    whole.set(language, made);
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

function scriptIn(language: 'en' | 'es', shell: Shell): string {
  const made = whole.get(language);
  assert.ok(made);
  return completionScript(made, shell);
}

const ASK: Readonly<Record<Shell, (script: string, typed: string) => string>> = {
  bash: (script, typed) =>
    execFileSync(
      'bash',
      [
        '--norc',
        '-c',
        `source "$1"; COMP_WORDS=(scraping-monitor $2); COMP_CWORD=\${#COMP_WORDS[@]}; COMP_CWORD=$((COMP_CWORD - 1))
        _scraping_monitor; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash',
        script,
        typed,
      ],
      { encoding: 'utf8' },
    ),
  fish: (script, typed) =>
    execFileSync(
      'fish',
      ['--no-config', '-c', 'source $argv[1]; complete -C "scraping-monitor $argv[2]"', script, typed],
      {
        encoding: 'utf8',
      },
    ).replaceAll(/\t.*/g, ''),
  zsh: (script, typed) => askZsh(script, typed),
};

/**
 * zsh completes in its line editor only: one is run on a terminal of its own, and each word that is offered is written to
 * a file. Returns when the file has the mark that the last widget writes.
 */
function askZsh(script: string, typed: string): string {
  const offered = join(folder, 'offered');
  const inner = join(folder, 'inner.zsh');
  writeFileSync(
    inner,
    `PROMPT=; autoload -U compinit; compinit -u -D; source ${script}
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits; builtin compadd -A hits "$@"; print -rl -- $hits >> ${offered}
}
done-widget() { exit }
zle -N done-widget; bindkey '^I' complete-word; bindkey '^X' done-widget
`,
  );
  const outer = `zmodload zsh/zpty; zpty z zsh -f -i; zpty -w z 'source ${inner}; print RE""ADY'
zpty -r z out '*READY*'; zpty -n -w z "$1"$'\\t\\x18'; while zpty -r z out; do; done; zpty -d z`;
  writeFileSync(offered, '');
  execFileSync('zsh', ['-f', '-c', outer, 'zsh', `scraping-monitor ${typed}`], { timeout: 60_000 });
  return execFileSync('cat', [offered], { encoding: 'utf8' });
}

for (const shell of SHELLS) {
  const isThere = spawnSync(shell, ['--version']).error === undefined;
  const skip = isThere || process.env['CI'] === 'true' ? false : `${shell} is not installed: apt install ${shell}`;
  if (skip !== false) console.error(`SKIPPED: completion in ${shell} (${skip})`);

  test(
    `${shell} completes commands, their parts, options, and what may follow an option, also behind a comma`,
    { skip },
    () => {
      const script = join(folder, `completion.${shell}`);
      writeFileSync(script, scriptIn('en', shell));
      const offers = (typed: string): readonly string[] =>
        ASK[shell](script, typed)
          .split('\n')
          .filter((word) => word !== '')
          .sort();
      assert.deepEqual(offers('sta'), ['stats', 'status']);
      assert.deepEqual(offers('token re'), ['revoke']);
      assert.deepEqual(offers('tasks --st'), ['--status']);
      assert.deepEqual(offers('tasks --status perm'), ['permanently_failed']);
      assert.deepEqual(offers('--no-color pause In'), ['Inm24']);
      // zsh offers the part behind the comma, the others the whole word.
      assert.deepEqual(offers('tasks --verdict ok,bl'), shell === 'zsh' ? ['blocked'] : ['ok,blocked']);
    },
  );

  test(`${shell} understands the script in Spanish`, { skip }, () => {
    const script = join(folder, `spanish.${shell}`);
    writeFileSync(script, scriptIn('es', shell));
    const checked = spawnSync(shell, ['-n', script], { encoding: 'utf8' });
    assert.equal(checked.status, 0, checked.stderr);
    assert.equal(checked.stderr, '');
  });
}
