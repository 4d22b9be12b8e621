import { bindValues, compileStatement } from '../statement.ts';
import type { Call, CompiledStatement, Dialect, Operation, Statement } from '../statement.ts';
import type { Connection, Prepared } from './connection.ts';

/** Drives operations over one connection, without ever waiting. */
export interface Runner {
  run<T>(operation: Operation<T>): T;
}

/** Each statement is compiled and prepared once a connection, when it is first used. */
export function runnerWith(dialect: Dialect, connection: Connection): Runner {
  const known = new WeakMap<Statement<never, unknown>, { compiled: CompiledStatement; prepared: Prepared }>();

  const lookUp = (statement: Statement<never, unknown>): { compiled: CompiledStatement; prepared: Prepared } => {
    const found = known.get(statement);
    if (found !== undefined) return found;
    const compiled = compileStatement(dialect, statement);
    const entry = { compiled, prepared: connection.prepare(compiled.sql) };
    known.set(statement, entry);
    return entry;
  };

  const execute = ({ statement, args, want }: Call): unknown => {
    const { compiled, prepared } = lookUp(statement);
    if (want === 'rows') return prepared.all(bindValues(compiled, args[0] ?? {}));
    let changed = 0;
    for (const each of args) changed += prepared.run(bindValues(compiled, each));
    return changed;
  };

  return {
    run: (operation) => {
      let step = operation.next();
      while (step.done !== true) step = operation.next(execute(step.value));
      return step.value;
    },
  };
}
