import { Fault } from '../core/errors.ts';

/** @throws {Fault} E_USAGE when an option's value is no whole number, or none that makes sense. */
export function wholeNumber(text: string, option: string, least = 0, most = 999_999_999): number {
  if (!/^\d{1,9}$/.test(text)) throw new Fault('E_USAGE', `${option} ${JSON.stringify(text)} is not a whole number`);
  const number = Number(text);
  if (number < least || number > most)
    throw new Fault('E_USAGE', `${option} ${text} is not between ${least} and ${most}`);
  return number;
}
