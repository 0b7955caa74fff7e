export { createProvider, type CreatedProvider, type CreateProviderOptions } from './create-provider.ts';
