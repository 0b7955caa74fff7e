// npm run test:real: installs the pinned real CLIs into a cache folder and runs the main job on them.
import { setup } from './setup.mjs';
import { finish, vitest } from './checks.mjs';

setup();
// A call of ten minutes is mostly waiting.
await Promise.all([vitest(['real']), vitest(['real-long'], { aside: true })]);
finish();
