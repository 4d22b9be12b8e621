#!/usr/bin/env node
import { start } from './start.mjs';

await start('src/cli/scraping-monitor.ts');
