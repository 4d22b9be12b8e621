/** The API's description (OpenAPI 3.1), made from the routes and their shapes; `openapi.json` is compared with it. */
import { z } from 'zod';
import { VERSION } from '../core/version.ts';
import { actionAnswerShape, actionShape } from '../monitoring/action-shape.ts';
import {
  auditShape,
  backupShape,
  catalogueShape,
  logLineShape,
  scheduleShape,
  settingShape,
  siteShape,
  tokenShape,
} from '../monitoring/house-shape.ts';
import { siteTestRequestShape, siteTestShape } from '../monitoring/site-test-shape.ts';
import { reportShape, statisticsShape, trendShape } from '../monitoring/statistics-shape.ts';
import { batchShape, runningTaskShape, scraperShape, statusShape } from '../monitoring/status-shape.ts';
import { coverageShape, errorGroupShape, taskDetailShape, taskShape } from '../monitoring/task-shape.ts';
import type { ApiRoute } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

const problemShape = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  advice: z.string(),
  request: z.string(),
  faults: z.array(z.strictObject({ place: z.string(), message: z.string() })).optional(),
});

/** Shapes with a name of their own; what is not here is written out where it is used. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Status: statusShape,
  Batch: batchShape,
  Scraper: scraperShape,
  RunningTask: runningTaskShape,
  Task: taskShape,
  TaskDetail: taskDetailShape,
  ErrorGroup: errorGroupShape,
  Coverage: coverageShape,
  Statistics: statisticsShape,
  Trend: trendShape,
  Report: reportShape,
  Site: siteShape,
  SiteTestRequest: siteTestRequestShape,
  SiteTest: siteTestShape,
  Catalogue: catalogueShape,
  Schedule: scheduleShape,
  LogLine: logLineShape,
  Backup: backupShape,
  Setting: settingShape,
  Audit: auditShape,
  Token: tokenShape,
  Action: actionShape,
  ActionAnswer: actionAnswerShape,
  Problem: problemShape,
};

const SCHEMAS = '#/components/schemas/';

/** What the format says already, and the limits of every number, are left out: people read this, too. */
const HOW = {
  io: 'input',
  override: ({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }) => {
    if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  },
} as const;

export function openApi(routes: readonly ApiRoute[]): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Scraping Orchestrator',
      version: VERSION,
      description: 'See docs/api.md. Every answer that is not as wished is a Problem.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }, { login: [] }],
    paths: pathsOf(routes),
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: '`scraping-monitor token create`' },
        login: { type: 'apiKey', in: 'cookie', name: '__Host-scraping-session', description: '`POST /session`' },
      },
      responses: { Problem: { description: 'What went wrong and what to do.', content: problemContent } },
    },
  };
}

const problemContent = { 'application/problem+json': { schema: { $ref: `${SCHEMAS}Problem` } } };

function namedSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, shape] of Object.entries(NAMED)) registry.add(shape, { id });
  const { schemas } = z.toJSONSchema(registry, { ...HOW, uri: (id) => `${SCHEMAS}${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, plain(schema)]));
}

/** Without what only a file of its own needs. */
function plain(schema: object): Json {
  const { $schema: _schema, $id: _id, ...rest } = schema as Record<string, unknown>;
  return rest;
}

function schemaOf(shape: z.ZodType): Json {
  const name = Object.entries(NAMED).find(([, named]) => named === shape)?.[0];
  if (name !== undefined) return { $ref: `${SCHEMAS}${name}` };
  // A list, or a page, of a named shape is written with its name.
  if (shape instanceof z.ZodArray) return { type: 'array', items: schemaOf(shape.element as z.ZodType) };
  if (shape instanceof z.ZodObject) {
    const parts = Object.entries<z.ZodType>(shape.shape);
    return {
      type: 'object',
      properties: Object.fromEntries(parts.map(([key, part]) => [key, schemaOf(part)])),
      required: parts.filter(([, part]) => !part.safeParse(undefined).success).map(([key]) => key),
      additionalProperties: false,
    };
  }
  return plain(z.toJSONSchema(shape, HOW));
}

function pathsOf(routes: readonly ApiRoute[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  return paths;
}

function operationOf(route: ApiRoute): Json {
  const { summary, access, body, status } = route;
  return {
    operationId: operationId(route),
    summary,
    description: access === 'public' ? 'Needs no token.' : `Needs the role ${access} or a higher one.`,
    'x-role': access,
    ...(access === 'public' ? { security: [] } : {}),
    parameters: parametersOf(route),
    ...(body === null ? {} : { requestBody: { required: true, content: jsonOf(body) } }),
    responses: { [status]: answerOf(route), default: { $ref: '#/components/responses/Problem' } },
  };
}

/** `GET /batches/{batch}/coverage` is `get-batches-batch-coverage`. */
function operationId({ method, path }: ApiRoute): string {
  return [method.toLowerCase(), ...path.split(/[/{}.]+/).filter((part) => part !== '')].join('-');
}

function parametersOf(route: ApiRoute): readonly Json[] {
  const parts = (place: 'path' | 'query', shape: z.ZodType): readonly Json[] =>
    !(shape instanceof z.ZodObject)
      ? []
      : Object.entries(shape.shape as Record<string, z.ZodType>).map(([name, part]) => ({
          name,
          in: place,
          required: place === 'path',
          schema: plain(z.toJSONSchema(part, HOW)),
        }));
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'The same key with the same request: it is not done again, for a day.',
    schema: { type: 'string', minLength: 1, maxLength: 100 },
  };
  return [
    ...parts('path', route.params),
    ...parts('query', route.query),
    LANGUAGE_PARAMETER,
    ...(route.once === null ? [] : [key]),
  ];
}

const LANGUAGE_PARAMETER = {
  name: 'lang',
  in: 'query',
  required: false,
  description: 'Language of words; wins over `Accept-Language`.',
  schema: { type: 'string', enum: ['en', 'es'] },
};

function answerOf({ answer }: ApiRoute): Json {
  if ('nothing' in answer) return { description: 'Done.' };
  if ('shape' in answer) return { description: 'As asked.', content: jsonOf(answer.shape) };
  return { description: answer.description, content: { [answer.mediaType]: { schema: { type: 'string' } } } };
}

function jsonOf(shape: z.ZodType): Json {
  return { 'application/json': { schema: schemaOf(shape) } };
}
