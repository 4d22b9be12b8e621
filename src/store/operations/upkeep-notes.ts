/** What upkeep remembers from one run to the next: when, and a small JSON value. */
import type { UpkeepNote } from '../contract.ts';
import { first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';

const writeNote = statement((dialect, p: Parameters<{ name: string; at: number; value: string }>) =>
  dialect.db
    .insertInto('upkeep_notes')
    .values({ name: p('name'), at: p('at'), value: p('value') })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({ at: eb.ref('excluded.at'), value: eb.ref('excluded.value') })),
    ),
);

const noteOf = statement((dialect, p: Parameters<{ name: string }>) =>
  dialect.db.selectFrom('upkeep_notes').selectAll().where('name', '=', p('name')),
);

export function* saveNote(name: string, note: UpkeepNote): Operation<void> {
  yield* run(writeNote, { name, at: note.at, value: JSON.stringify(note.value) });
}

export function* loadNote(name: string): Operation<UpkeepNote | null> {
  const row = yield* first(noteOf, { name });
  return row === undefined ? null : { at: row.at, value: JSON.parse(row.value) as unknown };
}
