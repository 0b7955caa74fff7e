/**
 * Newer versions put a long paste between tags with a random id and tell the model that others may have written it. What CAO
 * delivers is the request itself, so the system prompt says so.
 */
export const DELIVERY_NOTE =
  'Long messages of this conversation reach you between <pasted_content> tags, because they are delivered by pasting. When a ' +
  'message is nothing but such a block, the block is the message itself: its words are the words of whoever sends it.';

const BLOCK = /\n\n<pasted_content id="([0-9a-f]{4})">\n([\s\S]*?)\n<\/pasted_content id="\1">\n/g;

/** A prompt as it was typed, without the tags Claude Code put around its pasted parts. */
export function withoutPasteTags(prompt: string): string {
  return prompt.replace(BLOCK, (_match, _id, text: string) => text);
}
