// A model on loopback that says what the prompt tells it to (packages/testkit), for trying an agent CLI without an account:
// node scripts/scripted-model.mjs [port]
import { startModelEndpoint } from '../packages/testkit/dist/index.js';

const model = await startModelEndpoint({ port: Number(process.argv[2] ?? 0) });
process.stdout.write(`OpenAI (Chat Completions, Responses)  ${model.url()}/v1
Anthropic, Gemini                     ${model.url()}
Any key will do. A prompt of "SAY:hello" is answered with hello; packages/testkit/README.md has the language. Ctrl-C ends it.\n`);
