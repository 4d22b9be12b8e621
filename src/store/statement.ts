/**
 * How an operation of the store is written once for every database. A *statement* is built with Kysely, compiled once
 * a dialect and bound at each call; an *operation* is a generator that yields statements and gets their rows back.
 * SQLite's runner drives it without ever waiting, PostgreSQL's awaits each statement: the operation cannot tell.
 */
import type { Compilable, Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export type Bindable = string | number | null;
type Arguments = Readonly<Record<string, Bindable>>;
type Bound<A> = { readonly [K in keyof A]: Bindable };

/** The place of an argument in a statement: stands where the value will be, by its name. */
export class Parameter {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** `p('task')` puts the argument `task` into a statement, typed as the argument. */
export interface Parameters<A> {
  <K extends keyof A & string>(name: K): A[K];
}

/** Everything in which one database differs from the other when statements are built. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  readonly db: Kysely<Tables>;
  /** Locks the rows read until the transaction ends; SQLite's write transaction has the whole file already. */
  lockRows<Q>(query: Q): Q;
}

export interface Statement<A, R> {
  readonly build: (dialect: Dialect, p: Parameters<A>) => Compilable<R>;
}

/** Defines a statement; `p` carries the types of its arguments, the builder those of its rows. */
export function statement<A, R>(build: (dialect: Dialect, p: Parameters<A>) => Compilable<R>): Statement<A, R> {
  return { build };
}

/** What plain SQL needs to know of the database it is written for. */
export interface SqlWords {
  /** A column of the user's tables that holds a time (D27), as epoch milliseconds or null. */
  readonly epochMs: (column: string) => string;
  /**
   * Rows as one JSON text, an array of their values each, or null of none: thousands of them are read so in a third of
   * the time that an object each takes, and cross to another thread as they are.
   */
  readonly jsonOfRows: (columns: string, order: string) => string;
}

const SQL_WORDS: Readonly<Record<Dialect['name'], SqlWords>> = {
  sqlite: {
    epochMs: (column) => `CAST(round((julianday(${column}) - 2440587.5) * 86400000) AS INTEGER)`,
    jsonOfRows: (columns, order) => `json_group_array(json_array(${columns}) ORDER BY ${order})`,
  },
  postgres: {
    epochMs: (column) => `CAST(round(EXTRACT(EPOCH FROM ${column}) * 1000) AS BIGINT)`,
    jsonOfRows: (columns, order) => `json_agg(json_build_array(${columns}) ORDER BY ${order})::text`,
  },
};

/**
 * A statement in SQL of our own, `:name` standing for an argument: for reads that must be there before Kysely would be
 * loaded. Values never stand in the text.
 */
export function plain<A, R>(write: (words: SqlWords) => string): Statement<A, R> {
  return {
    build: ({ name }) => {
      const parameters: Parameter[] = [];
      const sql = write(SQL_WORDS[name]).replaceAll(/(?<![:\w]):([a-z]\w*)/gi, (_all, argument: string) => {
        parameters.push(new Parameter(argument));
        return name === 'postgres' ? `$${parameters.length}` : '?';
      });
      return { compile: () => ({ sql, parameters }) } as unknown as Compilable<R>;
    },
  };
}

/** A compiled statement: the values in their order, some of them still `Parameter`s. */
export interface CompiledStatement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

export function compileStatement<A, R>(dialect: Dialect, { build }: Statement<A, R>): CompiledStatement {
  const compiled = build(dialect, (name) => new Parameter(name) as never).compile();
  return { sql: compiled.sql, values: compiled.parameters };
}

/** The values to bind, in order. */
export function bindValues(compiled: CompiledStatement, args: Arguments): Bindable[] {
  return compiled.values.map((value) =>
    value instanceof Parameter ? (args[value.name] ?? null) : (value as Bindable),
  );
}

/** What an operation asks of its runner: the statement once for each set of arguments. */
export interface Call {
  readonly statement: Statement<never, unknown>;
  readonly args: readonly Arguments[];
  /** `rows` of the one set of arguments, or the number of rows changed by all. */
  readonly want: 'rows' | 'changes';
}

export type Operation<T> = Generator<Call, T, unknown>;

const call = <A extends Bound<A>, R>(
  asked: Statement<A, R>,
  args: readonly NoInfer<A>[],
  want: Call['want'],
): Call => ({
  statement: asked,
  args,
  want,
});

/** All rows of a statement. */
export function* all<A extends Bound<A>, R>(asked: Statement<A, R>, args: NoInfer<A>): Operation<readonly R[]> {
  return (yield call(asked, [args], 'rows')) as readonly R[];
}

/** The first row of a statement. */
export function* first<A extends Bound<A>, R>(asked: Statement<A, R>, args: NoInfer<A>): Operation<R | undefined> {
  return ((yield call(asked, [args], 'rows')) as readonly R[])[0];
}

/** Runs a statement and returns how many rows it changed. */
export function* run<A extends Bound<A>, R>(asked: Statement<A, R>, args: NoInfer<A>): Operation<number> {
  return (yield call(asked, [args], 'changes')) as number;
}

/** Runs a statement once for each set of arguments and returns how many rows all of them changed. */
export function* runEach<A extends Bound<A>, R>(
  asked: Statement<A, R>,
  args: readonly NoInfer<A>[],
): Operation<number> {
  return (yield call(asked, args, 'changes')) as number;
}
