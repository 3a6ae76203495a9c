import type { akun as id } from '../id/akun';

export const akun: Record<keyof typeof id, string> = {
  'account.title': 'Account',
  'account.profile': 'Profile',
  'account.email': 'E-mail',
  'account.username': 'Username',
  'account.credits': 'Credits',
  'account.credits.of': '{n} of {daily} {daily|credit|credits} today',
  'account.credits.refill': 'full again on {time}',
  'account.look': 'Appearance',
  'account.logOut': 'Log out',
};
