import type { Verdict } from '../../core/verdict.ts';
import type { TaskRevision } from '../contract.ts';
import type { TaskRow } from '../rows.ts';
import { first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { insertEvent, NO_DETAILS } from './task-events.ts';

interface Revised {
  readonly task: number;
  readonly verdict: Verdict;
  readonly outputPath: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
  readonly rejected: number;
}

const writeRevision = statement((dialect, p: Parameters<Revised>) =>
  dialect.db
    .updateTable('scraping_tasks')
    .set({
      verdict: p('verdict'),
      output_path: p('outputPath'),
      output_sha256: p('sha256'),
      file_size_bytes: p('bytes'),
      data_records_extracted: p('rows'),
      rejected_records: p('rejected'),
    })
    .where('id', '=', p('task'))
    .where('status', '=', 'completed')
    .returningAll(),
);

/** A completed task's file was made anew from its kept pages: its facts follow, its status stays. */
export function* reviseTask({ task, publication, verdict, at }: TaskRevision): Operation<'revised' | 'not_completed'> {
  const { outputPath, sha256, bytes, rows, rejectedRows: rejected } = publication;
  const row: TaskRow | undefined = yield* first(writeRevision, {
    task,
    verdict,
    outputPath,
    sha256,
    bytes,
    rows,
    rejected,
  });
  if (row === undefined) return 'not_completed';
  yield* run(insertEvent, {
    ...NO_DETAILS,
    task,
    at,
    step: 'reparse',
    from_status: row.status,
    to_status: row.status,
    attempt: row.attempts,
    actor: 'reparse',
    verdict,
    message: `${rows} rows from kept pages`,
  });
  return 'revised';
}
