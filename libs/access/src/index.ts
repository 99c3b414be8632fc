export { AccessModule } from './access.module.js';
export { type AdminKey, ensureAdminKey } from './admin-key.js';
export { CreateApiKey, type CreatedKey } from './create-api-key.js';
export { KnownKeys } from './known-keys.js';
export { ListApiKeys, type ListedKey } from './list-api-keys.js';
export { accessMigrations } from './migrations/index.js';
export { CurrentPrincipal, Permission, PERMISSION } from './permission.js';
export { mayDo, type Permission as PermissionName, PERMISSIONS } from './permissions.js';
export { RevokeApiKey } from './revoke-api-key.js';
