export { installProfile, type Installed, type InstallOptions } from './install.ts';
export { checkProfile, parseProfile, type ProfileCheck, type ProfileProblem } from './parse-profile.ts';
export { createProfileStore, type ProfileStore, type ProfileStoreOptions, type RawProfile } from './profile-store.ts';
export { PROFILE_HOSTS } from './profile-url.ts';
export { readProfileSettings, type ProfileSettings } from './settings.ts';
export {
  createSkillStore,
  skillCatalogue,
  type SkillStore,
  type SkillStoreOptions,
  type SkillSummary,
} from './skill-store.ts';
export { narrowTools, resolveTools } from './tools.ts';
export { expandVariables, readVariables, unresolvedVariables, writeVariables, type Variables } from './variables.ts';
