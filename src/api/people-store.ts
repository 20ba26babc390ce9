import type { ApiKey } from '#contract/api-key.ts';
import type { Person, PersonChange } from '#contract/person.ts';
import type { AuditEntry } from './ports.ts';

/** Of the token itself only the hash is kept: who reads the store cannot use it. */
export type StoredSession = {
  id: string;
  tokenHash: string;
  person: string;
  createdAt: string;
  lastSeenAt: string;
};
export type PersonSession = { session: StoredSession; person: Person };

/** People, their sessions, and the keys of machines. As for every decision, a change and its audit entry are stored both or neither. */
export interface PeopleStore {
  /** Whether anybody has an account of the provider `local`, disabled or not. */
  hasAccounts(): Promise<boolean>;
  /** By name. */
  listPeople(): Promise<Person[]>;
  findPerson(id: string): Promise<Person | undefined>;
  /** Undefined for a person without a password, as for nobody. */
  findPasswordHash(id: string): Promise<string | undefined>;
  /** False, and nothing is stored, when the id is taken. */
  createPerson(person: Person, passwordHash: string | null, audit: AuditEntry): Promise<boolean>;
  /** Sessions of who is disabled end. `lastAdmin`: nobody would be left who may change people. */
  changePerson(
    id: string,
    change: PersonChange,
    audit: AuditEntry,
  ): Promise<Person | 'lastAdmin' | undefined>;
  /** Ends all sessions of the person but the one that is kept. */
  setPassword(
    id: string,
    passwordHash: string,
    kept: { session: string } | undefined,
    audit: AuditEntry,
  ): Promise<void>;

  /** Forgets sessions that began before `expiredBefore`. */
  createSession(session: StoredSession, expiredBefore: Date, audit: AuditEntry): Promise<void>;
  findSession(tokenHash: string): Promise<PersonSession | undefined>;
  touchSession(id: string, at: Date): Promise<void>;
  endSession(id: string, audit: AuditEntry): Promise<void>;

  /** Newest first, revoked ones too. */
  listApiKeys(): Promise<ApiKey[]>;
  createApiKey(key: ApiKey, tokenHash: string, audit: AuditEntry): Promise<void>;
  /** A revoked key is not found. */
  findApiKey(tokenHash: string): Promise<ApiKey | undefined>;
  touchApiKey(id: string, at: Date): Promise<void>;
  /** Undefined, and no audit entry, when there is none that is not revoked. */
  revokeApiKey(id: string, at: Date, by: string, audit: AuditEntry): Promise<ApiKey | undefined>;

  /** What changes nothing here, and is kept all the same: what was refused, or was sent to try something out. */
  recordAct(audit: AuditEntry): Promise<void>;
}
