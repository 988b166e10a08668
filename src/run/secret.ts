/** Names the PIN or password of the device's owner: it stands in no argument and no file. */
export const secretVariable = 'KEYSTORE_AUDIT_DEVICE_PIN';

/** That secret, where whoever runs us has named one. */
export function secretIn(env: NodeJS.ProcessEnv): { readonly secret?: string } {
  const secret = env[secretVariable];
  return secret ? { secret } : {};
}
