/** Tables about people: who may use the API, and what they are told of. */
import type { Generated } from 'kysely';
import type { TokenRole } from './contract.ts';

export interface TokenTable {
  id: string;
  name: string;
  role: TokenRole;
  secret_hash: string;
  created_at: number;
  created_by: string;
  expires_at: number | null;
  revoked_at: Generated<number | null>;
  last_used_at: Generated<number | null>;
}

export interface RequestTable {
  principal: string;
  request_key: string;
  fingerprint: string;
  asked_at: number;
  answer: string | null;
}

export interface TroubleTable {
  site: string;
  cause: string;
  opened_at: number;
  seen_at: number;
  told_at: number;
  occurrences: number;
  untold: number;
  facts: string;
}

export interface NoticeTable {
  id: Generated<number>;
  message_id: string;
  channel: string;
  kind: string;
  message: string;
  made_at: number;
  next_try_at: number | null;
  tries: Generated<number>;
  sent_at: Generated<number | null>;
  dead_at: Generated<number | null>;
  last_error: Generated<string | null>;
}
