import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { JavaError } from '../java/errors.js';
import { writeAtomically } from '../java/files.js';
import type { KeyRecord } from './types.js';

/** A key's file: JSON, the material in base 64. Nothing guards it: this keystore is a model, and says what it holds. */
const fileSchema = z.object({
  format: z.literal(1),
  alias: z.string(),
  spec: z.object({
    kind: z.discriminatedUnion('algorithm', [
      z.object({
        algorithm: z.literal('AES/GCM/NoPadding'),
        bits: z.union([z.literal(128), z.literal(192), z.literal(256)]),
      }),
      z.object({ algorithm: z.literal('RSA/ECB/PKCS1Padding'), bits: z.number() }),
      z.object({
        algorithm: z.literal('RSA/ECB/OAEPPadding'),
        bits: z.number(),
        digest: z.enum(['SHA-1', 'SHA-256']),
      }),
    ]),
    purposes: z.array(z.enum(['encrypt', 'decrypt'])),
    userAuthentication: z
      .object({
        valid: z.union([z.literal('each-use'), z.object({ seconds: z.number() })]),
        by: z.array(z.enum(['biometric', 'credential'])).optional(),
        invalidatedByEnrolment: z.boolean().optional(),
      })
      .optional(),
    unlockedDeviceRequired: z.boolean().optional(),
    strongBox: z.boolean().optional(),
    encryptionRequired: z.boolean().optional(),
  }),
  createdAt: z.number(),
  boundTo: z.object({ secureUserId: z.string(), enrolmentId: z.string().optional() }).optional(),
  material: z.string(),
});

/** The keys of one app as files in a folder, one for each. */
export interface KeyRecords {
  /** @throws JavaError UnrecoverableKeyException if the file is no key */
  read(alias: string): KeyRecord | undefined;
  write(record: KeyRecord): void;
  remove(alias: string): void;
  /** Of damaged files nothing is told. */
  aliases(): readonly string[];
}

/** Readable as far as file names allow; the digest keeps aliases apart. */
function fileOf(alias: string): string {
  const digest = createHash('sha256').update(alias, 'utf16le').digest('hex').slice(0, 16);
  return `${alias.replace(/[^\w.-]/g, '_').slice(0, 80)}-${digest}.key`;
}

/** @param folder the keystore's folder; made with the first key, and its absence means no keys */
export function createKeyRecords(folder: string): KeyRecords {
  const parse = (file: string): KeyRecord | undefined => {
    let text: string;
    try {
      text = readFileSync(join(folder, file), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      const { alias, spec, createdAt, boundTo, material } = fileSchema.parse(JSON.parse(text));
      return {
        alias,
        spec,
        createdAt,
        ...(boundTo ? { boundTo } : {}),
        material: Buffer.from(material, 'base64'),
      };
    } catch {
      throw new JavaError(
        'UnrecoverableKeyException',
        'Failed to obtain information about key',
        new JavaError('KeyStoreException', 'Key blob corrupted'),
      );
    }
  };
  const list = (): readonly string[] => {
    try {
      return readdirSync(folder).filter((file) => file.endsWith('.key'));
    } catch {
      return [];
    }
  };
  return {
    read: (alias) => parse(fileOf(alias)),
    write(record) {
      const content = { format: 1, ...record, material: record.material.toString('base64') };
      writeAtomically(join(folder, fileOf(record.alias)), `${JSON.stringify(content, null, 2)}\n`);
    },
    remove: (alias) => rmSync(join(folder, fileOf(alias)), { force: true }),
    aliases: () =>
      list().flatMap((file) => {
        try {
          return parse(file)?.alias ?? [];
        } catch {
          return [];
        }
      }),
  };
}
