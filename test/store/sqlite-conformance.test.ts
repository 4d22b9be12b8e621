import { batchConformance } from './conformance-batches.ts';
import { noticeConformance } from './conformance-notices.ts';
import { scheduleConformance } from './conformance-schedule.ts';
import { taskConformance } from './conformance-tasks.ts';
import { tokenConformance } from './conformance-tokens.ts';
import { openSqlite } from './sqlite-store.ts';

batchConformance('sqlite', openSqlite);
taskConformance('sqlite', openSqlite);
scheduleConformance('sqlite', openSqlite);
noticeConformance('sqlite', openSqlite);
tokenConformance('sqlite', openSqlite);
