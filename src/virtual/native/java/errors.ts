/**
 * The exceptions of Android's security classes that a plugin can meet, by their Java names, each with its
 * super class: callers tell them apart as Java's `catch` does. Both UserNotAuthenticatedException and
 * KeyPermanentlyInvalidatedException extend InvalidKeyException (AOSP).
 */
const classes = {
  Exception: ['java.lang.Exception', undefined],
  NullPointerException: ['java.lang.NullPointerException', 'Exception'],
  IllegalArgumentException: ['java.lang.IllegalArgumentException', 'Exception'],
  IllegalStateException: ['java.lang.IllegalStateException', 'Exception'],
  ClassCastException: ['java.lang.ClassCastException', 'Exception'],
  SecurityException: ['java.lang.SecurityException', 'Exception'],
  IOException: ['java.io.IOException', 'Exception'],
  JSONException: ['org.json.JSONException', 'Exception'],
  XmlPullParserException: ['org.xmlpull.v1.XmlPullParserException', 'Exception'],
  InvalidProtocolBufferException: ['com.google.protobuf.InvalidProtocolBufferException', 'IOException'],
  GeneralSecurityException: ['java.security.GeneralSecurityException', 'Exception'],
  InvalidAlgorithmParameterException: [
    'java.security.InvalidAlgorithmParameterException',
    'GeneralSecurityException',
  ],
  UnrecoverableKeyException: ['java.security.UnrecoverableKeyException', 'GeneralSecurityException'],
  InvalidKeyException: ['java.security.InvalidKeyException', 'GeneralSecurityException'],
  UserNotAuthenticatedException: [
    'android.security.keystore.UserNotAuthenticatedException',
    'InvalidKeyException',
  ],
  KeyPermanentlyInvalidatedException: [
    'android.security.keystore.KeyPermanentlyInvalidatedException',
    'InvalidKeyException',
  ],
  StrongBoxUnavailableException: [
    'android.security.keystore.StrongBoxUnavailableException',
    'ProviderException',
  ],
  ProviderException: ['java.security.ProviderException', 'Exception'],
  KeyStoreException: ['android.security.KeyStoreException', 'Exception'],
  BadPaddingException: ['javax.crypto.BadPaddingException', 'GeneralSecurityException'],
  AEADBadTagException: ['javax.crypto.AEADBadTagException', 'BadPaddingException'],
  IllegalBlockSizeException: ['javax.crypto.IllegalBlockSizeException', 'GeneralSecurityException'],
} as const satisfies Record<string, readonly [string, string | undefined]>;

export type JavaClass = keyof typeof classes;

/** An exception as Java code would throw it. `message` is '' where Java's `getMessage()` is null. */
export class JavaError extends Error {
  override readonly name: JavaClass;
  /** What `getMessage()` returns. */
  readonly javaMessage: string | null;
  override readonly cause: JavaError | undefined;

  constructor(name: JavaClass, message: string | null = null, cause?: JavaError) {
    super(message ?? '');
    this.name = name;
    this.javaMessage = message;
    this.cause = cause;
  }

  /** Whether `catch (name)` would catch it. */
  is(name: JavaClass): boolean {
    for (let at: JavaClass | undefined = this.name; at; at = classes[at][1]) if (at === name) return true;
    return false;
  }

  /** What `toString()` returns: the full class name, and the message if there is one. */
  override toString(): string {
    const [full] = classes[this.name];
    return this.javaMessage === null ? full : `${full}: ${this.javaMessage}`;
  }
}

/** Whether something thrown is a Java exception of this class or one below it. */
export function isJava(error: unknown, name: JavaClass = 'Exception'): error is JavaError {
  return error instanceof JavaError && error.is(name);
}

/** The lines that logcat shows of an exception: itself and its causes. Stack frames of the app are not modelled. */
export function stackTrace(error: JavaError): string {
  const cause = error.cause ? `\nCaused by: ${stackTrace(error.cause)}` : '';
  return `${error.toString()}${cause}`;
}
