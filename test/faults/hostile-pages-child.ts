/** T31: the recogniser of blocks over pages made against it. Prints how many it has read. */
import { recogniseBlock } from '../../src/fetching/blocks.ts';

/** Beginnings after which a page is looked at closely, and pieces whose repetition makes patterns turn back. */
const BEGINNINGS = ['', '<title>captcha</title>', '<title>Iniciar sesión</title>', '<script>', '<h1>Forbidden'];
const PIECES = [
  '<h1',
  '<h1 ',
  '<h1>',
  '<title',
  '<title ',
  '<input ',
  '<input type ',
  '</script ',
  '<script ',
  '<!--',
  ' ',
];
const SIZES = [60_000, 250_000];
/** Each page again and again: what takes the square of its length takes hours then. */
const TIMES = 10;

let pages = 0;
for (const beginning of BEGINNINGS)
  for (const piece of PIECES)
    for (const size of SIZES) {
      const text = beginning + piece.repeat(size / piece.length);
      for (let time = 0; time < TIMES; time += 1)
        recogniseBlock({ status: 200, headers: {}, url: 'https://portal.test/login', text });
      pages += 1;
    }
process.stdout.write(String(pages));
