/** Every sentence of the program that people read and that is not in a table of words of its own: English to Spanish. */
import { ERRORS } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { adviceFor } from '../advice.ts';
import { BACKUPS } from './backups.ts';
import { URL_LISTS } from './url-lists.ts';
import { COMMANDS } from './commands.ts';
import { DEFINITIONS } from './definitions.ts';
import { DOCTOR } from './doctor.ts';
import { REQUESTS } from './requests.ts';
import { FILES } from './files.ts';
import { HOUSE } from './house.ts';
import { SETTINGS } from './settings.ts';
import { SETTINGS_OUTSIDE } from './settings-outside.ts';
import { STORAGE } from './storage.ts';
import { SYSTEM } from './system.ts';
import { WORK } from './work.ts';

/** What the catalogue of errors advises has its own table, by code. */
const ADVICE = Object.fromEntries(
  Object.entries(ERRORS).map(([code, { advice }]) => [advice, adviceFor(code as ErrorCode, 'es')]),
);

export const PHRASES: Readonly<Record<string, string>> = {
  ...ADVICE,
  ...URL_LISTS,
  ...FILES,
  ...DEFINITIONS,
  ...REQUESTS,
  ...WORK,
  ...HOUSE,
  ...STORAGE,
  ...BACKUPS,
  ...DOCTOR,
  ...SETTINGS,
  ...SETTINGS_OUTSIDE,
  ...SYSTEM,
  ...COMMANDS,
};
