/** How a route is written down: one object says where it is, who may use it, what it takes and gives. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Monitor } from '../monitoring/contract.ts';
import type { Role } from '../monitoring/house-shape.ts';
import type { Language } from '../wording/language.ts';
import type { Principal } from './contract.ts';

/** `public`: without a token; a role: this one or a higher one. */
export type Access = 'public' | Role;

export interface Asked<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly language: Language;
  readonly monitor: Monitor;
  /** null only where the route is public. */
  readonly principal: Principal | null;
  /** For the audit trail. */
  readonly actor: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What it answers: JSON of a shape, or text of a media type. */
export type AnswerKind =
  | { readonly shape: z.ZodType }
  | { readonly mediaType: string; readonly description: string }
  /** Nothing: 204. */
  | { readonly nothing: true };

export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api/v1`, parameters as OpenAPI writes them: `/tasks/{task}`. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  /** null = it takes none. */
  readonly body: z.ZodType | null;
  readonly answer: AnswerKind;
  readonly status: 200 | 201 | 204;
  /** Takes an `Idempotency-Key`: `secret` = its answer is never kept, a repetition is refused. */
  readonly once: 'answer' | 'secret' | null;
  readonly handle: (asked: Asked<never, never, never>) => unknown;
}

interface RouteText<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly method: ApiRoute['method'];
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer: AnswerKind;
  readonly status?: ApiRoute['status'];
  readonly once?: ApiRoute['once'];
  readonly handle: (asked: Asked<z.output<Params>, z.output<Query>, z.output<Body>>) => unknown;
}

/** No key at all: what is not named is refused (T20). */
const nothing = z.strictObject({});
type Nothing = typeof nothing;

export function route<
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = Nothing,
>(text: RouteText<Params, Query, Body>): ApiRoute {
  return {
    params: nothing,
    query: nothing,
    status: 200,
    once: null,
    ...text,
    body: text.body ?? null,
    handle: text.handle,
  };
}
