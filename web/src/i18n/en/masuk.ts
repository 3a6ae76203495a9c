import type { masuk as id } from '../id/masuk';

export const masuk: Record<keyof typeof id, string> = {
  'login.title': 'Log in',
  'login.lead': 'Your delivery notes and invoices, read and ready to trust.',
  'login.name': 'E-mail or username',
  'login.password': 'Password',
  'login.submit': 'Log in',
  'login.toRegister': 'No account yet?',
  'login.toRegister.link': 'Create an account',
  'register.title': 'Create an account',
  'register.email': 'E-mail',
  'register.username': 'Username',
  'register.username.hint': '3–50 letters, digits, dots, underscores or hyphens',
  'register.password.hint': 'At least 8 characters',
  'register.submit': 'Create account',
  'register.toLogin': 'Already have an account?',
  'register.toLogin.link': 'Log in',
};
