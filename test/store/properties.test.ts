import { randomHistories } from './properties.ts';
import { openSqlite } from './sqlite-store.ts';

randomHistories('sqlite', openSqlite);
