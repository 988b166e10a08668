/** Who can vouch for the user: a biometric of class 3, or the PIN, pattern or password. */
export type Authenticator = 'biometric' | 'credential';

/** KeyGenParameterSpec's rules about the user. */
export interface UserAuthentication {
  /** For how long one authentication is good. `each-use`: the operation itself has to be authorised, as by a CryptoObject. */
  readonly valid: 'each-use' | { readonly seconds: number };
  /**
   * Who may vouch (setUserAuthenticationParameters, API 30). Without it what setUserAuthenticationRequired
   * means by itself: for each use a biometric, for a time either.
   */
  readonly by?: readonly Authenticator[];
  /** setInvalidatedByBiometricEnrollment (API 24); true if absent. */
  readonly invalidatedByEnrolment?: boolean;
}

/** What a key is made with, as KeyGenParameterSpec and KeyPairGeneratorSpec have it. */
export interface KeySpec {
  readonly kind:
    | { readonly algorithm: 'AES/GCM/NoPadding'; readonly bits: 128 | 192 | 256 }
    | { readonly algorithm: 'RSA/ECB/PKCS1Padding'; readonly bits: number }
    | {
        readonly algorithm: 'RSA/ECB/OAEPPadding';
        readonly bits: number;
        readonly digest: 'SHA-1' | 'SHA-256';
      };
  readonly purposes: readonly ('encrypt' | 'decrypt')[];
  readonly userAuthentication?: UserAuthentication;
  /** setUnlockedDeviceRequired (API 28): of no effect below. */
  readonly unlockedDeviceRequired?: boolean;
  /** setIsStrongBoxBacked (API 28): of no effect below. */
  readonly strongBox?: boolean;
  /** KeyPairGeneratorSpec.setEncryptionRequired: at rest the key hangs on the screen lock. Ignored from API 31 on. */
  readonly encryptionRequired?: boolean;
}

/** A key as it lies in the keystore. */
export interface KeyRecord {
  readonly alias: string;
  readonly spec: KeySpec;
  /** ms since 1970 */
  readonly createdAt: number;
  /** Where the key is tied to the user: the secure user id, and the set of biometrics, at its making. */
  readonly boundTo?: { readonly secureUserId: string; readonly enrolmentId?: string };
  /** AES: the key's bytes. RSA: PKCS #8 in DER. */
  readonly material: Buffer;
}

/** A Cipher that was initialised with a key of the keystore. */
export interface CipherOperation {
  /** AES-GCM: the 12 bytes of the nonce. */
  readonly iv: Buffer | undefined;
  /** The user vouched for this very operation (BiometricPrompt with a CryptoObject). */
  authorize(by: Authenticator): void;
  /**
   * Cipher.doFinal. AES-GCM: the tag of 16 bytes stands behind the cipher text.
   * @throws JavaError AEADBadTagException, BadPaddingException, IllegalBlockSizeException
   */
  doFinal(input: Buffer, associatedData?: Buffer): Buffer;
}

/** The provider "AndroidKeyStore" as one app sees it. */
export interface Keystore {
  /**
   * Makes a key; one of the same alias is replaced.
   * @throws JavaError InvalidAlgorithmParameterException, IllegalStateException, StrongBoxUnavailableException
   */
  generate(alias: string, spec: KeySpec): Promise<void>;
  contains(alias: string): boolean;
  /** @throws JavaError UnrecoverableKeyException if its file is damaged */
  read(alias: string): KeyRecord | undefined;
  aliases(): readonly string[];
  remove(alias: string): void;
  /**
   * Cipher.init(ENCRYPT_MODE): for RSA with the public key, which needs no user.
   * @throws JavaError UnrecoverableKeyException, InvalidKeyException and what extends it
   */
  encrypt(alias: string): CipherOperation;
  /**
   * Cipher.init(DECRYPT_MODE); AES-GCM needs the nonce.
   * @throws JavaError as `encrypt`
   */
  decrypt(alias: string, iv?: Buffer): CipherOperation;
  /** The user has just vouched for himself in a prompt or a system screen: keys that are good for a time may be used. */
  authenticated(by: Authenticator): void;
}
