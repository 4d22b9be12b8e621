import type { AuditEntry, Command, CommandAnswer } from '../contract.ts';
import { all, first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';

/** Answered commands are kept for half a year, as tasks are (D34); what they did stays in the audit trail. */
const KEPT_MS = 184 * 24 * 60 * 60 * 1000;
const OLDEST_FIRST = 'id';

interface Posted {
  readonly name: string;
  readonly json: string;
  readonly actor: string;
  readonly askedAt: number;
}

const insertCommand = statement((dialect, p: Parameters<Posted>) =>
  dialect.db
    .insertInto('commands')
    .values({ name: p('name'), arguments: p('json'), actor: p('actor'), asked_at: p('askedAt') })
    .returning('id'),
);
const countWaiting = statement((dialect) =>
  dialect.db
    .selectFrom('commands')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    // What is answered was taken: with this the index knows the few that wait.
    .where('answered_at', 'is', null)
    .where('taken_at', 'is', null),
);
const unanswered = statement((dialect) =>
  dialect.lockRows(
    dialect.db.selectFrom('commands').selectAll().where('answered_at', 'is', null).orderBy(OLDEST_FIRST),
  ),
);
const markTaken = statement((dialect, p: Parameters<{ id: number; at: number; instance: string }>) =>
  dialect.db
    .updateTable('commands')
    .set({ taken_at: p('at'), taken_by: p('instance') })
    .where('id', '=', p('id')),
);
const writeAnswer = statement(
  (dialect, p: Parameters<{ id: number; at: number; result: string | null; error: string | null }>) =>
    dialect.db
      .updateTable('commands')
      .set((eb) => ({
        answered_at: p('at'),
        taken_at: eb.fn.coalesce('taken_at', eb.val(p('at'))),
        result: p('result'),
        error: p('error'),
      }))
      .where('id', '=', p('id')),
);
const commandById = statement((dialect, p: Parameters<{ id: number }>) =>
  dialect.db.selectFrom('commands').selectAll().where('id', '=', p('id')),
);
const deleteUntaken = statement((dialect, p: Parameters<{ id: number }>) =>
  dialect.db.deleteFrom('commands').where('id', '=', p('id')).where('taken_at', 'is', null),
);
const forgetOld = statement((dialect, p: Parameters<{ before: number }>) =>
  dialect.db.deleteFrom('commands').where('answered_at', '<', p('before')),
);
const insertAudit = statement(
  (dialect, p: Parameters<{ at: number; actor: string; action: string; details: string; outcome: string }>) =>
    dialect.db.insertInto('audit').values({
      at: p('at'),
      actor: p('actor'),
      action: p('action'),
      details: p('details'),
      outcome: p('outcome'),
    }),
);
const newestAudit = statement((dialect, p: Parameters<{ limit: number }>) =>
  dialect.db
    .selectFrom('audit')
    .select(['at', 'actor', 'action', 'details', 'outcome'])
    .orderBy('id', 'desc')
    .limit(p('limit')),
);

interface CommandRow {
  readonly id: number;
  readonly name: string;
  readonly arguments: string;
  readonly actor: string;
  readonly asked_at: number;
  readonly taken_at: number | null;
  readonly taken_by: string | null;
  readonly answered_at: number | null;
  readonly result: string | null;
  readonly error: string | null;
}

function toCommand(row: CommandRow): Command {
  return {
    id: row.id,
    name: row.name,
    arguments: JSON.parse(row.arguments),
    actor: row.actor,
    askedAt: row.asked_at,
    takenAt: row.taken_at,
    answeredAt: row.answered_at,
    answer: answerOf(row),
  };
}

function answerOf({ answered_at, result, error }: CommandRow): CommandAnswer | null {
  if (answered_at === null) return null;
  return error === null ? { result: JSON.parse(result ?? 'null') } : { error: JSON.parse(error) };
}

export function* postCommand(command: Pick<Command, 'name' | 'arguments' | 'actor' | 'askedAt'>): Operation<number> {
  const { name, actor, askedAt } = command;
  const posted = yield* first(insertCommand, { name, json: JSON.stringify(command.arguments), actor, askedAt });
  return posted?.id ?? 0;
}

export function* waitingCommands(): Operation<number> {
  return (yield* first(countWaiting, {}))?.waiting ?? 0;
}

interface Taking {
  readonly instance: string;
  readonly at: number;
  readonly notBefore: number;
}

export function* takeCommands({ instance, at, notBefore }: Taking): Operation<readonly Command[]> {
  const taken: Command[] = [];
  for (const row of yield* all(unanswered, {})) {
    if (row.taken_by === instance) continue;
    if (row.taken_at !== null) {
      yield* answerCommand(row.id, refusal('the service ended while it worked on this'), at);
    } else if (row.asked_at < notBefore) {
      yield* answerCommand(row.id, refusal('no service took this up in time'), at);
    } else {
      yield* run(markTaken, { id: row.id, at, instance });
      taken.push(toCommand({ ...row, taken_at: at, taken_by: instance }));
    }
  }
  return taken;
}

function refusal(message: string): CommandAnswer {
  return { error: { code: 'E_NO_SERVICE', message, cure: 'Look at how things stand, and ask again.' } };
}

export function* answerCommand(id: number, answer: CommandAnswer, at: number): Operation<void> {
  const row = yield* first(commandById, { id });
  if (row === undefined) return;
  yield* run(writeAnswer, {
    id,
    at,
    result: 'result' in answer ? JSON.stringify(answer.result) : null,
    error: 'error' in answer ? JSON.stringify(answer.error) : null,
  });
  yield* run(insertAudit, {
    at,
    actor: row.actor,
    action: row.name,
    details: row.arguments,
    outcome: 'error' in answer ? answer.error.code : 'done',
  });
  yield* run(forgetOld, { before: at - KEPT_MS });
}

export function* findCommand(id: number): Operation<Command | null> {
  const row = yield* first(commandById, { id });
  return row === undefined ? null : toCommand(row);
}

export function* withdrawCommand(id: number): Operation<boolean> {
  return (yield* run(deleteUntaken, { id })) > 0;
}

export function* recordAudit({ at, actor, action, details, outcome }: AuditEntry): Operation<void> {
  yield* run(insertAudit, { at, actor, action, details: JSON.stringify(details), outcome });
}

export function* listAudit(limit: number): Operation<readonly AuditEntry[]> {
  const rows = yield* all(newestAudit, { limit });
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) as unknown }));
}
