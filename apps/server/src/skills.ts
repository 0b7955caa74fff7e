import type { Logger } from '@cao/engine';

/** The skills that ship with CAO are in the store before the first agent is told of skills. A home that cannot be written has none. */
export async function seedAtStart(home: string, log: Logger): Promise<void> {
  try {
    const { seedSkills } = await import('@cao/profiles');
    const { added, updated } = await seedSkills(home);
    if (added.length > 0 || updated.length > 0) log.info('skills were put into the store', { added, updated });
  } catch (error) {
    log.warn('the skills that ship with CAO could not be put into the store', { error: String(error) });
  }
}
