import type { Command } from 'commander';
import { EXIT, Fault } from '../../core/errors.ts';
import { ROLES } from '../../monitoring/house-words.ts';
import type { Monitor } from '../../monitoring/contract.ts';
import type { TokenView } from '../../monitoring/house-shape.ts';
import type { Language, Words } from '../../wording/language.ts';
import { agreed } from '../act.ts';
import { showDuration, showInstant } from '../../wording/show-time.ts';
import { cliLanguage, commandGroup } from '../command-line.ts';
import { outputWidth, printJson } from '../output.ts';
import { WORDS as PROGRAM_WORDS } from '../program-words.ts';
import { readTime } from '../read-time.ts';
import { chosen } from '../selector-options.ts';
import { table } from '../table.ts';
import { actorOf, monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';

type Word =
  | 'group'
  | 'create'
  | 'list'
  | 'revoke'
  | 'name'
  | 'role'
  | 'expires'
  | 'never'
  | 'none'
  | 'id'
  | 'state'
  | 'used'
  | 'made'
  | 'valid'
  | 'revoked'
  | 'expired'
  | 'until'
  | 'sure'
  | 'once'
  | 'done';

const WORDS: Words<Word> = {
  en: {
    group: 'Tokens of the API: who may look, steer, or administer.',
    create: 'Make a token. It is shown once, on stdout, and never kept.',
    list: 'List the tokens, newest first.',
    revoke: 'Revoke a token at once: whoever uses it is shut out.',
    name: 'whose it is, or what for',
    role: 'what it may do',
    expires: 'when it ends: 30d, 12h, 2027-01-31, or never',
    never: 'never',
    none: 'No token yet. `scraping-monitor token create NAME` makes one.',
    id: 'id',
    state: 'state',
    used: 'last used',
    made: 'made',
    valid: 'valid',
    revoked: 'revoked',
    expired: 'expired',
    until: 'until',
    sure: 'Revoke this token? It cannot be taken back:',
    once: 'Keep it now: it is not shown again.',
    done: 'Revoked',
  },
  es: {
    group: 'Tokens de la API: quién puede mirar, dirigir o administrar.',
    create: 'Hace un token. Se muestra una sola vez, en stdout, y no se guarda.',
    list: 'Muestra los tokens, el más nuevo primero.',
    revoke: 'Revoca un token de inmediato: quien lo usa queda fuera.',
    name: 'de quién es o para qué',
    role: 'qué puede hacer',
    expires: 'cuándo termina: 30d, 12h, 2027-01-31 o never (nunca)',
    never: 'nunca',
    none: 'Todavía no hay tokens. `scraping-monitor token create NOMBRE` hace uno.',
    id: 'id',
    state: 'estado',
    used: 'último uso',
    made: 'hecho',
    valid: 'válido',
    revoked: 'revocado',
    expired: 'vencido',
    until: 'hasta',
    sure: '¿Revocar este token? No se puede deshacer:',
    once: 'Guárdelo ahora: no se muestra otra vez.',
    done: 'Revocado',
  },
};

interface CreateOptions extends MonitorOptions {
  readonly role: string;
  readonly expires: string;
}

interface RevokeOptions extends MonitorOptions {
  readonly yes?: boolean;
}

interface TokenLook {
  /** Epoch ms. */
  readonly now: number;
  readonly timeZone: string;
  readonly language: Language;
}

async function lookOf(monitor: Monitor): Promise<TokenLook> {
  const { timeZone } = await monitor.house.schedule(1);
  return { now: Date.now(), timeZone, language: cliLanguage() };
}

const USUAL_LIFE = '365d';

export function addToken(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  const group = commandGroup(parent, 'token', words.group);
  monitorCommand<CreateOptions>(
    group,
    'create <name>',
    {
      summary: words.create,
      examples: [
        "scraping-monitor token create 'night shift' --role operator --expires 90d",
        'scraping-monitor token create grafana > grafana.token',
      ],
    },
    (made) =>
      made
        .option('--role <role>', `${words.role}: ${ROLES.join(', ')}`, 'viewer')
        .option('--expires <when>', words.expires, USUAL_LIFE),
    async (monitor, options, [name = '']) => {
      const role = chosen(ROLES, options.role, '--role');
      const asked = { name: nameOf(name), role, expiresAt: expiryOf(options.expires, Date.now()) };
      const made = await monitor.tokens.create(asked, actorOf(process.env));
      if (options.json) printJson(made);
      else {
        console.log(made.secret);
        console.error(`${tokenLine(made.token, await lookOf(monitor))}\n${words.once}`);
      }
      return EXIT.ok;
    },
  );
  monitorCommand<MonitorOptions>(
    group,
    'list',
    { summary: words.list, examples: ['scraping-monitor token list'] },
    (made) => made,
    async (monitor, options) => {
      const tokens = await monitor.tokens.list();
      if (options.json) printJson(tokens);
      else console.log(tokens.length === 0 ? words.none : tokenTable(tokens, await lookOf(monitor), outputWidth()));
      return EXIT.ok;
    },
  );
  monitorCommand<RevokeOptions>(
    group,
    'revoke <id>',
    { summary: words.revoke, examples: ['scraping-monitor token revoke 0123456789ab'] },
    (made) => made.option('-y, --yes', PROGRAM_WORDS[language].yes),
    async (monitor, options, [id = '']) => {
      if (!(await agreed(`${words.sure} ${id}.`, options.yes, language))) return EXIT.ok;
      const revoked = await monitor.tokens.revoke(id, actorOf(process.env));
      if (options.json) printJson(revoked);
      else console.log(`${words.done}: ${tokenLine(revoked, await lookOf(monitor))}`);
      return EXIT.ok;
    },
  );
}

function nameOf(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== '' && trimmed.length <= 80) return trimmed;
  throw new Fault('E_USAGE', `${JSON.stringify(name)} is no name for a token`, { cure: 'Use 1 to 80 characters.' });
}

