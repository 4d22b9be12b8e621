/**
 * The one catalogue of error codes: class (who must act), verdict, exit code and advice.
 * docs/errors.md is compared with it in a test.
 */
import { config, EXIT, extract, fetching, infra, state } from './error-entries.ts';
import type { ErrorEntry } from './error-entries.ts';

// Whoever meets an error finds its exit code beside it.
export { EXIT };

export const ERRORS = {
  // Configuration, catalogue, definitions: the operator acts.
  E_CONFIG: config('Correct the file at the line and column shown; `scraping-orchestrator validate` checks it.'),
  E_DEFINITION: config('Correct the site definition at the line and column shown (docs/sites.md).'),
  E_CATALOGUE: config('Correct the CSV row shown; the other rows run.'),
  E_CODE: config('Use letters, digits, _ and - only, beginning with a letter or a digit.'),
  E_NO_DEFINITION: config('Write a definition for this portal (docs/sites.md) or take its rows out of the catalogue.'),
  E_PROGRAM_START: config(
    "Correct `command.program` or `command.folder` of the site's definition, or the program's permissions.",
  ),
  E_USAGE: { ...config('Look the options up with --help.'), exit: EXIT.usage, status: 400 },

  // Fetching: time or a proxy acts.
  E_DNS: fetching('network', "The host name has no address: check the URL, or the machine's resolver."),
  E_RESOLVER: fetching('network', "The machine's resolver did not answer; the page is tried again later."),
  E_CONNECT: fetching('network', 'The portal did not accept the connection; it is tried again later.'),
  E_TLS: fetching(
    'network',
    "The portal's certificate is not valid for this host; look at it in a browser before trusting it.",
  ),
  E_TIMEOUT_CONNECT: fetching('timeout', 'The portal did not answer in time; it is tried again later.'),
  E_TIMEOUT_HEADERS: fetching('timeout', 'The portal accepted the request and sent nothing; it is tried again later.'),
  E_TIMEOUT_TOTAL: fetching(
    'timeout',
    'The page did not arrive whole in time; raise `execution.request_timeout` if the portal is just slow.',
  ),
  E_RESET: fetching('network', 'The connection broke in the middle of the page; it is tried again later.'),
  E_PROTOCOL_HTTP: fetching('network', 'The answer was not valid HTTP; it is tried again later.'),
  E_FRAMING: fetching('network', 'The answer contradicts itself about its length, so nothing of it can be trusted.'),
  E_TRUNCATED: fetching('network', 'The page came in part only; nothing of it was used, and it is tried again.'),
  E_ENCODING: fetching(
    'network',
    'The body is not in the encoding its header names; it is tried again without compression.',
  ),
  E_CHARSET: fetching('invalid', "The page's bytes fit no known charset; see the saved page."),
  E_TOO_LARGE: fetching(
    'resources',
    'The page is larger than `security.limits` allows; look at what the portal sends.',
  ),
  E_REDIRECT: fetching('network', 'The redirects lead nowhere; open the URL in a browser and correct the catalogue.'),
  E_REDIRECT_HOST: fetching(
    'gone',
    'The portal sends this search to another site; open the URL in a browser and correct the catalogue.',
  ),
  E_ADDRESS: fetching(
    'forbidden',
    'The address is not public; name the host in `security.allowed_hosts` if this is meant.',
  ),
  E_URL: fetching('invalid', 'The URL is not a valid http or https address; correct the catalogue.'),
  E_HTTP_STATUS: fetching('network', 'The portal answered with an error status; it is tried again later.'),
  E_SERVER: fetching('network', 'The portal has trouble (5xx); it is tried again later.'),
  E_RATE_LIMITED: fetching('network', 'The portal asked us to slow down; the host waits, free of charge.'),
  E_NOT_FOUND: fetching('gone', 'The page is not there any more; open the URL in a browser and correct the catalogue.'),
  E_FORBIDDEN: fetching(
    'blocked',
    'The portal refuses us (401, 403, 451); the host rests. Slow down, or ask the portal.',
  ),
  E_BLOCKED: fetching(
    'blocked',
    'A challenge or CAPTCHA page came instead of listings; we never solve them. Slow down, or ask the portal.',
  ),
  E_ROBOTS: fetching(
    'forbidden',
    'robots.txt forbids this address; `websites.<site>.robots: ignore` overrides it on your responsibility.',
  ),
  E_ROBOTS_UNREACHABLE: fetching(
    'network',
    'robots.txt could not be read, so nothing is fetched; it is tried again, free of charge.',
  ),
  E_CIRCUIT_OPEN: fetching('blocked', 'The host rests after repeated trouble; it is tried again by itself.'),
  E_PERMIT_WAIT: fetching('network', "The host's next free moment is far away; the task waits for it, free of charge."),
  E_NO_BROWSER: {
    ...config(
      "Install a browser (Debian and Ubuntu: `apt install chromium`), name it in `browser.program`, or set the site's `fetch: http`.",
    ),
    verdict: 'resources',
  },
  E_BROWSER: fetching('resources', 'The browser failed on the page; it is started anew and the page tried again.'),
  E_PROXY: fetching('network', 'The proxy failed; see `security.proxies`.'),

  // Extraction: the author of the definition acts.
  E_LAYOUT: extract(
    'layout_changed',
    'The page has no listings where the definition looks: compare with `scraping-monitor site test`.',
  ),
  E_PAGING: extract('invalid', "The next page repeats an earlier one: correct the definition's `next` rule."),
  E_ALL_REJECTED: extract('invalid', 'Every row of the page was rejected; `scraping-monitor site test` shows why.'),
  E_PROGRAM: extract(
    'resources',
    "The site's own program ended with an error: its last words are in the message; run it by hand (docs/command-scrapers.md).",
  ),
  E_PROGRAM_OUTPUT: extract(
    'invalid',
    "The site's own program does not keep to the contract of docs/command-scrapers.md.",
  ),
  E_WRONG_PLACE: extract('invalid', 'The portal answered another search than the one asked for.'),

  // State: the caller acts.
  E_LEASE_LOST: state(409, EXIT.temporary, 'Another worker owns the task now; nothing was written.'),
  E_TRANSITION: state(409, EXIT.internal, 'The task is not in a state that allows this.'),
  E_BATCH_OPEN: state(
    409,
    EXIT.temporary,
    'A batch is open: `scraping-orchestrator run` continues it; finish or cancel it first.',
  ),
  E_NO_BATCH: state(404, EXIT.noInput, 'There is no such batch: `scraping-monitor history` lists them.'),
  E_NOTHING_TO_DO: state(422, EXIT.noInput, 'No row of the catalogue fits the filters.'),
  E_REHEARSAL: state(
    409,
    EXIT.config,
    'A data directory is either for rehearsal or for real work, never both: choose another one.',
  ),
  E_BATCH_DEADLINE: state(409, EXIT.gaps, 'The batch reached `execution.batch_deadline`; its open tasks were closed.'),
  E_NO_SERVICE: state(
    503,
    EXIT.unavailable,
    'Start the service with `scraping-orchestrator serve`, or run one batch with `scraping-orchestrator run`.',
  ),
  E_SAFE_MODE: state(
    503,
    EXIT.temporary,
    'The service crashed again and again and now only shows what it knows: read its log, then `scraping-monitor reload`.',
  ),
  E_UNKNOWN: state(
    404,
    EXIT.noInput,
    'Nothing has this name or number: the lists of `scraping-monitor` show what there is.',
  ),
  E_TOKEN: state(
    401,
    EXIT.denied,
    'Send a valid token (`Authorization: Bearer …`): `scraping-monitor token create` makes one.',
  ),
  E_ROLE: state(403, EXIT.denied, 'Ask with a token whose role allows this: viewer < operator < admin.'),
  E_CROSS_SITE: state(
    403,
    EXIT.denied,
    'A page of another site asked for this: use the dashboard itself, or a program with a token.',
  ),
  E_HOST: state(421, EXIT.usage, 'Use a name of `api.allowed_hosts`, or add this one to it.'),
  E_METHOD: state(405, EXIT.usage, "Ask with one of the methods that the answer's `Allow` header names."),
  E_BODY: state(413, EXIT.usage, 'Send less: a body is at most 1 MiB of JSON, 32 levels deep.'),
  E_MEDIA_TYPE: state(415, EXIT.usage, 'Send JSON, with `Content-Type: application/json`.'),
  E_TOO_MANY: state(429, EXIT.temporary, "Ask less often: the answer's `Retry-After` header says when."),
  E_REPEATED: state(
    409,
    EXIT.temporary,
    'Look at what came of the first request, then ask with a new `Idempotency-Key`.',
  ),
  E_API_ADDRESS: state(
    503,
    EXIT.cannotCreate,
    'Free the port, or choose another address with `api.host` and `api.port`; it is tried again by itself.',
  ),

  // Platform: the task is not charged.
  E_INSTANCE_HELD: infra(EXIT.cannotCreate, 'Another orchestrator works in this data directory: stop it first.', null),
  E_DIRECTORY: infra(EXIT.cannotCreate, "Create the directory named, and let the service's user write to it.", null),
  E_DISK_FULL: infra(EXIT.io, 'The disk is full: free some space; work resumes by itself.'),
  E_IO: infra(EXIT.io, 'Reading or writing the file named failed: check the disk and its permissions.'),
  E_STORE: infra(EXIT.io, 'The database refused the operation; nothing was stored.'),
  E_STORE_CORRUPT: infra(EXIT.io, 'The database is damaged: restore a backup.', null),
  E_STORE_NEWER: infra(EXIT.config, 'A newer version made this database: install that version.', null),
  E_BACKUP: infra(
    EXIT.data,
    'The backup is damaged or not one of ours: nothing was restored from it; `backup list` shows the others.',
    null,
  ),
  E_SQLITE_VERSION: infra(
    EXIT.config,
    'This SQLite can corrupt WAL databases: use Node 24.15 or newer from nodejs.org.',
    null,
  ),
  E_VAULT: infra(EXIT.io, 'The kept page could not be stored or read; the work goes on without it.'),
  E_WORKER_DIED: infra(EXIT.internal, 'The worker process ended while it worked; the task is tried again.'),
  E_WORKER_START: infra(EXIT.internal, 'The worker process did not start; see its last lines in the log.'),
  E_HUNG: infra(EXIT.internal, 'The task made no progress and its worker was ended.', 'timeout'),
  E_PROGRAM_LIMIT: infra(
    EXIT.internal,
    "The site's own program passed a limit of `security.system_limits` and was ended.",
  ),
  E_OOM: infra(EXIT.internal, 'The worker used more memory than `execution.worker_memory_mb` and was ended.'),
  E_PROTOCOL: infra(EXIT.internal, 'The worker sent what the protocol does not allow and was ended.'),
  E_INTERNAL: infra(EXIT.internal, 'A fault of this program: please report it with the log lines around it.', null),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** Where a fault lies, as far as known. Lines and columns count from 1. */
export interface Place {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

export interface FaultDetails extends Place {
  readonly cause?: unknown;
  /** Overrides the catalogue's advice where a better one is known. */
  readonly cure?: string | undefined;
}

/** `file:line:column`, as far as known; empty when nothing is. */
export function formatPlace(place: Place): string {
  if (place.file === undefined) return '';
  const line = place.line === undefined ? '' : `:${place.line}`;
  const column = place.line === undefined || place.column === undefined ? '' : `:${place.column}`;
  return `${place.file}${line}${column}`;
}

/** The one error type of the product: what happened, in one sentence that names the thing and the value seen. */
export class Fault extends Error {
  readonly code: ErrorCode;
  readonly place: Place;
  readonly cure: string;

  constructor(code: ErrorCode, message: string, details: FaultDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = ERRORS[code].class;
    this.code = code;
    this.place = { file: details.file, line: details.line, column: details.column };
    this.cure = details.cure ?? ERRORS[code].advice;
  }

  get entry(): ErrorEntry {
    return ERRORS[this.code];
  }
}

export function isFault(error: unknown): error is Fault {
  return error instanceof Fault;
}

/** The code of anything thrown: whatever has none is a fault of this program. */
export function codeOf(error: unknown): ErrorCode {
  return isFault(error) ? error.code : 'E_INTERNAL';
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
