/** The zones a test goes through: those with odd clock changes always, all of them in the long form. */

/** Long form: `SCHEDULE_ZONES=all`. */
export const EVERY_ZONE = process.env['SCHEDULE_ZONES'] === 'all';

/** Changes at midnight, of half an hour, of two hours, twice around Ramadan, offsets of quarters; and ours, without any. */
const ODD_ZONES = [
  'America/Mexico_City',
  'America/Tijuana',
  'America/New_York',
  'America/Havana',
  'America/Nuuk',
  'Europe/Madrid',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'Pacific/Chatham',
];

export function zones(): readonly string[] {
  return EVERY_ZONE ? Intl.supportedValuesOf('timeZone') : ODD_ZONES;
}
