/** Who may use the API, as the store keeps them, and the requests that are done once. */

export type TokenRole = 'viewer' | 'operator' | 'admin';

export interface StoredToken {
  /** Public part, by which it is found. */
  readonly id: string;
  readonly name: string;
  readonly role: TokenRole;
  /** SHA-256 of the secret part, hexadecimal. */
  readonly secretHash: string;
  readonly createdAt: number;
  readonly createdBy: string;
  /** null = until it is revoked. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
}

/** Making and revoking a token stand in the audit trail by the same transaction. */
export interface TokenStore {
  addToken(token: Omit<StoredToken, 'revokedAt' | 'lastUsedAt'>): Promise<void>;
  findToken(id: string): Promise<StoredToken | null>;
  /** Newest first, revoked and expired ones too. */
  listTokens(): Promise<readonly StoredToken[]>;
  /** null = there is none. A token that was revoked before stays as it was. */
  revokeToken(id: string, actor: string, at: number): Promise<StoredToken | null>;
  noteTokenUse(id: string, at: number): Promise<void>;
  /** Tokens that are neither revoked nor expired. */
  countValidTokens(at: number): Promise<number>;
}

export interface ApiRequest {
  readonly principal: string;
  /** `Idempotency-Key`. */
  readonly key: string;
  /** Of route and body: the same key with another request is a mistake. */
  readonly fingerprint: string;
  readonly at: number;
}

export type ClaimedRequest =
  /** Nobody has asked this before: do it, then `answerRequest`. */
  | { readonly kind: 'new' }
  /** `answer` null = it was begun, and its end is not known. */
  | { readonly kind: 'repeated'; readonly answer: string | null }
  | { readonly kind: 'other' };

export interface RequestStore {
  claimRequest(request: ApiRequest): Promise<ClaimedRequest>;
  answerRequest(request: Pick<ApiRequest, 'principal' | 'key'>, answer: string): Promise<void>;
  /** It was refused before anything happened: the same key may be used again. */
  forgetRequest(request: Pick<ApiRequest, 'principal' | 'key'>): Promise<void>;
}
