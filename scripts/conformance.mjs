// `npm run conformance -- [FILES…] [--engine V] [--topic T] [--id REGEX]`: replays recordings through the simulation.
import { importTypeScript } from './import-typescript.mjs';

await importTypeScript('test/conformance/main.ts');
