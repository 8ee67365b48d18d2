/**
 * The tables of better-auth's models (migrations/0002_staff.sql), with every column in snake_case. better-auth
 * keeps the table names of a plugin for the whole process, so all instances use the names defined here.
 */
export const staffTable = {
  modelName: 'staff',
  fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
} as const;

export const sessionTable = {
  modelName: 'staff_sessions',
  fields: {
    userId: 'staff_id',
    expiresAt: 'expires_at',
    ipAddress: 'ip_address',
    userAgent: 'user_agent',
    createdAt: 'created_at',
    updatedAt: 'updated_at',
  },
} as const;

export const accountTable = {
  modelName: 'staff_accounts',
  fields: {
    userId: 'staff_id',
    accountId: 'account_id',
    providerId: 'provider_id',
    accessToken: 'access_token',
    refreshToken: 'refresh_token',
    idToken: 'id_token',
    accessTokenExpiresAt: 'access_token_expires_at',
    refreshTokenExpiresAt: 'refresh_token_expires_at',
    createdAt: 'created_at',
    updatedAt: 'updated_at',
  },
} as const;

export const verificationTable = {
  modelName: 'staff_verifications',
  fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
} as const;

export const rateLimitTable = {
  modelName: 'staff_rate_limits',
  fields: { lastRequest: 'last_request' },
} as const;

/** For the option `schema` of the twoFactor plugin. */
export const twoFactorTables = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: {
    modelName: 'staff_two_factors',
    fields: {
      userId: 'staff_id',
      backupCodes: 'backup_codes',
      failedVerificationCount: 'failed_verification_count',
      lockedUntil: 'locked_until',
    },
  },
} as const;
