import type { Command } from 'commander';
import { listNotices, retryNotices, tryChannels } from '../../app/people/manage-notices.ts';
import { loadConfig } from '../../config/load.ts';
import type { LoadedConfig } from '../../config/contract.ts';
import { EXIT } from '../../core/errors.ts';
import type { Words } from '../../wording/language.ts';
import { sentencesIn } from '../../wording/sentences.ts';
import { showInstant } from '../../wording/show-time.ts';
import { cliLanguage, command, commandGroup } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { outputWidth, printJson } from '../output.ts';
import { table } from '../table.ts';
import type { Cell } from '../table.ts';
import { wholeNumber } from '../whole-number.ts';
import { actorOf } from '../with-monitor.ts';

type Word =
  | 'group'
  | 'test'
  | 'list'
  | 'retry'
  | 'channel'
  | 'channelTitle'
  | 'limit'
  | 'sent'
  | 'later'
  | 'never'
  | 'waiting'
  | 'givenUp'
  | 'none'
  | 'made'
  | 'kind'
  | 'state'
  | 'tries'
  | 'why'
  | 'again'
  | 'help';

const WORDS: Words<Word> = {
  en: {
    group: 'Messages to people: e-mail, Slack, webhooks (docs/notifications.md).',
    test: 'Send a test message on every channel, or on one, and say how it went.',
    list: 'List the messages of the outbox, newest first: sent, waiting, given up.',
    retry: 'Have messages that were given up tried again: those named, or all.',
    channel: 'email, slack, webhook, webhook-2 …',
    channelTitle: 'channel',
    limit: 'how many are shown',
    sent: 'sent',
    later: 'not sent',
    never: 'refused',
    waiting: 'waits until',
    givenUp: 'given up',
    none: 'No message yet.',
    made: 'made',
    kind: 'kind',
    state: 'state',
    tries: 'tries',
    why: 'why not',
    again: 'messages are tried again; the running service takes them up within seconds.',
    help: '`scraping-monitor notify retry` has those that were given up tried again.',
  },
  es: {
    group: 'Mensajes a personas: correo, Slack, webhooks (docs/notifications.md).',
    test: 'Envía un mensaje de prueba por cada canal, o por uno, y dice cómo resultó.',
    list: 'Muestra los mensajes de la bandeja de salida, el más nuevo primero: enviados, en espera, abandonados.',
    retry: 'Vuelve a intentar mensajes abandonados: los nombrados, o todos.',
    channel: 'email, slack, webhook, webhook-2 …',
    channelTitle: 'canal',
    limit: 'cuántos se muestran',
    sent: 'enviado',
    later: 'no enviado',
    never: 'rechazado',
    waiting: 'espera hasta',
    givenUp: 'abandonado',
    none: 'Todavía no hay mensajes.',
    made: 'hecho',
    kind: 'tipo',
    state: 'estado',
    tries: 'intentos',
    why: 'por qué no',
    again: 'mensajes se intentan de nuevo; el servicio en marcha los toma en segundos.',
    help: '`scraping-monitor notify retry` vuelve a intentar los abandonados.',
  },
};

interface TestOptions extends CommonOptions {
  readonly channel?: string;
}
interface ListOptions extends CommonOptions {
  readonly limit: string;
}

const load = ({ config }: CommonOptions): Promise<LoadedConfig> =>
  loadConfig({ file: config, environment: process.env, workingDirectory: process.cwd() });

export function addNotify(parent: Command): void {
  const words = WORDS[cliLanguage()];
  const notify = commandGroup(parent, 'notify', words.group);
  addTest(notify);
  addList(notify);
  addRetry(notify);
}

function addTest(notify: Command): void {
  const words = WORDS[cliLanguage()];
  command<TestOptions>(
    notify,
    'test',
    { summary: words.test, examples: ['scraping-monitor notify test', 'scraping-monitor notify test --channel email'] },
    (made) => made.option('--channel <name>', words.channel),
    async (options) => {
      const trials = await tryChannels(await load(options), options.channel ?? null, actorOf(process.env));
      const tell = await sentencesIn(cliLanguage());
      if (options.json) printJson(trials);
      else
        for (const { channel, delivery } of trials)
          console.log(
            delivery.kind === 'sent'
              ? `✓ ${channel}: ${words.sent}`
              : `✗ ${channel}: ${words[delivery.kind]}: ${tell(delivery.reason)}`,
          );
      return trials.every(({ delivery }) => delivery.kind === 'sent') ? EXIT.ok : EXIT.unavailable;
    },
  );
}

function addList(notify: Command): void {
  const words = WORDS[cliLanguage()];
  command<ListOptions>(
    notify,
    'list',
    words.list,
    (made) => made.option('--limit <n>', words.limit, '20'),
    async (options) => {
      const loaded = await load(options);
      const notices = await listNotices(loaded, wholeNumber(options.limit, '--limit', 1, 1000));
      if (options.json) {
        printJson(notices);
        return EXIT.ok;
      }
      if (notices.length === 0) {
        console.log(words.none);
        return EXIT.ok;
      }
      const at = (instant: number): string => showInstant(instant, loaded.config.data.time_zone);
      const tell = await sentencesIn(cliLanguage());
      const rows = notices.map(
        ({ id, madeAt, channel, kind, sentAt, deadAt, nextTryAt, tries, lastError }): readonly Cell[] => [
          String(id),
          at(madeAt),
          channel,
          kind,
          sentAt !== null
            ? `${words.sent} ${at(sentAt)}`
            : deadAt !== null
              ? { text: words.givenUp, paint: 'bad' }
              : `${words.waiting} ${at(nextTryAt ?? madeAt)}`,
          String(tries),
          tell(lastError ?? ''),
        ],
      );
      const columns = [
        { title: 'id', align: 'right' as const },
        { title: words.made, spare: 2 },
        { title: words.channelTitle },
        { title: words.kind, spare: 1 },
        { title: words.state },
        { title: words.tries, align: 'right' as const, spare: 3 },
        { title: words.why, least: 20 },
      ];
      console.log(table(columns, rows, outputWidth()));
      if (notices.some(({ deadAt }) => deadAt !== null)) console.log(words.help);
      return EXIT.ok;
    },
  );
}

function addRetry(notify: Command): void {
  const words = WORDS[cliLanguage()];
  command<CommonOptions>(
    notify,
    'retry [id...]',
    words.retry,
    (made) => made,
    async (options, ids) => {
      const asked = ids.length === 0 ? null : ids.map((id) => wholeNumber(id, 'id', 1));
      const notices = await retryNotices(await load(options), asked, actorOf(process.env));
      if (options.json) printJson({ notices });
      else console.log(`${notices} ${words.again}`);
      return EXIT.ok;
    },
  );
}