/** @throws {Fault} E_USAGE */
export function expiryOf(text: string, now: number): string | null {
  if (/^(never|nunca)$/i.test(text)) return null;
  const at = readTime(text, (life) => now + life);
  if (at !== null) return new Date(at).toISOString();
  throw new Fault('E_USAGE', `--expires ${JSON.stringify(text)} is neither a time from now nor a date`, {
    cure: 'Write 30d, 12h, 2027-01-31, or never.',
  });
}

function stateOf({ revokedAt, expiresAt }: TokenView, { now, timeZone, language }: TokenLook): string {
  const words = WORDS[language];
  const at = (instant: string): string => showInstant(Date.parse(instant), timeZone);
  if (revokedAt !== null) return `${words.revoked} ${at(revokedAt)}`;
  if (expiresAt === null) return words.valid;
  return Date.parse(expiresAt) <= now ? `${words.expired} ${at(expiresAt)}` : `${words.until} ${at(expiresAt)}`;
}

const agoText = (ms: number, language: Language): string =>
  language === 'es' ? `hace ${showDuration(ms)}` : `${showDuration(ms)} ago`;

const tokenLine = (token: TokenView, look: TokenLook): string =>
  `${token.id}  ${token.name}  ${token.role}  ${stateOf(token, look)}`;

function tokenTable(tokens: readonly TokenView[], look: TokenLook, width: number): string {
  const { now, timeZone, language } = look;
  const words = WORDS[language];
  return table(
    [
      { title: words.id },
      { title: words.name, least: 12 },
      { title: words.role },
      { title: words.state },
      { title: words.made, spare: 1 },
      { title: words.used, spare: 2 },
    ],
    tokens.map((token) => [
      token.id,
      token.name,
      token.role,
      stateOf(token, look),
      `${showInstant(Date.parse(token.createdAt), timeZone)} (${token.createdBy})`,
      token.lastUsedAt === null ? words.never : agoText(now - Date.parse(token.lastUsedAt), language),
    ]),
    width,
  );
}
