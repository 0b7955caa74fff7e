import { definePlugin } from '@cao/plugin-sdk';
import { z } from 'zod';

/** Posts a line to an address when an agent needs a human. */
export const plugin = definePlugin({
  name: 'sample-plugin',
  options: z.strictObject({
    /** Where the line goes. */
    url: z.url(),
  }),
  hooks: {
    async needs_input({ session_name, data }, { options, signal }) {
      const body = `${session_name}: ${data.question?.text ?? 'look at its terminal'}`;
      const response = await fetch(options.url, { method: 'POST', body, signal });
      if (!response.ok) throw new Error(`the address answered ${response.status}`);
    },
  },
});
