/** Secrets from where the configuration says that they are kept; never from the configuration itself. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, messageOf } from '../../core/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param place `file:/path`, `env:NAME`, or `credential:name` of systemd (LoadCredential=)
 * @param option for the message: `notifications.email.password`
 * @throws {Fault} E_CONFIG that names the place, never its content
 */
export async function readSecret(place: string, option: string, environment: Environment): Promise<string> {
  const [, kind = '', name = ''] = /^(\w+):(.*)$/s.exec(place) ?? [];
  const secret =
    kind === 'env' ? (environment[name] ?? '') : await readPlace(fileOf(kind, name, option, environment), option);
  if (secret.trim() !== '') return secret.trim();
  throw new Fault('E_CONFIG', `${option}: ${place} is empty or not set`, {
    cure: 'Put the secret there, readable by the service alone, or empty the option.',
  });
}

function fileOf(kind: string, name: string, option: string, environment: Environment): string {
  if (kind === 'file') return name;
  const folder = environment['CREDENTIALS_DIRECTORY'];
  if (folder !== undefined && folder !== '') return join(folder, name);
  throw new Fault('E_CONFIG', `${option}: there is no CREDENTIALS_DIRECTORY`, {
    cure: `Add LoadCredential=${name}:/path to the unit, or name a file (file:/path).`,
  });
}

async function readPlace(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Fault('E_CONFIG', `${option}: ${file} cannot be read: ${messageOf(error)}`, {
      file,
      cure: 'Put the secret there, readable by the service alone.',
    });
  }
}
