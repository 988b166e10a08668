/** Names the PIN or password of the device's owner: it stands in no argument and no file. */
export const secretVariable = 'KEYSTORE_AUDIT_DEVICE_PIN';
