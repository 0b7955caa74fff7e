import { definePlugin } from '@cao/plugin-sdk';
import { z } from 'zod';

export const plugin = definePlugin({
  name: 'call-me',
  options: z.object({ url: z.url() }),
  hooks: {
    async needs_input({ session_name, data }, { options, signal }) {
      const line = `${session_name} needs you: ${data.question?.text}`;
      await fetch(options.url, { method: 'POST', body: line, signal });
    },
  },
});
