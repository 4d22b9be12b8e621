/** What is answered when something is refused or fails: `application/problem+json`, from the one catalogue of errors. */
import { z } from 'zod';
import { ERRORS, isFault } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';
import { adviceFor } from '../wording/advice.ts';
import type { Language } from '../wording/language.ts';
import { sentencesIn } from '../wording/sentences.ts';
import type { Problem } from './contract.ts';
import { say, titleOf } from './words.ts';
import type { SentenceName } from './words.ts';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

type Fields = Readonly<Record<string, string>>;
interface ValueFault {
  readonly place: string;
  readonly message: string;
}

/** Refused by the API itself; its sentence is in the asker's language. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly sentence: SentenceName;
  readonly seen: string;
  readonly headers: Fields;

  constructor(code: ErrorCode, sentence: SentenceName, seen = '', headers: Fields = {}) {
    super(say(sentence, 'en', seen));
    this.code = code;
    this.sentence = sentence;
    this.seen = seen;
    this.headers = headers;
  }
}

/** Values of the request that are not as they should be. */
export class BadValues extends Error {
  readonly faults: readonly ValueFault[];

  constructor(faults: readonly ValueFault[]) {
    super(faults.map(({ place, message }) => `${place}: ${message}`).join('; '));
    this.faults = faults;
  }
}

export interface Answer {
  readonly problem: Problem;
  readonly headers: Fields;
  /** A fault of this program: what was thrown goes to the log with its stack. */
  readonly unexpected: boolean;
}

/** What Fastify throws when it reads a request. */
const READING: Readonly<Record<string, readonly [ErrorCode, SentenceName]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['E_BODY', 'tooLong'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['E_MEDIA_TYPE', 'notJson'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['E_USAGE', 'badRequest'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['E_USAGE', 'badRequest'],
};

/** What is answered, in the asker's language. */
export async function answerTo(error: unknown, language: Language, request: string): Promise<Answer> {
  if (error instanceof Refusal) {
    const { code, sentence, seen, headers } = error;
    return { problem: problemOf(code, say(sentence, language, seen), language, request), headers, unexpected: false };
  }
  if (error instanceof BadValues) {
    const detail = say('badRequest', language);
    const problem = { ...problemOf('E_USAGE', detail, language, request), faults: error.faults };
    return { problem, headers: {}, unexpected: false };
  }
  if (isFault(error)) {
    const { code, message, cure } = error;
    const tell = await sentencesIn(language);
    const problem = problemOf(code, tell(message), language, request);
    // A cure of its own is better than the catalogue's.
    const advice = cure === ERRORS[code].advice ? problem.advice : tell(cure);
    return { problem: { ...problem, advice }, headers: {}, unexpected: code === 'E_INTERNAL' };
  }
  const [code, sentence] = READING[String((error as { code?: unknown } | null)?.code)] ?? [];
  if (code !== undefined && sentence !== undefined) {
    const problem = problemOf(code, say(sentence, language), language, request);
    return { problem, headers: {}, unexpected: false };
  }
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const problem = { ...problemOf('E_USAGE', say('badRequest', language), language, request), status };
    return { problem: { ...problem, title: titleOf(status, language) }, headers: {}, unexpected: false };
  }
  const problem = problemOf('E_INTERNAL', say('internal', language), language, request);
  return { problem, headers: {}, unexpected: true };
}

function problemOf(code: ErrorCode, detail: string, language: Language, request: string): Problem {
  const status = code === 'E_INTERNAL' ? 500 : ERRORS[code].status;
  return {
    type: `urn:scraping-orchestrator:error:${code}`,
    title: titleOf(status, language),
    status,
    detail,
    code,
    // The catalogue's advice is for a command line.
    advice: code === 'E_USAGE' ? say('seeDescription', language) : adviceFor(code, language),
    request,
  };
}

const LOCALES = { en: z.locales.en().localeError, es: z.locales.es().localeError } as const;

/** A part of the request by its shape. @throws {BadValues} with the place of each fault: `query.limit`. */
export function parsePart<Shape extends z.ZodType>(
  part: 'path' | 'query' | 'body',
  shape: Shape,
  value: unknown,
  language: Language,
): z.output<Shape> {
  const parsed = shape.safeParse(value, { error: LOCALES[language] });
  if (parsed.success) return parsed.data;
  throw new BadValues(parsed.error.issues.map(({ path, message }) => ({ place: [part, ...path].join('.'), message })));
}
