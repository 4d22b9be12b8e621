/** What the API is made of and made with, and the events that its live views are told. */
import type { Language } from '../wording/language.ts';
import type { Monitor } from '../monitoring/contract.ts';
import type { Role } from '../monitoring/house-shape.ts';
import type { SiteTestRequest, SiteTestView } from '../monitoring/site-test-shape.ts';
import type { Status } from '../monitoring/status-shape.ts';
import type { BatchReport } from '../monitoring/statistics-shape.ts';
import type { TokenCheck } from '../monitoring/token-desk.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../telemetry/contract.ts';

/** Who asks, and how it is known. */
export interface Principal {
  /** `token:0123456789ab`, `local`: for requests that are done once, and for streams. */
  readonly id: string;
  /** For the audit trail: `api:night shift`. */
  readonly actor: string;
  readonly role: Role;
  readonly by: 'token' | 'session' | 'local';
  /** When what it is known by ends, epoch ms; null = it does not by itself. */
  readonly until: number | null;
}

export interface ApiSettings {
  /** Path before everything, without a last slash; empty = none. */
  readonly basePath: string;
  /** Host names it answers to, besides localhost and the address it was reached at; lower case. */
  readonly allowedHosts: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly requestsPerMinute: number;
  readonly loginsPerMinute: number;
  readonly maxConnections: number;
  readonly maxStreams: number;
  readonly sessionMs: number;
}

/** Whether the service can work now. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean }[];
}

/** Requests with an `Idempotency-Key` (store/contract.ts, `RequestStore`). */
export interface RequestDesk {
  claimRequest(request: {
    readonly principal: string;
    readonly key: string;
    readonly fingerprint: string;
    readonly at: number;
  }): Promise<
    | { readonly kind: 'new' }
    | { readonly kind: 'repeated'; readonly answer: string | null }
    | { readonly kind: 'other' }
  >;
  answerRequest(request: { readonly principal: string; readonly key: string }, answer: string): Promise<void>;
  forgetRequest(request: { readonly principal: string; readonly key: string }): Promise<void>;
}

/** One connection's two ends. */
export interface Connection {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

export interface ApiDeps {
  readonly settings: ApiSettings;
  /** Its words are in that language. */
  readonly monitorFor: (language: Language) => Monitor;
  readonly tokens: TokenCheck;
  readonly requests: RequestDesk;
  readonly testSite: (request: SiteTestRequest) => Promise<SiteTestView>;
  readonly audit: (entry: {
    readonly actor: string;
    readonly action: string;
    readonly details: unknown;
    readonly outcome: string;
  }) => Promise<void>;
  readonly readiness: () => Promise<Readiness>;
  /** Prometheus text; null = there are none. */
  readonly metrics: (() => Promise<{ readonly contentType: string; readonly text: string }>) | null;
  /** A batch report as one self-contained HTML page. */
  readonly reportPage: (report: BatchReport, language: Language) => string;
  /** Whether the other end of a loopback connection is a process of our own user, or of root. */
  readonly isOwnUser: (connection: Connection) => Promise<boolean>;
  /** Folder of the built dashboard. */
  readonly webFolder: string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ApiServer {
  /** @throws {Fault} E_API_ADDRESS; returns where it listens. */
  listen(host: string, port: number): Promise<{ readonly host: string; readonly port: number }>;
  /** Ends streams and requests. */
  close(): Promise<void>;
}

/** `event: snapshot` carries a whole `Status`; `event: change` the parts of it that changed. */
export interface StatusChange {
  readonly at: string;
  readonly changed: Partial<Omit<Status, 'at'>>;
}

/** `application/problem+json` (RFC 9457), with our own members. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What happened, in one sentence that names the thing and the value seen. */
  readonly detail: string;
  readonly code: string;
  /** What to do. */
  readonly advice: string;
  /** Number of the request, as it stands in the log. */
  readonly request: string;
  /** What is wrong with each value of the request. */
  readonly faults?: readonly { readonly place: string; readonly message: string }[];
}
