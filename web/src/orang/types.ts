import type { components } from '../api/schema';

type Schemas = components['schemas'];
export type Person = Schemas['PersonAnswer'];
export type Phone = Schemas['PhoneAnswer'];
export type Invitation = Schemas['InvitationAnswer'];
export type Role = Schemas['Role'];
