/** The schema this program works with. By itself, so that whoever only reads need not load how every database came to it. */
export const LATEST_VERSION = 14;
