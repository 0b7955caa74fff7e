// npm run test:real: installs the pinned real CLIs into a cache folder and runs the main job on them.
import { setup } from './setup.mjs';
import { finish, vitest } from './checks.mjs';

setup();
vitest(['real']);
finish();
